"""An item's issue: a part of the item's page, and a page of its own."""

from datetime import datetime
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from voc.backlog.workflow import reading
from voc.clock import Clock
from voc.settings import Settings
from voc.trackers import queries, service
from voc.trackers.adapters import ADAPTERS
from voc.trackers.domain import LinkedAlready, NoIssueNamed
from voc.trackers.drafting import Draft
from voc.trackers.item_schemas import link_out
from voc.trackers.schemas import tracker_out
from voc.trackers.service import Wish
from voc.values import Principal, Resource, Scope
from voc.web.guards import requires
from voc.web.i18n import language_of
from voc.web.pages import page, wants_fragment
from voc.web.templating import query

Caller = Request[Any, Principal, Any]
WRITES = [requires(Scope.write, Resource.backlog)]


class _ItemIssue:
    """The issue of the item in the address, as the caller sees it now."""

    def __init__(self, request: Caller, item_id: FromPath[str], settings: Settings, now: datetime) -> None:
        self.request, self.item_id, self.settings, self.now = request, item_id, settings, now
        self.workspace, self.who = request.auth.workspace, request.auth.who

    async def shown(self, told: dict[str, str]) -> Template:
        """The page, or the part of the item's page; `told`: what was just done."""
        request = self.request
        item = await reading.one(self.workspace, self.item_id)
        trackers = {row["_id"]: tracker_out(row) for row in await queries.trackers(self.workspace)}
        row = await queries.link(self.workspace, self.item_id)
        tracker = trackers.get(row["tracker"]) if row else None
        may_write = request.auth.may(Scope.write, Resource.backlog)
        context = {
            "item": item,
            "link": link_out(row, tracker.kind) if row and tracker else None,
            "tracker": tracker,
            "trackers": [(each.id, f"{each.title} · {each.project}") for each in trackers.values()],
            "draft": await self._draft() if trackers and not tracker and may_write else None,
            "examples": {each.kind: each.project_example for each in ADAPTERS.values()},
            "may_write": may_write,
            "may_connect": request.auth.may(Scope.admin, Resource.backlog),
            "told": {"wrong": "", "unlinked": "", "chosen": ""} | told,
        }
        return page(request, "trackers/item.html", context, fragment="trackers/_item.html")

    async def done(self, **told: str) -> Redirect | Template:
        """What follows an action."""
        if not wants_fragment(self.request):
            return Redirect(query(f"/backlog/{self.item_id}/issue", told), status_code=303)
        return await self.shown(told | {"chosen": told.get("tracker", "")})

    async def _draft(self) -> Draft:
        wish = Wish(language=language_of(self.request))
        return await service.draft(self.workspace, self.item_id, wish, public_url=self.settings.public_url)


async def _item_issue(
    request: Caller, item_id: FromPath[str], clock: NamedDependency[Clock], settings: NamedDependency[Settings]
) -> _ItemIssue:
    return _ItemIssue(request, item_id, settings, clock())


class ItemIssuePages(Controller):
    """For those who read the item; those who decide about it may do something."""

    path = "/backlog/{item_id:str}/issue"
    include_in_schema = False
    guards = [requires(Scope.read, Resource.backlog)]
    dependencies = {"issue": Provide(_item_issue)}

    @get()
    async def shown(
        self,
        issue: NamedDependency[_ItemIssue],
        wrong: FromQuery[str] = "",
        unlinked: FromQuery[str] = "",
        tracker: FromQuery[str] = "",
    ) -> Template:
        """The issue and where it stands, or how to get one. The parameters tell of what was just done."""
        return await issue.shown({"wrong": wrong, "unlinked": unlinked, "chosen": tracker})

    @post("/create", guards=WRITES, status_code=303)
    async def create(self, request: Caller, issue: NamedDependency[_ItemIssue]) -> Redirect | Template:
        """Have an issue made."""
        form = await request.form()
        tracker, wish = (
            str(form.get("tracker") or ""),
            Wish(language=language_of(request), quoted=bool(form.get("quoted"))),
        )
        try:
            await service.create(issue.workspace, issue.item_id, tracker, wish, by=issue.who, now=issue.now)
        except LinkedAlready:
            return await issue.done(wrong="linked")
        return await issue.done()

    @post("/link", guards=WRITES, status_code=303)
    async def link(self, request: Caller, issue: NamedDependency[_ItemIssue]) -> Redirect | Template:
        """Tie it to an issue that is there."""
        form = await request.form()
        tracker, text = str(form.get("tracker") or ""), str(form.get("issue") or "")
        try:
            await service.link(issue.workspace, issue.item_id, tracker, text, by=issue.who, now=issue.now)
        except NoIssueNamed:
            return await issue.done(wrong="none", tracker=tracker)
        except LinkedAlready:
            return await issue.done(wrong="linked")
        return await issue.done()

    @post("/refresh", guards=WRITES, status_code=303)
    async def refresh(self, issue: NamedDependency[_ItemIssue]) -> Redirect | Template:
        """Look at once where it stands, or try again what did not work."""
        await service.refresh(issue.workspace, issue.item_id, now=issue.now)
        return await issue.done()

    @post("/unlink", guards=WRITES, status_code=303)
    async def unlink(self, issue: NamedDependency[_ItemIssue]) -> Redirect | Template:
        """Let it go; what follows offers to link it again."""
        row = await queries.link(issue.workspace, issue.item_id) or {}
        await service.unlink(issue.workspace, issue.item_id, by=issue.who, now=issue.now)
        return await issue.done(unlinked=row.get("key") or "-", tracker=row.get("tracker", ""))
