"""Sends what is due, each message once; see the package."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from pymongo.errors import ConnectionFailure

from voc import outbox
from voc.channels import contents, reports, service
from voc.channels.adapters.base import Adapter
from voc.channels.calling import Line, lines
from voc.channels.documents import Delivery
from voc.channels.domain import Channel, Outcome, Receipt, Status
from voc.channels.outgoing import REWRITTEN, Content, outbound
from voc.channels.redacting import redacted, without_keys
from voc.channels.standing import changed, suppress
from voc.channels.verdicts import Gate, Go, Later, Never, Verdict, only_suppression
from voc.clock import Clock, stamp
from voc.database import durable
from voc.errors import NotFound, VocError
from voc.outbox import State
from voc.settings import Settings

log = structlog.get_logger("voc.channels")
AT_ONCE = 8
"""Messages on their way to providers at a time; as many may be held when the process is killed."""
FRESH = timedelta(seconds=10)
"""How long the gate's word holds: before slow providers the last of a batch go out much later than the first."""
DISCONNECTED, EARLIER = "Disconnected before it was sent.", "Earlier:"
Row = dict[str, Any]
__all__ = ["Gate", "Go", "Later", "Never", "Verdict", "deliver", "only_suppression"]


async def deliver(ids: Sequence[str], *, gate: Gate, settings: Settings, clock: Clock) -> int:
    """Send those of these deliveries that are due; returns how many were handed to a provider.

    A delivery that is found `sending` was interrupted: nobody knows whether the provider took it. It is held, unless
    the provider drops repeats.
    """
    work = settings.work
    held = await outbox.lease(Delivery, ids, now=clock(), work=work, also={"status": Status.failed.value})
    async with outbox.kept(Delivery, held, work=work), lines() as line:
        round_ = _Round(held, line, settings, clock)
        fresh = [row for row in held.rows if await round_.is_free(row)]
        asked_at = clock()
        verdicts = await round_.ask(gate, fresh)
        places = asyncio.Semaphore(AT_ONCE)

        async def one(row: Row) -> bool:
            async with places:
                said = verdicts
                if clock() - asked_at > FRESH:
                    said = await round_.ask(gate, [row])
                return row["_id"] in said and await round_.settle(row, said[row["_id"]])

        # the connections stay open until the last one is through, whatever happens to the others
        asked = [one(row) for row in fresh if row["_id"] in verdicts]
        ended = await asyncio.gather(*asked, return_exceptions=True)
    if errors := [each for each in ended if isinstance(each, BaseException)]:
        raise errors[0]
    return ended.count(True)


