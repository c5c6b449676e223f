"""The page where a member says what they want by e-mail."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from babel import dates
from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect, Template
from pydantic import ValidationError

from voc.channels import contents
from voc.channels import queries as channels
from voc.channels.domain import Channel
from voc.channels.reaching import trouble
from voc.clock import Clock, from_stamp, stamp
from voc.customers import suppression
from voc.customers.domain import IdentityKind
from voc.invitations import queries as invitations
from voc.invitations.campaign_pages.clocks import ZONES
from voc.outbox import State
from voc.redaction import redacted
from voc.settings import Settings
from voc.subscriptions import queries, service
from voc.subscriptions.domain import Kind, Wishes
from voc.subscriptions.looking import DEAD
from voc.values import Principal, Resource, Scope
from voc.web.guards import NotAllowed, requires
from voc.web.i18n import language_of, locale
from voc.web.pages import page

Caller = Request[Any, Principal, Any]
HERE = "/settings/mails"
LATEST = 5
_TICKS = tuple(kind.value for kind in Kind)


class MailPages(Controller):
    """For every member, about themselves."""

    path = HERE
    include_in_schema = False
    guards = [requires(Scope.read, Resource.own)]

    @get()
    async def show(
        self,
        request: Caller,
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
        saved: FromQuery[str] = "",
    ) -> Template:
        """What they want, whether it can be sent, and what was sent lately."""
        row = await queries.subscription(request.auth.workspace, _member(request))
        wishes = queries.wishes_of(row)
        fields = wishes.model_dump() | {"language": wishes.language or language_of(request)}
        return await _page(request, fields, settings, now=clock(), row=row, saved=bool(saved))

    @post("/retry", status_code=303)
    async def retry(self, request: Caller, clock: NamedDependency[Clock]) -> Redirect:
        """Set one's own report going again that failed too often."""
        await service.retry(request.auth.workspace, _member(request), now=clock())
        return Redirect(HERE, status_code=303)

    @post(status_code=303)
    async def save(
        self, request: Caller, clock: NamedDependency[Clock], settings: NamedDependency[Settings]
    ) -> Redirect | Template:
        """Keep it; a field that does not fit changes nothing."""
        member, fields = _member(request), _fields(await request.form())
        try:
            wishes = Wishes.model_validate(fields)
        except ValidationError:
            return await _page(request, fields, settings, now=clock(), wrong=True)
        await service.subscribe(request.auth.workspace, member, wishes, now=clock())
        return Redirect(f"{HERE}?saved=1", status_code=303)


def _member(request: Caller) -> str:
    """Whose page it is.

    Raises:
        NotAllowed: the caller is a program.
    """
    if request.auth.member is None:
        raise NotAllowed("E-mails go to people; sign in to choose yours.")
    return request.auth.member


def _fields(form: Mapping[str, Any]) -> dict[str, Any]:
    """What the form holds; a box that is not ticked is not sent."""
    told = {name: str(form.get(name, "")) for name in ("weekday", "hour", "zone", "language")}
    return told | {name: name in form for name in _TICKS}


async def _page(
    request: Caller,
    fields: Mapping[str, Any],
    settings: Settings,
    *,
    now: datetime,
    row: Mapping[str, Any] | None = None,
    saved: bool = False,
    wrong: bool = False,
) -> Template:
    workspace = request.auth.workspace
    zone = (await invitations.rules(workspace)).zone
    days = dates.get_day_names("wide", locale=locale(language_of(request)))
    context = {
        "fields": fields,
        "saved": saved,
        "wrong": wrong,
        "due": from_stamp(row["turn_at"]) if row and row["turn_at"] is not None else None,
        "parked": row is not None and row["state"] == State.parked,
        "trouble": redacted(row["last_error"]).text if row and row["last_error"] else "",
        "due_zone": fields["zone"] or zone,
        "email": request.user.email,
        "zones": list(dict.fromkeys([*ZONES, *filter(None, [fields["zone"]])])),
        "workspace_zone": zone,
        "days": [(str(number), days[number]) for number in range(7)],
        "hours": [(str(hour), f"{hour:02d}:00") for hour in range(24)],
        "can_send": await service.can_send(workspace, settings),
        "is_admin": request.auth.may(Scope.admin, Resource.settings),
        "dead": await _dead(workspace, request.user.email),
        "links": trouble(settings.public_url),
        "public_url": settings.public_url,
        "latest": await _latest(workspace, _member(request), now),
    }
    return page(request, "subscriptions/mails.html", context, status=422 if wrong else 200)


async def _dead(workspace: str, email: str) -> str:
    """Why nothing can be sent to a member's address: `address`, or the reason it is silent for; empty: it can."""
    address = service.spelled(email)
    if address is None:
        return "address"
    found = await suppression.suppressed(workspace, IdentityKind.email.value, [address])
    return found[address].reason if address in found and found[address].reason in DEAD else ""


async def _latest(workspace: str, member: str, now: datetime) -> list[dict[str, Any]]:
    """The latest mails to a member, with what became of them."""
    rows = await channels.deliveries(workspace, channel=Channel.email, origin=member, limit=LATEST)
    return [
        {
            "id": row["_id"],
            "kind": row["origin"]["kind"],
            "subject": (contents.opened(row) or {}).get("subject"),
            "status": row["status"],
            "at": from_stamp(min(row["sent_at"] or row["queued_at"], stamp(now))).astimezone(UTC),
        }
        for row in rows
    ]
