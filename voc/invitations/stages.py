"""Moves invitations along: what is known later or twice changes nothing that it should not."""

from collections.abc import Mapping, Sequence
from typing import Any

from pymongo import UpdateOne

from voc.database import flush
from voc.errors import Unavailable
from voc.invitations.documents import Invitation
from voc.invitations.domain import Stage, after
from voc.outbox import State
from voc.values import Value

ATTEMPTS = 10
Row = dict[str, Any]


class News(Value):
    """Something that became known about an invitation."""

    invitation: str
    stage: Stage
    reason: str | None = None
    again_at: int | None = None
    """When a colleague had sent after all what a provider had refused, a `voc.clock.stamp`: it has not failed then."""


async def note(news: Sequence[News]) -> None:
    """Move invitations to where the news leads them; on disk when it returns.

    Raises:
        Unavailable: somebody else changed the same invitations again and again.
    """
    left = list(news)
    for _ in range(ATTEMPTS):
        left = await _write(left)
        if not left:
            await flush(Invitation)
            return
    raise Unavailable("Too many change the same invitation. Send it again.", retry_after_seconds=1)


async def _write(news: Sequence[News]) -> list[News]:
    """Write what changes anything; returns the news about invitations that were changed meanwhile."""
    if not news:
        return []
    told: dict[str, list[News]] = {}
    for each in news:
        told.setdefault(each.invitation, []).append(each)
    collection = Invitation.get_pymongo_collection()
    fields = {"stage": 1, "reached": 1, "reason": 1, "changes": 1}
    rows = await collection.find({"_id": {"$in": list(told)}}, fields).to_list()
    changes = {row["_id"]: change for row in rows if (change := _change(row, told[row["_id"]]))}
    if not changes:
        return []
    seen = {row["_id"]: row["changes"] for row in rows}
    writes = [
        UpdateOne({"_id": id_, "changes": seen[id_]}, {"$set": change, "$inc": {"changes": 1}})
        for id_, change in changes.items()
    ]
    written = await collection.bulk_write(writes, ordered=False)
    # who was faster may have written the same; what still changes something is written in the next turn
    return [] if written.matched_count == len(writes) else [each for id_ in changes for each in told[id_]]


def _change(row: Mapping[str, Any], news: Sequence[News]) -> Row:
    stage, reached, reason = Stage(row["stage"]), Stage(row["reached"]), row.get("reason")
    again: Row = {}
    for each in news:
        if each.again_at is not None and stage == Stage.failed:
            stage, reason, again = reached, None, _followed_again(each.again_at)
        stage, reached = after(stage, reached, each.stage)
        if each.reason and stage == each.stage:
            reason = each.reason
    if (stage, reached) == (row["stage"], row["reached"]):
        return {}
    return {"stage": stage.value, "reached": reached.value, "reason": reason, "uncounted": True} | again


def _followed_again(at: int) -> Row:
    """What has it looked at again: nothing followed a failure. Whoever looks at it just now has seen the failure."""
    return {"state": State.pending.value, "next_dispatch_at": at, "owner": None, "lease_until": None}
