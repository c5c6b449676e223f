"""Writes of conversations.

Each is a compare-and-set on `revision`, so that two who come at once decide one after the other; and what was decided
is carried out before anything else is decided.
"""

import asyncio
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from pymongo.errors import ConnectionFailure, DuplicateKeyError

from voc import vault
from voc.channels.domain import Channel
from voc.channels.outgoing import blind_address
from voc.clock import stamp
from voc.conversations import faults, queries, sealing
from voc.conversations.documents import Conversation
from voc.conversations.effects import Outcome, carry_out, is_over
from voc.conversations.runs import Run
from voc.database import durable
from voc.errors import Unavailable
from voc.outbox import State

log = structlog.get_logger("voc.conversations")
Row = dict[str, Any]
ATTEMPTS = 20
"""Most races lost in a row before somebody is asked to come again."""
TAKEN_KEPT = 50
PATIENCE_MS = 10 * 60_000
"""How long an effect that cannot be carried out keeps its conversation waiting."""
CARRYING_MS = 30_000
"""After so long an effect that a crash left behind is carried out by the dispatcher's word."""


async def opened(workspace: str, channel: Channel, address: str, *, now: datetime, **known: Any) -> Row:
    """The conversation with an address; it begins where there is none.

    Args:
        workspace: whose.
        channel: where.
        address: as `contacts.normalise` spells it.
        now: the present.
        known: fields of a new one.
    """
    id_ = queries.conversation_id(workspace, channel, address)
    found = await queries.row(workspace, id_)
    if found is not None:
        return found
    fresh = Conversation(
        id=id_,
        workspace=workspace,
        channel=channel.value,
        sealed=vault.seal(workspace, address),
        blind=blind_address(workspace, channel, address),
        last_at=stamp(now),
        state=State.done,
        next_dispatch_at=stamp(now),
        **known,
    ).model_dump(by_alias=True)
    try:
        await durable(Conversation).insert_one(dict(fresh))
    except DuplicateKeyError:  # somebody else was faster
        return await opened(workspace, channel, address, now=now)
    return fresh


async def settled(row: Row, *, now: datetime) -> Row:
    """The conversation with nothing left undone.

    What cannot be carried out for long is let be: its own message has failed, too, and waits for a person.
    """
    for attempt in range(ATTEMPTS):
        effect = sealing.effect_of(row)
        if effect is None:
            return row
        try:
            outcome = await carry_out(row, effect)
        except ConnectionFailure:
            raise
        except Exception as error:
            if stamp(now) - effect.at < PATIENCE_MS:
                raise
            log.warning("left undone", conversation=row["_id"], cause=effect.key, error=faults.told(error))
            outcome = Outcome()
        row = await _cleared(row, outcome) or await again(row, attempt)
    raise crowded()


async def decided(row: Row, fields: Row) -> Row | None:
    """Write a decision; None if somebody else was faster. Whoever held the conversation for its due time loses it."""
    run = sealing.run_of(row | {"run": fields.get("run")})
    change = fields | due_fields(run, fields.get("outgoing")) | {"owner": None, "lease_until": None, "attempts": 0}
    written = await durable(Conversation).update_one(
        {"_id": row["_id"], "revision": row["revision"]}, {"$set": change, "$inc": {"revision": 1}}
    )
    return row | change | {"revision": row["revision"] + 1} if written.matched_count else None


async def changed(workspace: str, id_: str, change: Callable[[Row], Row], *, now: datetime) -> Row:
    """Change a conversation that has nothing left undone; `change` returns every field that differs, `run` included."""
    for attempt in range(ATTEMPTS):
        row = await settled(await _read(workspace, id_), now=now)
        written = await decided(row, {"run": row["run"]} | change(row))
        if written is not None:
            return written
        await asyncio.sleep(_pause(attempt))
    raise crowded()


def due_fields(run: Run | None, outgoing: Row | None) -> Row:
    """When the conversation is due by itself."""
    at = run.due_at() if run else None
    if outgoing is not None:  # carried out at once; after a crash, by the dispatcher
        return {"state": State.pending.value, "next_dispatch_at": outgoing["at"] + CARRYING_MS}
    if at is None:
        return {"state": State.done.value}
    return {"state": State.pending.value, "next_dispatch_at": at}


def taken(row: Row, key: str) -> list[str]:
    """The messages that decided something, one more."""
    return [*row["taken"], key][-TAKEN_KEPT:]


def crowded() -> Unavailable:
    """Every race was lost; nothing was changed."""
    return Unavailable("Too much is written to this conversation at once. Send it again.", retry_after_seconds=1)


async def _cleared(row: Row, outcome: Outcome) -> Row | None:
    run = sealing.run_of(row)
    if run is not None and outcome.closed:
        run = is_over(run)
    return await decided(row, {"outgoing": None, "run": sealing.run_kept(row["workspace"], run)})


async def again(row: Row, attempt: int) -> Row:
    """The conversation as it is after a race was lost."""
    await asyncio.sleep(_pause(attempt))
    return await _read(row["workspace"], row["_id"])


async def _read(workspace: str, id_: str) -> Row:
    """The conversation; one that was erased meanwhile begins anew when the message is taken again."""
    found = await queries.row(workspace, id_)
    if found is None:
        raise Unavailable("This conversation was erased a moment ago. Send it again.", retry_after_seconds=1)
    return found


def _pause(attempt: int) -> float:
    return min(0.005 * 2**attempt, 0.2) * (0.5 + secrets.randbelow(1000) / 1000)
