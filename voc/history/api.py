"""Customers over HTTP: who they are, what is known of them, and everything that happened with them."""

import asyncio
from typing import Any

from litestar import Controller, Request, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Stream

from voc.clock import Clock, from_stamp
from voc.customers import consents, importing, merging
from voc.customers.queries import CustomerOut
from voc.errors import VocError
from voc.history import erasing, queries, service, table
from voc.history.downloads import archived
from voc.history.queries import Heard
from voc.history.schemas import (
    ConsentBody,
    ConsentOut,
    ConsentPage,
    CustomerBody,
    CustomerMade,
    CustomerPage,
    CustomerPatch,
    Erased,
    EventBody,
    EventMade,
    Explanation,
    ImportOut,
    MergeBody,
    TimelineEntry,
    TimelinePage,
)
from voc.history.service import who
from voc.history.surroundings import Above
from voc.history.timeline import Entry, EntryKind, Place
from voc.values import Resource, Scope
from voc.web.guards import requires
from voc.web.openapi import files
from voc.web.pagination import PAGE_ITEMS, PageLimit, from_cursor, to_cursor

Caller = Request[Any, Any, Any]
READ, WRITE = [requires(Scope.read, Resource.customers)], [requires(Scope.write, Resource.customers)]
IMPORT_LIMIT_BYTES = 16 * 1024 * 1024


class NotCSV(VocError):
    """The body is declared as something else than CSV."""

    slug, title, status = "not-csv", "Not CSV", 415


