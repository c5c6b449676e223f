"""Use cases of webhooks: who is told of what, and what is told again."""

import os
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo import UpdateOne

from voc import egress, outbox, vault
from voc.clock import from_stamp, stamp
from voc.database import durable
from voc.outbox import State
from voc.queue import Task
from voc.settings import Egress
from voc.values import new_id
from voc.webhooks import announcing, domain, queries, slack
from voc.webhooks.announcing import Happened
from voc.webhooks.catalogue import Type
from voc.webhooks.documents import Webhook, WebhookDelivery
from voc.webhooks.domain import Format, NothingSigned, Status, TooManyWebhooks, WebhookOff
from voc.webhooks.schemas import SecretOut, WebhookIn, WebhookMade, WebhookOut, WebhookPatch, webhook_out

Row = dict[str, Any]
MOST = 20
"""Webhooks of one workspace."""
_WELL = {"failures": 0, "failing_since": None, "quiet_until": None, "stopped": None, "stopped_at": None}


async def create(workspace: str, wanted: WebhookIn, allowed: Egress, *, now: datetime) -> WebhookMade:
    """Add a receiver; its secret is in the answer and nowhere else.

    Raises:
        AddressRefused: its address will never be called.
        TooManyWebhooks: there are `MOST`.
    """
    egress.glance(wanted.url, allowed)
    if len(await queries.webhooks(workspace)) >= MOST:
        raise TooManyWebhooks(f"A workspace has at most {MOST} webhooks.", limit=MOST)
    signed = wanted.format == Format.standard
    secret, id_ = _secret() if signed else None, new_id("wh", now)
    document = Webhook(
        id=id_,
        workspace=workspace,
        sealed=vault.seal(workspace, secret or wanted.url),
        created_at=stamp(now),
        **wanted.model_dump() | ({} if signed else {"url": slack.masked(wanted.url)}),
    )
    await durable(Webhook).insert_one(document.model_dump(by_alias=True))
    for task in (Task.tidy_webhooks, Task.report_week):
        await outbox.request(workspace, task, at=now)
    made = webhook_out(await queries.webhook(workspace, id_))
    return WebhookMade(secret=secret, **made.model_dump())


async def change(workspace: str, id_: str, patch: WebhookPatch, allowed: Egress) -> WebhookOut:
    """Replace some fields; what is switched on, or has another address, begins anew.

    Raises:
        NotFound: no such webhook in this workspace.
        AddressRefused: its address will never be called.
    """
    if patch.url is not None:
        egress.glance(patch.url, allowed)
    fields = patch.model_dump(exclude_none=True)
    if patch.url is not None and await _format(workspace, id_) == Format.slack:
        fields |= {"url": slack.masked(patch.url), "sealed": vault.seal(workspace, patch.url)}
    if patch.enabled or patch.url is not None:
        fields |= _WELL if patch.enabled else {"failures": 0, "failing_since": None, "quiet_until": None}
    elif patch.enabled is False:
        fields |= {"stopped": None, "stopped_at": None}
    await _set(workspace, id_, fields)
    return webhook_out(await queries.webhook(workspace, id_))


async def rotate(workspace: str, id_: str, *, now: datetime) -> SecretOut:
    """Sign with a new secret, and for a day with the one before, too.

    Raises:
        NotFound: no such webhook in this workspace.
        NothingSigned: it is one of Slack.
    """
    row = await queries.webhook(workspace, id_)
    if row.get("format") == Format.slack:
        raise NothingSigned("In Slack's format the address is the secret. Make a new one in Slack.", webhook=id_)
    secret, until = _secret(), stamp(now + domain.ROTATION)
    fields = {
        "sealed": vault.seal(workspace, secret),
        "previous_sealed": row["sealed"],
        "previous_until": until,
    }
    await _set(workspace, id_, fields)
    return SecretOut(secret=secret, previous_until=from_stamp(until))


async def remove(workspace: str, id_: str) -> None:
    """Forget a receiver, its secret and its deliveries.

    Raises:
        NotFound: no such webhook in this workspace.
    """
    await queries.webhook(workspace, id_)
    await durable(Webhook).delete_one({"_id": id_, "workspace": workspace})
    await WebhookDelivery.get_pymongo_collection().delete_many({"workspace": workspace, "webhook": id_})


async def send_test(workspace: str, id_: str, *, now: datetime) -> str:
    """Have a test event sent; returns the delivery's id.

    Raises:
        NotFound: no such webhook in this workspace.
        WebhookOff: it is switched off.
    """
    row = await _on(workspace, id_)
    happened = Happened(key=new_id("test", now), at=now, data={"webhook": id_})
    made = announcing.delivery(row, Type.test, happened, now=now)
    await durable(WebhookDelivery).insert_one(made)
    await _set(workspace, id_, {"quiet_until": None})
    return str(made["_id"])


async def redeliver(workspace: str, webhook_id: str, id_: str, *, now: datetime) -> int:
    """Send a delivery again, with all tries before it; returns 0 where it is being sent at this moment.

    Raises:
        NotFound: no such delivery of this webhook.
        WebhookOff: it is switched off.
    """
    await _on(workspace, webhook_id)
    await queries.delivery(workspace, webhook_id, id_)
    return await _again(workspace, webhook_id, [id_], now=now)


async def redeliver_since(workspace: str, webhook_id: str, since: datetime, *, now: datetime) -> int:
    """Send everything again that failed or was missed from then on; returns how much that is.

    Raises:
        NotFound: no such webhook in this workspace.
        WebhookOff: it is switched off.
    """
    await _on(workspace, webhook_id)
    return await _again(workspace, webhook_id, await queries.undelivered(workspace, webhook_id, since), now=now)


async def _again(workspace: str, webhook_id: str, ids: Sequence[str], *, now: datetime) -> int:
    fresh = {
        "state": State.pending.value,
        "status": Status.waiting.value,
        "next_dispatch_at": stamp(now),
        "attempts": 0,
        "tries": 0,
    }
    changed = 0
    for first in range(0, len(ids), queries.FETCHED):
        batch = [
            # a worker that has it is sending it now, and will write down what became of it
            UpdateOne({"_id": id_, "workspace": workspace, "owner": None}, {"$set": fresh, "$inc": {"revision": 1}})
            for id_ in ids[first : first + queries.FETCHED]
        ]
        changed += (await durable(WebhookDelivery).bulk_write(batch, ordered=False)).matched_count
    await _set(workspace, webhook_id, {"quiet_until": None})
    return changed


async def _format(workspace: str, id_: str) -> str:
    return str((await queries.webhook(workspace, id_)).get("format", Format.standard))


async def _on(workspace: str, id_: str) -> Row:
    row = await queries.webhook(workspace, id_)
    if not row["enabled"]:
        raise WebhookOff("Switch the webhook on first.", webhook=id_)
    return row


async def _set(workspace: str, id_: str, fields: Row) -> None:
    if fields:
        await durable(Webhook).update_one({"_id": id_, "workspace": workspace}, {"$set": fields})


def _secret() -> str:
    return domain.secret_of(os.urandom(domain.SECRET_BYTES))
