"""Signals and their rules over HTTP."""

from typing import Any

from litestar import Controller, Request, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from voc.clock import Clock
from voc.invitations.schemas import Retried
from voc.signals import queries, service
from voc.signals.schemas import RuleIn, RuleOut, RulePage, RulePatch, SignalIn, SignalPage, SignalReceived
from voc.values import Resource, Scope
from voc.web.guards import requires
from voc.web.pagination import PAGE_ITEMS, PageLimit, from_cursor, to_cursor

Caller = Request[Any, Any, Any]
WRITES = [requires(Scope.write, Resource.campaigns)]


class SignalController(Controller):
    """What a company's systems report, and the surveys that follow by themselves."""

    path = "/v1/signals"
    tags = ["signals"]
    guards = [requires(Scope.read, Resource.campaigns)]

    @post(guards=WRITES, status_code=202, summary="Report that something happened")
    async def send(self, request: Caller, data: JSONBody[SignalIn], clock: NamedDependency[Clock]) -> SignalReceived:
        """Such as `order.delivered` or `work_order.closed`. An answer of 2xx means that it is on disk."""
        return await service.receive(request.auth.workspace, data, now=clock())

    @get(summary="List signals, newest first")
    async def list_signals(
        self, request: Caller, cursor: FromQuery[str | None] = None, limit: PageLimit = PAGE_ITEMS
    ) -> SignalPage:
        """With the invitations that each led to."""
        before = int(from_cursor(cursor, int)[0]) if cursor else None
        items, next_ = await queries.page(request.auth.workspace, before=before, limit=limit)
        return SignalPage(items=items, next=to_cursor(next_) if next_ else None)

    @post("/retry", guards=WRITES, status_code=200, summary="Try again what failed too often")
    async def retry(self, request: Caller, clock: NamedDependency[Clock]) -> Retried:
        """Signals that are parked; nobody is invited twice."""
        return Retried(retried=await service.retry_parked(request.auth.workspace, now=clock()))

    @get("/rules", summary="List rules")
    async def rules(self, request: Caller) -> RulePage:
        """With the built-in ones: a closed work order starts its satisfaction survey."""
        return RulePage(items=await service.rules(request.auth.workspace))

    @post("/rules", guards=WRITES, summary="Create a rule")
    async def create_rule(self, request: Caller, data: JSONBody[RuleIn], clock: NamedDependency[Clock]) -> RuleOut:
        """Start a survey when something happens; a rule for the same signals replaces the built-in one."""
        return await service.create_rule(request.auth.workspace, data, now=clock())

    @patch("/rules/{rule_id:str}", guards=WRITES, summary="Change a rule")
    async def change_rule(
        self, request: Caller, rule_id: FromPath[str], data: JSONBody[RulePatch], clock: NamedDependency[Clock]
    ) -> RuleOut:
        """Send the fields to replace, such as `enabled`."""
        return await service.change_rule(request.auth.workspace, rule_id, data.model_extra or {}, now=clock())

    @delete("/rules/{rule_id:str}", guards=WRITES, summary="Remove a rule")
    async def remove_rule(self, request: Caller, rule_id: FromPath[str], clock: NamedDependency[Clock]) -> None:
        """A built-in one is switched off."""
        await service.remove_rule(request.auth.workspace, rule_id, now=clock())
