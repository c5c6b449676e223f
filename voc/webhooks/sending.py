"""Sends what is due, one receiver's events one after the other, and several receivers' at once."""

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import httpx

from voc import egress, outbox, vault
from voc.clock import Clock, from_stamp, stamp
from voc.database import durable
from voc.settings import Settings
from voc.webhooks import domain, queries, slack
from voc.webhooks.documents import Webhook, WebhookDelivery
from voc.webhooks.domain import Format, Status, Stopped
from voc.webhooks.schemas import Try

Row = dict[str, Any]
Chance = Callable[[], float]
"""A number between 0 and 1, another one each time."""
AT_ONCE = 8
"""Receivers that are called at a time."""
ROUND_SECONDS = 20.0
"""After this long a receiver's other events wait for another round: one that is slow must not keep a worker."""
_TRIES_KEPT = 20
_ANSWER_CHARACTERS = 500
_OK, _REDIRECTS, _GONE = range(200, 300), range(300, 400), 410


class _Called(NamedTuple):
    """What a call came to."""

    kept: Try
    asked: timedelta | None = None
    """How long the receiver asks us to wait."""

    @property
    def taken(self) -> bool:
        return self.kept.status in _OK


async def send(ids: Sequence[str], *, settings: Settings, clock: Clock, chance: Chance) -> int:
    """Send those of these deliveries that are due; returns how many calls that took.

    A worker that stops in the middle leaves its leases to end by themselves: what it was sending is sent again.
    """
    also = {"status": Status.failed.value}
    held = await outbox.lease(WebhookDelivery, ids, now=clock(), work=settings.work, also=also)
    async with outbox.kept(WebhookDelivery, held, work=settings.work), egress.client(settings.egress) as http:
        round_ = _Round(held.owner, http, clock, chance, settings.public_url)
        webhooks = await queries.by_ids(list({row["webhook"] for row in held.rows}))
        places = asyncio.Semaphore(AT_ONCE)

        async def through(id_: str) -> int:
            rows = sorted((row for row in held.rows if row["webhook"] == id_), key=lambda row: row["position"])
            async with places:
                return await round_.through(webhooks.get(id_), rows)

        receivers = {row["webhook"] for row in held.rows}
        ended = await asyncio.gather(*map(through, receivers), return_exceptions=True)
    for each in ended:  # after the last one is through: the leases of the others stood until then
        if isinstance(each, BaseException):
            raise each
    return sum(each for each in ended if isinstance(each, int))


