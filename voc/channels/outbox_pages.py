"""The outbox: what was sent, or would be, as its reader sees it."""

import re
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from voc.channels import contents, held, queries
from voc.channels.adapters import ADAPTERS
from voc.channels.domain import Channel, Status
from voc.channels.queries import Place
from voc.channels.segments import size
from voc.clock import Clock, from_stamp
from voc.customers import queries as customers
from voc.errors import NotFound
from voc.values import Resource, Scope
from voc.web.guards import requires
from voc.web.pages import page
from voc.web.pagination import from_cursor, to_cursor

PAGE_SIZE = 50
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"
"""A mail may carry its styles and nothing that runs, sends or loads: looking at it must not count as opening it."""
_PIXEL = re.compile(r"<img[^>]*/p\.gif[^>]*>")
"""Would only be refused; looking is not opening."""
SHOWN_STATUSES = (
    Status.queued, Status.held, Status.sent, Status.delivered, Status.opened, Status.bounced, Status.failed,
    Status.withheld,
)  # fmt: skip
Caller = Request[Any, Any, Any]
Row = dict[str, Any]


class OutboxPages(Controller):
    """For whoever wants to see what customers see."""

    path = "/outbox"
    include_in_schema = False
    guards = [requires(Scope.read, Resource.campaigns)]

    @get()
    async def list_page(
        self,
        request: Caller,
        channel: FromQuery[str | None] = None,
        status: FromQuery[str | None] = None,
        cursor: FromQuery[str | None] = None,
    ) -> Template:
        """The latest first."""
        workspace = request.auth.workspace
        before = Place(*from_cursor(cursor, int, str)) if cursor else None  # type: ignore[arg-type]
        wanted = Status(status) if status in set(Status) else None
        rows = await queries.deliveries(
            workspace, channel=channel or None, status=wanted, before=before, limit=PAGE_SIZE + 1
        )
        labels = await _labels(workspace, rows)
        context = {
            "rows": [_view(row, labels) for row in rows[:PAGE_SIZE]],
            "filters": {"channel": channel, "status": wanted.value if wanted else None},
            "filtered": bool(channel or wanted or cursor),
            "channels": [each.value for each in Channel if each is not Channel.api],
            "statuses": [each.value for each in SHOWN_STATUSES],
            "next": to_cursor(*queries.place(rows[PAGE_SIZE - 1])) if len(rows) > PAGE_SIZE else None,
        }
        return page(request, "channels/outbox.html", context, fragment="channels/_outbox.html")

    @get("/{delivery_id:str}")
    async def detail(self, request: Caller, delivery_id: FromPath[str]) -> Template:
        """One message as its reader sees it, and what became of it."""
        return await _detail(request, delivery_id)

    @get("/{delivery_id:str}/mail", opt={"csp": MAIL_POLICY})
    async def mail(self, request: Caller, delivery_id: FromPath[str]) -> Response[str]:
        """The HTML of an e-mail, in a frame where it can do nothing."""
        row = await queries.delivery(request.auth.workspace, delivery_id)
        html = (contents.opened(row) or {}).get("html")
        if not html:
            raise NotFound("This message has no HTML.", delivery=delivery_id)
        return Response(_PIXEL.sub("", html), media_type="text/html", headers={"cache-control": "no-store"})

    @post("/{delivery_id:str}/resend", guards=[requires(Scope.write, Resource.campaigns)], status_code=303)
    async def resend(self, request: Caller, delivery_id: FromPath[str], clock: NamedDependency[Clock]) -> Redirect:
        """A colleague found that the provider never sent it."""
        await held.resend(request.auth.workspace, delivery_id, now=clock())
        return Redirect(f"/outbox/{delivery_id}", status_code=303)

    @post("/{delivery_id:str}/settle", guards=[requires(Scope.write, Resource.campaigns)], status_code=303)
    async def settle(self, request: Caller, delivery_id: FromPath[str], clock: NamedDependency[Clock]) -> Redirect:
        """A colleague found it in the provider's log."""
        await held.settle(request.auth.workspace, delivery_id, now=clock())
        return Redirect(f"/outbox/{delivery_id}", status_code=303)


async def _detail(request: Caller, delivery_id: str) -> Template:
    workspace = request.auth.workspace
    row = await queries.delivery(workspace, delivery_id)
    content = contents.opened(row) or {}
    text = content.get("text") or ""
    context = {
        "row": _view(row, await _labels(workspace, [row])),
        "content": content,
        "size": size(text) if row["channel"] == Channel.sms and text else None,
        "history": [each | {"at": from_stamp(each["at"])} for each in row["history"]],
        "may_write": request.auth.may(Scope.write, Resource.campaigns),
    }
    return page(request, "channels/delivery.html", context, fragment="channels/_delivery.html")


async def _labels(workspace: str, rows: list[Row]) -> dict[str, str]:
    return await customers.labels(workspace, [row["customer"] for row in rows if row["customer"]])


def _view(row: Row, labels: dict[str, str]) -> Row:
    content, kept = contents.opened(row) or {}, (row["adapter"] or "").endswith(".outbox")
    text = content.get("subject") or content.get("text") or ""
    names = ("channel", "adapter", "masked", "status", "origin", "purpose", "customer", "last_error", "language")
    return {name: row[name] for name in names} | {
        "id": row["_id"],
        "label": labels.get(row["customer"] or ""),
        "summary": " ".join(text.split())[:200],
        "at": from_stamp(row["sent_at"] or row["queued_at"]),
        "due_at": from_stamp(row["next_dispatch_at"]),
        "kept": kept,
        "provider": ADAPTERS[row["adapter"]].title if row["adapter"] in ADAPTERS else row["adapter"],
        "shown_as": "kept" if kept and row["status"] == Status.sent else row["status"],
    }
