"""One delivery in the settings: what was sent, what came back, and sending it again."""

import json
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from voc.clock import Clock
from voc.settings import Settings
from voc.values import Resource, Scope
from voc.web.guards import requires
from voc.web.pages import page
from voc.webhooks import queries, service, slack
from voc.webhooks.domain import Format
from voc.webhooks.schemas import DeliveryOut, WebhookOut, delivery_out, webhook_out

Caller = Request[Any, Any, Any]


class DeliveryPages(Controller):
    """For administrators."""

    path = "/settings/webhooks/{webhook_id:str}/deliveries/{delivery_id:str}"
    include_in_schema = False
    guards = [requires(Scope.admin, Resource.settings)]

    @get()
    async def one(
        self,
        request: Caller,
        webhook_id: FromPath[str],
        delivery_id: FromPath[str],
        settings: NamedDependency[Settings],
        saved: FromQuery[str] = "",
    ) -> Template:
        """Every call, its answer, and the body that was sent."""
        workspace = request.auth.workspace
        webhook = webhook_out(await queries.webhook(workspace, webhook_id))
        delivery = delivery_out(await queries.delivery(workspace, webhook_id, delivery_id))
        context = {
            "webhook": webhook,
            "row": shown(delivery),
            "calls": delivery.log[::-1],
            "body": json.dumps(_sent(webhook, delivery, settings.public_url), ensure_ascii=False, indent=2),
            "saved": saved == "again",
        }
        return page(request, "webhooks/delivery.html", context)

    @post("/redeliver", status_code=303, audit="webhook.redelivered")
    async def redeliver(
        self, request: Caller, webhook_id: FromPath[str], delivery_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> Redirect:
        """Send it again, whatever became of it before."""
        await service.redeliver(request.auth.workspace, webhook_id, delivery_id, now=clock())
        here = f"/settings/webhooks/{webhook_id}/deliveries/{delivery_id}"
        return Redirect(f"{here}?saved=again", status_code=303)


def _sent(webhook: WebhookOut, delivery: DeliveryOut, public_url: str) -> dict[str, Any]:
    if webhook.format == Format.slack:
        return slack.message(delivery.body, public_url=public_url, language=webhook.language)
    return delivery.body


def shown(delivery: DeliveryOut) -> dict[str, Any]:
    """A delivery as a line says it."""
    names = ("id", "event", "type", "status", "tries", "created_at", "next_try_at")
    last = delivery.log[-1] if delivery.log else None
    return {name: getattr(delivery, name) for name in names} | {"last": last}
