"""Pages of customers: the list, one person with their history, and the people of an account."""

from typing import Any, get_args
from uuid import uuid4

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Stream, Template

from voc.clock import Clock
from voc.conversations import service as conversations
from voc.customers import consents, suppression
from voc.customers import queries as customers
from voc.customers.queries import CustomerOut
from voc.errors import NotFound
from voc.history import erasing, queries, service, views
from voc.history.downloads import archived
from voc.history.queries import Heard
from voc.history.surroundings import Above
from voc.history.timeline import EntryKind, Place
from voc.values import Resource, Scope
from voc.web.guards import requires
from voc.web.i18n import language_of
from voc.web.pages import page, wants_fragment
from voc.web.pagination import from_cursor, to_cursor

HERE = "/customers"
PAGE_SIZE = 40
HISTORY_SIZE = 30
PANEL_SIZE = 10
READ, WRITE = [requires(Scope.read, Resource.customers)], [requires(Scope.write, Resource.customers)]
ADMIN = [requires(Scope.admin, Resource.privacy)]
Caller = Request[Any, Any, Any]


class CustomerPages(Controller):
    """Who speaks to us."""

    path = HERE
    include_in_schema = False
    guards = READ

    @get()
    async def list_page(
        self,
        request: Caller,
        q: FromQuery[str] = "",
        segment: FromQuery[str] = "",
        account: FromQuery[str] = "",
        cursor: FromQuery[str | None] = None,
    ) -> Template:
        """The last heard first, narrowed by what the address says."""
        workspace = request.auth.workspace
        before = Heard(*from_cursor(cursor, int, str)) if cursor else None  # type: ignore[arg-type]
        found = await queries.people(
            workspace, q, segment=segment or None, account=account or None, before=before, limit=PAGE_SIZE
        )
        context = {
            "rows": found.items,
            "filters": {"q": q, "segment": segment, "account": account},
            "filtered": bool(q or segment or account or cursor),
            "facets": await queries.facets(workspace),
            "next": to_cursor(*found.next) if found.next else None,
            "may_write": request.auth.may(Scope.write, Resource.customers),
        }
        return page(request, "history/list.html", context, fragment="history/_results.html")

    @get("/account")
    async def account_page(self, request: Caller, name: FromQuery[str]) -> Template:
        """The people of an account and what they pay."""
        people = await queries.of_account(request.auth.workspace, name)
        if not people:
            raise NotFound("Nobody belongs to this account.", account=name[:80])
        paid = await queries.revenue(request.auth.workspace, [each.id for each in people])
        context = {"account": name, "rows": people, "paid": paid, "revenue": max(paid.values(), default=None)}
        return page(request, "history/account.html", context)

    @get("/{customer_id:str}")
    async def person_page(
        self,
        request: Caller,
        customer_id: FromPath[str],
        clock: NamedDependency[Clock],
        q: FromQuery[str] = "",
        kind: FromQuery[str] = "",
        cursor: FromQuery[str | None] = None,
        other: FromQuery[str] = "",
        saved: FromQuery[str] = "",
        merged: FromQuery[str] = "",
        sent: FromQuery[str] = "",
    ) -> Template:
        """Everything about one person; in the panel beside the list, the latest of it."""
        workspace, may_write = request.auth.workspace, request.auth.may(Scope.write, Resource.customers)
        person = await service.whom(workspace, customer_id)
        part = request.headers.get("hx-target") in ("history", "happened")
        in_panel = wants_fragment(request) and not part
        before = Place(*from_cursor(cursor, int, str, str)) if cursor else None  # type: ignore[arg-type]
        wanted = EntryKind(kind) if kind in set(EntryKind) else None
        limit = PANEL_SIZE if in_panel else HISTORY_SIZE
        found = await service.history(person, workspace, q=q.strip(), kind=wanted, before=before, limit=limit)
        context = {
            "person": views.person_view(person, await customers.labels(workspace, person.members)),
            "contacts": views.contacts(person, None),
            "entries": await views.entries(found.items, workspace, language=language_of(request)),
            "filters": {"q": q, "kind": kind},
            "next": to_cursor(*found.next) if found.next else None,
            "may_write": may_write,
            "ask": may_write and not in_panel,
            "saved": saved,
            "sent": sent,
            "merged": merged if merged in person.members[1:] else "",
        }
        if not wants_fragment(request):
            context |= await _about(request, person, other.strip())
            if may_write:
                await conversations.read(workspace, person.id, now=clock())
        fragment = "history/_history.html" if part else "history/_panel.html"
        return page(request, "history/person.html", context, fragment=fragment)

    @get("/{customer_id:str}/archive", guards=ADMIN, audit="customer.exported")
    async def archive(
        self, request: Caller, customer_id: FromPath[str], above: NamedDependency[Above], clock: NamedDependency[Clock]
    ) -> Stream:
        """Everything that is kept about them, as one file for them."""
        return await archived(request, customer_id, above=above, now=clock())

    @get("/{customer_id:str}/erase", guards=ADMIN)
    async def erase_page(self, request: Caller, customer_id: FromPath[str]) -> Template:
        """What would be removed and what stays."""
        person = await service.whom(request.auth.workspace, customer_id)
        context = {
            "person": views.person_view(person, {}),
            "counted": await erasing.foretold(request.auth.workspace, person.id),
            "erased": None,
        }
        return page(request, "history/erase.html", context)

    @post("/{customer_id:str}/erase", guards=ADMIN, status_code=200, audit="customer.erased")
    async def erase(
        self, request: Caller, customer_id: FromPath[str], above: NamedDependency[Above], clock: NamedDependency[Clock]
    ) -> Template:
        """Remove them for good, and say what was removed: there is no page of theirs to go back to."""
        done = await erasing.erase(request.auth.workspace, customer_id, above=above, now=clock())
        return page(request, "history/erase.html", {"person": None, "counted": {}, "erased": done})


async def _about(request: Caller, person: CustomerOut, other: str) -> dict[str, Any]:
    """What stands beside the line of time."""
    workspace = request.auth.workspace
    addresses = await customers.addresses(workspace, person.id)
    refused: dict[str, suppression.Suppressed] = {}
    for kind in {each.kind for each in addresses}:
        values = [each.value for each in addresses if each.kind == kind]
        refused |= await suppression.suppressed(workspace, kind.value, values)
    account = person.attributes.get("account")
    colleagues = await queries.of_account(workspace, str(account), limit=12) if account else []
    looked_for = (await queries.people(workspace, other, limit=10)).items if other else []
    ways = await conversations.ways(workspace, person.id)
    decisions = await consents.history(workspace, person.members)
    unsent = request.query_params.get("unsent")
    return {
        "unsent": unsent if unsent in get_args(suppression.Reason) else None,
        "ways": views.ways(ways),
        "submission_id": uuid4().hex,
        "consents": views.consents(await consents.standing(workspace, person.members), person),
        "decisions": [views.decision(each) for each in decisions[:20]],
        "refusals": views.refusals(addresses, refused),
        "colleagues": [each for each in colleagues if each.id != person.id],
        "suggestions": await service.suggestions(person, workspace),
        "other": other,
        "found": [each for each in looked_for if each.id != person.id],
        "may_administer": request.auth.may(Scope.admin, Resource.privacy),
    }
