"""Webhooks in the settings: who is told of what, and whether it arrives."""

from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from pydantic import ValidationError

from voc.clock import Clock, from_stamp
from voc.egress import AddressRefused
from voc.settings import Settings
from voc.values import Resource, Scope
from voc.web.guards import requires
from voc.web.i18n import language_of
from voc.web.pages import page
from voc.web.pagination import from_cursor, to_cursor
from voc.webhooks import catalogue, queries, service
from voc.webhooks.catalogue import Type
from voc.webhooks.domain import Format, Status, TooManyWebhooks
from voc.webhooks.log_pages import shown
from voc.webhooks.schemas import WebhookIn, WebhookPatch, delivery_out, webhook_out

Caller = Request[Any, Any, Any]
Fields = dict[str, Any]
HERE = "/settings/webhooks"
PAGE_SIZE = 25
SAVED = ("changed", "on", "off", "removed", "again")
SUBSCRIBED = ("*", *(event.type.value for event in catalogue.EVENTS if catalogue.taken([event.type])))
"""What a form offers."""
TO_PEOPLE = (Type.alert_opened.value, Type.backlog_item_changed.value, Type.report_weekly.value)
"""What is ticked for a channel that people read."""


class WebhookPages(Controller):
    """For administrators."""

    path = HERE
    include_in_schema = False
    guards = [requires(Scope.admin, Resource.settings)]

    @get()
    async def overview(self, request: Caller, saved: FromQuery[str] = "") -> Template:
        """Every receiver, and how it does."""
        workspace = request.auth.workspace
        rows = [webhook_out(row) for row in await queries.webhooks(workspace)]
        latest = await queries.latest(workspace, [row.id for row in rows])
        last = {id_: shown(delivery_out(row)) for id_, row in latest.items()}
        context = {"rows": rows, "latest": last, "most": service.MOST, "saved": saved if saved in SAVED else ""}
        return page(request, "webhooks/list.html", context)

    @get("/new")
    async def new(self, request: Caller, to: FromQuery[str] = "") -> Template:
        """A form; `to=slack` for a channel there."""
        format_ = Format.slack if to == Format.slack else Format.standard
        events = list(TO_PEOPLE) if format_ == Format.slack else ["*"]
        given = {"url": "", "events": events, "description": "", "language": language_of(request)}
        return _new(request, given | {"format": format_})

    @post("/new", status_code=201, audit="webhook.created")
    async def create(
        self, request: Caller, clock: NamedDependency[Clock], settings: NamedDependency[Settings]
    ) -> Template | Redirect:
        """Add it, and show its secret: this answer is the only place for that."""
        given = await _given(request, "format")
        try:
            wanted = WebhookIn.model_validate(given)
            made = await service.create(request.auth.workspace, wanted, settings.egress, now=clock())
        except (ValidationError, AddressRefused, TooManyWebhooks) as error:
            return _new(request, given, error)
        if made.secret is None:
            return _back(made.id, "on")
        return page(
            request, "webhooks/secret.html", {"webhook": made, "secret": made.secret, "until": None}, status=201
        )

    @get("/{webhook_id:str}")
    async def one(
        self,
        request: Caller,
        webhook_id: FromPath[str],
        status: FromQuery[str | None] = None,
        cursor: FromQuery[str | None] = None,
        saved: FromQuery[str] = "",
        count: FromQuery[int] = 0,
    ) -> Template:
        """One receiver: its log, its settings, its secret."""
        wanted = Status(status) if status in set(Status) else None
        context = await _log(request.auth.workspace, webhook_id, wanted, cursor)
        told = {"saved": saved if saved in SAVED else "", "count": count}
        return await _one(request, webhook_id, context | told)

    @post("/{webhook_id:str}", status_code=303, audit="webhook.changed")
    async def change(
        self, request: Caller, webhook_id: FromPath[str], settings: NamedDependency[Settings]
    ) -> Redirect | Template:
        """Another address, other events, another description."""
        given = await _given(request)
        shown = webhook_out(await queries.webhook(request.auth.workspace, webhook_id))
        if shown.format == Format.slack and not given["url"]:  # nothing shows it again, and nobody need write it again
            del given["url"]
        try:
            patch = WebhookPatch.model_validate(given)
            await service.change(request.auth.workspace, webhook_id, patch, settings.egress)
        except (ValidationError, AddressRefused) as error:
            context = await _log(request.auth.workspace, webhook_id, None, None)
            return await _one(request, webhook_id, context | {"saved": "", "count": 0}, {"url": ""} | given, error)
        return _back(webhook_id, "changed")

    @post("/{webhook_id:str}/switch", status_code=303, audit="webhook.changed")
    async def switch(self, request: Caller, webhook_id: FromPath[str], settings: NamedDependency[Settings]) -> Redirect:
        """Tell it of events, or do not."""
        on = (await request.form()).get("on") == "yes"
        await service.change(request.auth.workspace, webhook_id, WebhookPatch(enabled=on), settings.egress)
        return _back(webhook_id, "on" if on else "off")

    @post("/{webhook_id:str}/test", status_code=303, audit="webhook.tested")
    async def test(self, request: Caller, webhook_id: FromPath[str], clock: NamedDependency[Clock]) -> Redirect:
        """An event that says so; the log tells what became of it."""
        id_ = await service.send_test(request.auth.workspace, webhook_id, now=clock())
        return Redirect(f"{HERE}/{webhook_id}/deliveries/{id_}", status_code=303)

    @post("/{webhook_id:str}/secret", status_code=200, audit="webhook.secret-renewed")
    async def rotate(self, request: Caller, webhook_id: FromPath[str], clock: NamedDependency[Clock]) -> Template:
        """A new one, shown here and nowhere else."""
        fresh = await service.rotate(request.auth.workspace, webhook_id, now=clock())
        webhook = webhook_out(await queries.webhook(request.auth.workspace, webhook_id))
        context = {"webhook": webhook, "secret": fresh.secret, "until": fresh.previous_until}
        return page(request, "webhooks/secret.html", context)

    @post("/{webhook_id:str}/redeliver", status_code=303, audit="webhook.redelivered")
    async def redeliver(self, request: Caller, webhook_id: FromPath[str], clock: NamedDependency[Clock]) -> Redirect:
        """Everything in the log that did not arrive."""
        now = clock()
        count = await service.redeliver_since(request.auth.workspace, webhook_id, from_stamp(0), now=now)
        return Redirect(f"{HERE}/{webhook_id}?saved=again&count={count}", status_code=303)

    @post("/{webhook_id:str}/remove", status_code=303, audit="webhook.removed")
    async def remove(self, request: Caller, webhook_id: FromPath[str]) -> Redirect:
        """Forget it; the page says before what that means."""
        await service.remove(request.auth.workspace, webhook_id)
        return Redirect(f"{HERE}?saved=removed", status_code=303)