class _Round:
    """One batch of leased deliveries."""

    def __init__(self, owner: str, http: httpx.AsyncClient, clock: Clock, chance: Chance, public_url: str) -> None:
        self._owner, self._http, self._clock, self._chance, self._public_url = owner, http, clock, chance, public_url
        self._ends_at = time.monotonic() + ROUND_SECONDS

    async def through(self, webhook: Row | None, rows: Sequence[Row]) -> int:
        """Go through a receiver's events; returns how many calls that took."""
        calls = 0
        for place, row in enumerate(rows):
            if webhook is None:  # removed meanwhile
                await WebhookDelivery.get_pymongo_collection().delete_one({"_id": row["_id"], "owner": self._owner})
                continue
            if not webhook["enabled"]:
                await self._end(row, {"status": Status.missed.value})
                continue
            now = stamp(self._clock())
            if (webhook["quiet_until"] or 0) > now or (calls and time.monotonic() > self._ends_at):
                rest = outbox.Lease(owner=self._owner, rows=tuple(rows[place:]))
                await outbox.release(WebhookDelivery, rest, at=from_stamp(max(webhook["quiet_until"] or 0, now)))
                break
            called = await self._call(webhook, row)
            webhook = await self._record(webhook, row, called)
            calls += 1
        return calls

    async def _call(self, webhook: Row, row: Row) -> _Called:
        """Call the receiver; never raises."""
        at, began = self._clock(), time.monotonic()

        def kept(**fields: Any) -> Try:
            return Try(at=stamp(at), milliseconds=round((time.monotonic() - began) * 1_000), **fields)

        try:
            answer = await egress.call(self._http, self._request(webhook, row, at))
        except vault.Unreadable as error:
            return _Called(kept(reason="secret", detail=error.detail))
        except egress.AddressRefused as error:
            return _Called(kept(reason="address", detail=error.detail))
        except egress.Unreachable as error:
            return _Called(kept(reason=error.values["reason"], detail=error.detail))
        said = answer.body.decode("utf-8", "replace").replace("\0", "")[:_ANSWER_CHARACTERS]
        asked = domain.retry_after(answer.headers.get("retry-after"), now=at)
        return _Called(kept(status=answer.status, reason=_trouble(answer.status), answer=said), asked)

    def _request(self, webhook: Row, row: Row, at: datetime) -> httpx.Request:
        """The event as this receiver understands it.

        Raises:
            Unreadable: the installation's secret is another one than when the webhook was made.
        """
        if webhook.get("format") == Format.slack:
            url = vault.unseal(webhook["workspace"], webhook["sealed"])
            said = slack.message(json.loads(row["body"]), public_url=self._public_url, language=webhook["language"])
            return self._http.build_request("POST", url, json=said)
        return _signed(self._http, webhook, row, at)

    async def _record(self, webhook: Row, row: Row, called: _Called) -> Row:
        """Write down what a call came to, for the delivery and for its receiver; returns the receiver."""
        now, tries = self._clock(), row["tries"] + 1
        fields = {"tries": tries, "log": [*row["log"], called.kept.model_dump()][-_TRIES_KEPT:]}
        if called.taken:
            await self._end(row, fields | {"status": Status.delivered.value})
            return await _note(webhook, {"failures": 0, "failing_since": None, "quiet_until": None})
        stopped = _stops(webhook, called, now)
        pause = None if stopped else domain.wait(tries, chance=self._chance(), asked=called.asked)
        if pause is None:
            await self._end(row, fields | {"status": Status.failed.value})
        else:
            alone = outbox.Lease(owner=self._owner, rows=(row,))
            await outbox.release(WebhookDelivery, alone, at=now + pause, fields=fields)
        return await _note(webhook, _unwell(webhook, pause, stopped, now))

    async def _end(self, row: Row, fields: Row) -> None:
        await outbox.complete(WebhookDelivery, [(row["_id"], fields)], owner=self._owner)


def _signed(http: httpx.AsyncClient, webhook: Row, row: Row, at: datetime) -> httpx.Request:
    """The event, signed now.

    Raises:
        Unreadable: the installation's secret is another one than when the webhook was made.
    """
    sealed = [webhook["sealed"]]
    if webhook["previous_sealed"] and (webhook["previous_until"] or 0) > stamp(at):
        sealed.append(webhook["previous_sealed"])
    secrets = [vault.unseal(webhook["workspace"], each) for each in sealed]
    body = row["body"].encode()
    headers = {
        "content-type": "application/json",
        "webhook-id": row["event"],
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": domain.signatures(secrets, row["event"], at, body),
    }
    return http.build_request("POST", webhook["url"], content=body, headers=headers)


def _trouble(status: int) -> str | None:
    if status in _OK:
        return None
    return "redirect" if status in _REDIRECTS else "status"


def _stops(webhook: Row, called: _Called, now: datetime) -> Stopped | None:
    """Whether the service calls this receiver no more."""
    if called.kept.status == _GONE:
        return Stopped.gone
    since = webhook["failing_since"]
    return Stopped.failing if since is not None and now - from_stamp(since) >= domain.STOPPED_AFTER else None


def _unwell(webhook: Row, pause: timedelta | None, stopped: Stopped | None, now: datetime) -> Row:
    """What a failure changes for its receiver: it rests until the delivery's next try, but not for long."""
    rest = min(pause or domain.LONGEST_REST, domain.LONGEST_REST)
    fields: Row = {
        "failures": webhook["failures"] + 1,
        "failing_since": webhook["failing_since"] if webhook["failing_since"] is not None else stamp(now),
        "quiet_until": stamp(now + rest),
    }
    return fields | ({"enabled": False, "stopped": stopped.value, "stopped_at": stamp(now)} if stopped else {})


async def _note(webhook: Row, fields: Row) -> Row:
    """The webhook with fields changed; one that has another address by now is not the one that was called."""
    if any(webhook[name] != value for name, value in fields.items()):
        called = {"_id": webhook["_id"], "url": webhook["url"]}
        await durable(Webhook).update_one(called, {"$set": fields})
    return webhook | fields