class _Round:
    """One batch of leased deliveries."""

    def __init__(self, held: outbox.Lease, line: Line, settings: Settings, clock: Clock) -> None:
        self._held, self._line, self._settings, self._clock = held, line, settings, clock
        self._adapters: dict[tuple[str, str], Adapter] = {}
        self._looking_up = asyncio.Lock()

    async def is_free(self, row: Row) -> bool:
        """Whether this is free to be sent; what a crash left in the provider's hands is held."""
        if row["status"] == Status.queued:
            return True
        if row["status"] != Status.sending:  # the provider has reported it meanwhile
            await outbox.complete(Delivery, [(row["_id"], {})], owner=self._held.owner)
        elif await self._drops_repeats(row):
            return True
        else:
            await self._end(row, Status.held, "It was being sent when the service stopped.", state=State.parked)
        return False

    async def ask(self, gate: Gate, rows: Sequence[Row]) -> dict[str, Verdict | None]:
        """What the gate says of each; what it stumbles over fails alone, and has no verdict."""
        if not rows:
            return {}
        try:
            verdicts = await gate(rows, self._clock())
        except ConnectionFailure:
            raise  # concerns all of them; the leases end by themselves
        except Exception as error:
            if len(rows) > 1:
                return {id_: said for row in rows for id_, said in (await self.ask(gate, [row])).items()}
            await self._stumble(rows[0], error)
            return {}
        return {row["_id"]: verdicts.get(row["_id"]) for row in rows}

    async def settle(self, row: Row, verdict: Verdict | None) -> bool:
        """Do what the gate says; whether a provider was called."""
        try:
            return await self._settle(row, verdict)
        except ConnectionFailure:
            raise
        except Exception as error:  # nothing was sent: what follows the mark raises nothing else
            await self._stumble(row, error)
            return False

    async def _settle(self, row: Row, verdict: Verdict | None) -> bool:
        now = self._clock()
        match verdict:
            case Go(content=content):
                return await self._send(row, content)
            case Later(at=at):
                alone = outbox.Lease(owner=self._held.owner, rows=(row,))
                await outbox.release(Delivery, alone, at=at)
            case Never(status=status, reason=reason):
                await self._end(row, status, reason)
            case None:
                await self._fail(row, "Nothing says whether it may be sent.", now)
        return False

    async def _send(self, row: Row, content: Content) -> bool:
        adapter, message = await self._adapter(row), outbound(row, content)
        marked = await durable(Delivery).update_one(
            {"_id": row["_id"], "owner": self._held.owner},
            {
                "$set": {
                    "status": Status.sending.value,
                    "adapter": adapter.kind,
                    "content": _kept(row, content, adapter),
                }
            },
        )
        if not marked.matched_count:  # the lease was lost: another worker has it
            return False
        receipt = await self._line.send(adapter, message)
        await self._record(row, receipt, adapter)
        return True

    async def _record(self, row: Row, receipt: Receipt, adapter: Adapter) -> None:
        match receipt.outcome:
            case Outcome.accepted:
                await self._end(row, Status.sent, None, provider_id=receipt.provider_id)
                if receipt.provider_id:
                    await reports.catch_up(row["workspace"], adapter.kind, receipt.provider_id, now=self._clock())
            case Outcome.refused:
                await self._end(row, Status.failed, receipt.reason)
            case Outcome.retry:
                await self._fail(row, receipt.reason or "The provider could not be reached.", self._clock())
            case Outcome.unknown:
                await self._end(row, Status.held, receipt.reason, state=State.parked)
        if receipt.unreachable:
            await suppress(row, "bounced", now=self._clock())

    async def _fail(self, row: Row, said: str, now: datetime) -> None:
        reason = redacted(said)
        mine = {"_id": row["_id"], "owner": self._held.owner}
        await Delivery.get_pymongo_collection().update_one(mine, {"$set": {"status": Status.queued.value}})
        alone = outbox.Lease(owner=self._held.owner, rows=(row,))
        given_up = changed(row, Status.failed, reason, at=stamp(now))
        await outbox.fail(Delivery, alone, {row["_id"]: reason}, now=now, work=self._settings.work, also=given_up)

    async def _end(
        self, row: Row, status: Status, reason: str | None, *, state: State = State.done, provider_id: str | None = None
    ) -> None:
        """Let a delivery go; what the provider has reported meanwhile stays."""
        now = stamp(self._clock())
        fields = changed(row, status, reason, at=now) | {
            "provider_id": provider_id,
            "last_error": redacted(reason) if reason else None,
        }
        if status == Status.sent:
            fields["sent_at"] = now
        settled = {"state": state.value, "owner": None, "lease_until": None, "attempts": 0}
        unreported = {"_id": row["_id"], "owner": self._held.owner, "status": {"$in": [row["status"], "sending"]}}
        change = {"$set": fields | settled, "$inc": {"revision": 1}}
        written = await durable(Delivery).update_one(unreported, change)
        if not written.matched_count:
            kept = {name: fields[name] for name in ("provider_id", "sent_at") if name in fields}
            mine = {"_id": row["_id"], "owner": self._held.owner}
            await durable(Delivery).update_one(mine, {"$set": kept | settled, "$inc": {"revision": 1}})

    async def _stumble(self, row: Row, error: Exception) -> None:
        log.warning("delivery not sent", delivery=row["_id"], error=redacted(repr(error))[:300])
        await self._fail(row, error.detail if isinstance(error, VocError) else type(error).__name__, self._clock())

    async def _drops_repeats(self, row: Row) -> bool:
        """Whether the one who was called before is called again, and drops what came before."""
        try:
            adapter = await self._adapter(row)
        except VocError:  # disconnected meanwhile, or its settings cannot be read
            return False
        return adapter.kind == row["adapter"] and adapter.idempotent

    async def _adapter(self, row: Row) -> Adapter:
        if row["origin"]["kind"] == "test" and row["adapter"]:
            return await _still_connected(row, self._settings)
        place = (row["workspace"], row["channel"])
        async with self._looking_up:
            if place not in self._adapters:
                channel = Channel(row["channel"])
                self._adapters[place] = await service.sender_for(row["workspace"], channel, self._settings)
        return self._adapters[place]


async def _still_connected(row: Row, settings: Settings) -> Adapter:
    """The provider that a test goes through.

    Raises:
        NotFound: it was disconnected meanwhile; says, too, why it could not be sent before.
    """
    try:
        return await service.usable(row["workspace"], row["adapter"], settings)
    except NotFound as error:
        before = row["last_error"] or ""
        cause = f" {EARLIER} {before}" if before and not before.startswith(DISCONNECTED) else ""
        raise NotFound(before if before.startswith(DISCONNECTED) else DISCONNECTED + cause) from error


def _kept(row: Row, content: Content, adapter: Adapter) -> Row:
    """What is kept of what is sent: without keys where the gate writes it again, and somebody else has it now."""
    words = content.model_dump(mode="json")
    if row["origin"]["kind"] in REWRITTEN and adapter.sends:
        words |= {name: without_keys(words[name]) for name in ("text", "html") if words[name]}
        words["headers"] = {name: without_keys(value) for name, value in content.headers.items()}
    return contents.kept(row["workspace"], words)