async def _given(request: Caller, *more: str) -> Fields:
    form = await request.form()
    text = {name: str(form.get(name, "")).strip() for name in ("url", "description")}
    chosen = {name: str(form[name]) for name in ("language", *more) if form.get(name)}
    return text | chosen | {"events": [str(each) for each in form.getall("events", [])]}


def _back(webhook_id: str, saved: str) -> Redirect:
    return Redirect(f"{HERE}/{webhook_id}?saved={saved}", status_code=303)


def _new(request: Caller, given: Fields, error: Exception | None = None) -> Template:
    given = {"format": Format.standard, "language": language_of(request)} | given
    context = {"given": given, "types": SUBSCRIBED, "wrong": _wrong(error), "most": service.MOST}
    return page(request, "webhooks/new.html", context, status=422 if error else 200)


async def _one(
    request: Caller, webhook_id: str, context: Fields, given: Fields | None = None, error: Exception | None = None
) -> Template:
    webhook = webhook_out(await queries.webhook(request.auth.workspace, webhook_id))
    kept = webhook.model_dump(include={"url", "events", "description", "format", "language"})
    if webhook.format == Format.slack:
        kept["url"] = ""
    context |= {
        "webhook": webhook,
        "given": kept | (given or {}),
        # patterns that were set through the API stay to be seen
        "types": [*SUBSCRIBED, *(each for each in webhook.events if each not in SUBSCRIBED)],
        "wrong": _wrong(error),
    }
    return page(request, "webhooks/webhook.html", context, status=422 if error else 200)


async def _log(workspace: str, webhook_id: str, status: Status | None, cursor: str | None) -> Fields:
    before = str(from_cursor(cursor, str)[0]) if cursor else None
    rows = await queries.deliveries(workspace, webhook_id, status=status, before=before, limit=PAGE_SIZE + 1)
    return {
        "rows": [shown(delivery_out(row)) for row in rows[:PAGE_SIZE]],
        "next": to_cursor(rows[PAGE_SIZE - 1]["position"]) if len(rows) > PAGE_SIZE else None,
        "filters": {"status": status.value if status else None},
        "statuses": [each.value for each in Status],
        "filtered": bool(status or cursor),
    }


def _wrong(error: Exception | None) -> dict[str, str]:
    """What does not fit, by field; codes that the template words, empty where all is well."""
    wrong = dict.fromkeys((*WebhookIn.model_fields, "all"), "")
    match error:
        case AddressRefused():
            wrong["url"] = error.values["reason"]
        case TooManyWebhooks():
            wrong["all"] = "many"
        case ValidationError():
            codes = {"url": "malformed", "events": "none"}
            wrong |= {name: codes.get(name, "long") for name in (str(each["loc"][0]) for each in error.errors())}
    return wrong
