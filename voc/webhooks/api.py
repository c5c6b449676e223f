"""Webhooks over HTTP."""

from typing import Any

from litestar import Controller, Request, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from voc.clock import Clock
from voc.settings import Settings
from voc.values import Resource, Scope
from voc.web.guards import requires
from voc.web.pagination import PAGE_ITEMS, PageLimit, from_cursor, to_cursor
from voc.webhooks import catalogue, queries, service
from voc.webhooks.domain import Status
from voc.webhooks.schemas import (
    DeliveryOut,
    DeliveryPage,
    EventList,
    EventOut,
    Redelivered,
    SecretOut,
    Sent,
    Since,
    WebhookIn,
    WebhookList,
    WebhookMade,
    WebhookOut,
    WebhookPatch,
    delivery_out,
    webhook_out,
)

Caller = Request[Any, Any, Any]


class WebhookController(Controller):
    """Receivers that are told what happens here, by the Standard Webhooks specification."""

    path = "/v1/webhooks"
    tags = ["webhooks"]
    guards = [requires(Scope.admin, Resource.settings)]

    @get("/events", summary="List the types of events")
    async def events(self) -> EventList:
        """With an example of each body."""
        return EventList(items=[_event(each) for each in catalogue.EVENTS])

    @get(summary="List webhooks")
    async def webhooks(self, request: Caller) -> WebhookList:
        """Without their secrets."""
        return WebhookList(items=[webhook_out(row) for row in await queries.webhooks(request.auth.workspace)])

    @post(summary="Add a webhook", audit="webhook.created")
    async def create(
        self,
        request: Caller,
        data: JSONBody[WebhookIn],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> WebhookMade:
        """The answer holds the secret; nothing shows it again."""
        return await service.create(request.auth.workspace, data, settings.egress, now=clock())

    @get("/{webhook_id:str}", summary="Read a webhook")
    async def read(self, request: Caller, webhook_id: FromPath[str]) -> WebhookOut:
        """Without its secret."""
        return webhook_out(await queries.webhook(request.auth.workspace, webhook_id))

    @patch("/{webhook_id:str}", summary="Change a webhook", audit="webhook.changed")
    async def change(
        self,
        request: Caller,
        webhook_id: FromPath[str],
        data: JSONBody[WebhookPatch],
        settings: NamedDependency[Settings],
    ) -> WebhookOut:
        """Send the fields to replace, such as `enabled`."""
        return await service.change(request.auth.workspace, webhook_id, data, settings.egress)

    @delete("/{webhook_id:str}", summary="Remove a webhook", audit="webhook.removed")
    async def remove(self, request: Caller, webhook_id: FromPath[str]) -> None:
        """With its secret and the log of its deliveries."""
        await service.remove(request.auth.workspace, webhook_id)

    @post("/{webhook_id:str}/secret", status_code=200, summary="Change the secret", audit="webhook.secret-renewed")
    async def rotate(self, request: Caller, webhook_id: FromPath[str], clock: NamedDependency[Clock]) -> SecretOut:
        """For 24 hours every request bears two signatures, of the new secret and of the one before."""
        return await service.rotate(request.auth.workspace, webhook_id, now=clock())

    @post("/{webhook_id:str}/test", status_code=202, summary="Send a test event", audit="webhook.tested")
    async def test(self, request: Caller, webhook_id: FromPath[str], clock: NamedDependency[Clock]) -> Sent:
        """An event `webhook.test`, whatever the webhook takes."""
        return Sent(delivery=await service.send_test(request.auth.workspace, webhook_id, now=clock()))

    @post(
        "/{webhook_id:str}/redeliver",
        status_code=202,
        summary="Redeliver what was not delivered",
        audit="webhook.redelivered",
    )
    async def redeliver_since(
        self, request: Caller, webhook_id: FromPath[str], data: JSONBody[Since], clock: NamedDependency[Clock]
    ) -> Redelivered:
        """Everything that failed or was missed since a time; deliveries are kept for 30 days."""
        workspace = request.auth.workspace
        count = await service.redeliver_since(workspace, webhook_id, data.since, now=clock())
        return Redelivered(redelivered=count)

    @get("/{webhook_id:str}/deliveries", summary="List deliveries, the latest first")
    async def deliveries(
        self,
        request: Caller,
        webhook_id: FromPath[str],
        status: FromQuery[Status | None] = None,
        cursor: FromQuery[str | None] = None,
        limit: PageLimit = PAGE_ITEMS,
    ) -> DeliveryPage:
        """With every call, its answer and how long it took."""
        workspace = request.auth.workspace
        await queries.webhook(workspace, webhook_id)
        before = str(from_cursor(cursor, str)[0]) if cursor else None
        rows = await queries.deliveries(workspace, webhook_id, status=status, before=before, limit=limit + 1)
        next_ = to_cursor(rows[limit - 1]["position"]) if len(rows) > limit else None
        return DeliveryPage(items=[delivery_out(row) for row in rows[:limit]], next=next_)

    @get("/{webhook_id:str}/deliveries/{delivery_id:str}", summary="Read a delivery")
    async def delivery(self, request: Caller, webhook_id: FromPath[str], delivery_id: FromPath[str]) -> DeliveryOut:
        """One event on its way to one receiver."""
        return delivery_out(await queries.delivery(request.auth.workspace, webhook_id, delivery_id))

    @post(
        "/{webhook_id:str}/deliveries/{delivery_id:str}/redeliver",
        status_code=202,
        summary="Redeliver one",
        audit="webhook.redelivered",
    )
    async def redeliver(
        self, request: Caller, webhook_id: FromPath[str], delivery_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> Redelivered:
        """Whatever became of it before; the receiver sees the same `webhook-id`."""
        count = await service.redeliver(request.auth.workspace, webhook_id, delivery_id, now=clock())
        return Redelivered(redelivered=count)


def _event(event: catalogue.Event) -> EventOut:
    body = {"type": event.type.value, "timestamp": "2026-03-01T12:00:00.000Z", "data": event.example}
    return EventOut(type=event.type, about=event.about, example=body)