class CustomerController(Controller):
    """Customers. `{id}` is our id of one, or the company's own."""

    path = "/v1/customers"
    tags = ["customers"]

    @get(guards=READ, summary="List customers, the last heard first")
    async def list_customers(
        self,
        request: Caller,
        q: FromQuery[str] = "",
        segment: FromQuery[str | None] = None,
        account: FromQuery[str | None] = None,
        cursor: FromQuery[str | None] = None,
        limit: PageLimit = PAGE_ITEMS,
    ) -> CustomerPage:
        """`q` stands in the name, the company's own id or the account, or is a whole e-mail address or phone number."""
        before = Heard(*from_cursor(cursor, int, str)) if cursor else None  # type: ignore[arg-type]
        found = await queries.people(
            request.auth.workspace, q, segment=segment, account=account, before=before, limit=limit
        )
        return CustomerPage(items=found.items, next=to_cursor(*found.next) if found.next else None)

    @post(guards=WRITE, summary="Say who somebody is and what is known of them", status_code=200)
    async def register(
        self, request: Caller, data: JSONBody[CustomerBody], clock: NamedDependency[Clock]
    ) -> CustomerMade:
        """Finds the customer by the surest identity that is known, or makes one; the same again changes nothing."""
        return await service.register(request.auth.workspace, data, now=clock())

    @post(
        "/import",
        guards=WRITE,
        summary="Import a table of customers",
        status_code=200,
        request_max_body_size=IMPORT_LIMIT_BYTES,
    )
    async def import_table(self, request: Caller, clock: NamedDependency[Clock]) -> ImportOut:
        """`text/csv` in UTF-8 or CP949 with a header, up to 10,000 rows. Columns called `external_id`, `email`,
        `phone`, `name` and `account` (and their usual other names, also Korean) are known, and so is consent: yes or no
        in `consent_email_advertising`, `consent_sms_night` and the like, with `consent_at`, `consent_text` and
        `consent_text_version`. Every other column is an attribute. The same file again changes nothing; what cannot be
        imported comes back with its line and why."""
        if request.content_type[0] != "text/csv":
            raise NotCSV("Send the table as `Content-Type: text/csv`.")
        content = await request.body()
        clockwork = await service.clockwork_of(request.auth.workspace, now=clock())
        rows, refused = await asyncio.to_thread(table.recognised, content, clockwork)
        taken = await importing.take(request.auth.workspace, rows, now=clock(), by=who(request.auth))
        rejected = sorted([*refused, *taken.refused], key=lambda each: each.line)
        return ImportOut(
            rows=len(rows) + len(refused),
            rejected=[each.model_dump() for each in rejected],
            **taken.model_dump(exclude={"refused"}),
        )

    @get("/{customer_id:str}", guards=READ, summary="Read one")
    async def read(self, request: Caller, customer_id: FromPath[str]) -> CustomerOut:
        """With everything that is merged into them; contacts are masked."""
        return await service.whom(request.auth.workspace, customer_id)

    @patch("/{customer_id:str}", guards=WRITE, summary="Change name and attributes")
    async def change(
        self,
        request: Caller,
        customer_id: FromPath[str],
        data: JSONBody[CustomerPatch],
        clock: NamedDependency[Clock],
    ) -> CustomerOut:
        """Only what is sent changes; null takes an attribute away. An attribute whose name begins with a department and
        a colon, such as `sales:owner`, belongs to that department and is shown as theirs."""
        person = await service.whom(request.auth.workspace, customer_id)
        await service.change(person, request.auth.workspace, data, now=clock(), by=who(request.auth))
        return await service.whom(request.auth.workspace, person.id)

    @delete(
        "/{customer_id:str}",
        guards=[requires(Scope.admin, Resource.privacy)],
        summary="Erase",
        status_code=200,
        audit="customer.erased",
    )
    async def erase(
        self, request: Caller, customer_id: FromPath[str], above: NamedDependency[Above], clock: NamedDependency[Clock]
    ) -> Erased:
        """Removes everything they said, answered and were sent, and who they are; cannot be undone. What stays are
        keyed digests of addresses that get nothing, so that nobody who said no is written to again."""
        return await erasing.erase(request.auth.workspace, customer_id, above=above, now=clock())

    @get(
        "/{customer_id:str}/archive",
        guards=[requires(Scope.admin, Resource.privacy)],
        summary="Everything that is kept about them",
        media_type="application/octet-stream",
        operation_class=files("application/zip"),
        audit="customer.exported",
    )
    async def archive(
        self, request: Caller, customer_id: FromPath[str], above: NamedDependency[Above], clock: NamedDependency[Clock]
    ) -> Stream:
        """One ZIP for the person who asks what is known of them: a page in English and Korean, the same as JSON, and
        the files that they sent, all as they gave it. That it was made is on record."""
        return await archived(request, customer_id, above=above, now=clock())

    @get("/{customer_id:str}/timeline", guards=READ, summary="Everything that happened, newest first")
    async def history(
        self,
        request: Caller,
        customer_id: FromPath[str],
        q: FromQuery[str] = "",
        kind: FromQuery[EntryKind | None] = None,
        cursor: FromQuery[str | None] = None,
        limit: PageLimit = PAGE_ITEMS,
    ) -> TimelinePage:
        """What they said, answered, wrote and were sent, and events, of all records that are merged into them."""
        workspace = request.auth.workspace
        person = await service.whom(workspace, customer_id)
        before = Place(*from_cursor(cursor, int, str, str)) if cursor else None  # type: ignore[arg-type]
        found = await service.history(person, workspace, q=q.strip(), kind=kind, before=before, limit=limit)
        return TimelinePage(
            items=[_entry(each) for each in found.items], next=to_cursor(*found.next) if found.next else None
        )

    @get("/{customer_id:str}/explain", guards=READ, summary="Why these records are one person")
    async def explain(self, request: Caller, customer_id: FromPath[str]) -> Explanation:
        """Which identities, by which rule they were joined, and who else may be the same person, and why."""
        person = await service.whom(request.auth.workspace, customer_id)
        return await service.explain(person, request.auth.workspace)

    @post("/{customer_id:str}/merge", guards=WRITE, summary="Make another record part of this one", status_code=200)
    async def merge(
        self, request: Caller, customer_id: FromPath[str], data: JSONBody[MergeBody], clock: NamedDependency[Clock]
    ) -> CustomerOut:
        """Nothing is copied: `unmerge` restores both exactly."""
        workspace, by = request.auth.workspace, who(request.auth)
        into, other = [await service.whom(workspace, each) for each in (customer_id, data.other)]
        top = await merging.merge(workspace, into=into.id, other=other.id, now=clock(), by=by)
        return await service.whom(workspace, top)

    @post("/{customer_id:str}/unmerge", guards=WRITE, summary="Take a record out again", status_code=200)
    async def unmerge(
        self, request: Caller, customer_id: FromPath[str], data: JSONBody[MergeBody], clock: NamedDependency[Clock]
    ) -> CustomerOut:
        """`other` becomes a customer of its own again, with what came for it meanwhile."""
        workspace = request.auth.workspace
        person = await service.whom(workspace, customer_id)
        await service.take_out(person, workspace, data.other, now=clock(), by=who(request.auth))
        return await service.whom(workspace, person.id)

    @get("/{customer_id:str}/consents", guards=READ, summary="Every decision about being written to")
    async def decisions(self, request: Caller, customer_id: FromPath[str]) -> ConsentPage:
        """The latest first; of a channel and purpose the latest counts."""
        person = await service.whom(request.auth.workspace, customer_id)
        found = await consents.history(request.auth.workspace, person.members)
        return ConsentPage(items=[ConsentOut(**each.model_dump() | {"at": from_stamp(each.at)}) for each in found])

    @post("/{customer_id:str}/consents", guards=WRITE, summary="Record a decision", status_code=201)
    async def decide(
        self, request: Caller, customer_id: FromPath[str], data: JSONBody[ConsentBody], clock: NamedDependency[Clock]
    ) -> ConsentPage:
        """Earlier decisions stay, as the proof of what was allowed then. Answers all of them."""
        person = await service.whom(request.auth.workspace, customer_id)
        await service.decide(person, request.auth.workspace, data, now=clock(), by=who(request.auth))
        return await self.decisions.fn(self, request, person.id)

    @post("/{customer_id:str}/events", guards=WRITE, summary="Say that something happened", status_code=202)
    async def note(
        self, request: Caller, customer_id: FromPath[str], data: JSONBody[EventBody], clock: NamedDependency[Clock]
    ) -> EventMade:
        """Such as `paid` with `{"amount": 49000, "currency": "KRW"}`; with a `key` only once."""
        person = await service.whom(request.auth.workspace, customer_id)
        return EventMade(id=await service.note_event(person, request.auth.workspace, data, now=clock()))


def _entry(entry: Entry) -> TimelineEntry:
    return TimelineEntry(**entry.model_dump() | {"at": from_stamp(entry.at)})
