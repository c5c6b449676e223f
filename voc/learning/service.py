"""Use cases of learning that a person asks for."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from voc import outbox
from voc.clock import stamp
from voc.errors import NotFound
from voc.feedback import judging
from voc.feedback import queries as feedback
from voc.feedback.domain import FeedbackState, How
from voc.feedback.schemas import FeedbackPatch
from voc.heads import queries as heads
from voc.learning import queries
from voc.learning.documents import Lookalikes, RereadingProgress
from voc.learning.domain import LikeField, NothingToCarry, NotReady, Rereading, RereadingState
from voc.outbox import State
from voc.queue import Task
from voc.values import new_id

Row = dict[str, Any]
WORKER_WAIT = timedelta(seconds=10)
"""What is carried out at once falls to a worker only if that was cut off."""


async def look_for_alike(workspace: str, feedback_id: str, field: LikeField, *, by: str, now: datetime) -> str:
    """Have texts like a judged one looked for; returns the search's id.

    Raises:
        NotFound: no such feedback in this workspace.
        NothingToCarry: nobody judged that field of it.
    """
    row = await feedback.one(workspace, feedback_id)
    said = await judging.judgement(workspace, feedback_id, field)
    if said is None:
        raise NothingToCarry("Nobody has corrected this one; correct it first.", feedback=feedback_id)
    made = Lookalikes(
        id=new_id("al", now), workspace=workspace, feedback=feedback_id, field=field.value,
        value=getattr(row, field), before=said["before"], by=by, created_at=now, next_dispatch_at=stamp(now),
    )  # fmt: skip
    await Lookalikes.get_pymongo_collection().insert_one(made.model_dump(by_alias=True))
    return made.id


async def apply(workspace: str, id_: str, chosen: Sequence[str], *, by: str, now: datetime) -> int:
    """Carry the judgement over to the chosen look-alikes; returns to how many.

    What is to be done is written down before it is done, so that a crash leaves nothing half done for long.

    Raises:
        NotFound: no such search.
        NotReady: it has not found anything yet, or is being carried out.
    """
    row = await _settled(workspace, id_)
    offered = {each["feedback"] for each in row["found"]}
    ids = [each for each in dict.fromkeys(chosen) if each in offered]
    await _decide(row, {"applied": ids, "applied_by": by, "undone": False}, now=now)
    return len(ids)


async def undo(workspace: str, id_: str, *, now: datetime) -> int:
    """Take back what was carried over; returns of how many texts.

    Raises:
        NotFound: no such search.
        NotReady: it is still being carried out.
    """
    row = await _settled(workspace, id_)
    await _decide(row, {"undone": True}, now=now)
    return len(row.get("applied") or [])


async def carry_out(row: Row, *, now: datetime) -> None:
    """Do what was decided; may be repeated and cut off anywhere."""
    workspace, ids = row["workspace"], row.get("applied") or []
    if row.get("undone"):
        await judging.withdraw(workspace, ids, row["field"], now=now, how=How.alike)
        return
    for id_ in ids:
        try:
            patch = FeedbackPatch(**{row["field"]: row["value"]})
            await judging.correct(workspace, id_, patch, now=now, by=row["applied_by"], how=How.alike)
        except NotFound:  # erased meanwhile
            continue


async def _settled(workspace: str, id_: str) -> Row:
    row = await queries.lookalikes(workspace, id_)
    if row["found"] is None or row["state"] == State.pending:
        raise NotReady("This is still being worked on; try again in a moment.", alike=id_)
    return row


async def _decide(row: Row, fields: Row, *, now: datetime) -> None:
    """Write a decision down, due for the worker, and carry it out at once."""
    collection = Lookalikes.get_pymongo_collection()
    due = {"state": State.pending.value, "next_dispatch_at": stamp(now + WORKER_WAIT), "attempts": 0}
    guard = {"_id": row["_id"], "revision": row["revision"]}
    result = await collection.update_one(guard, {"$set": fields | due, "$inc": {"revision": 1}})
    if not result.matched_count:
        raise NotReady("Somebody else has just decided this.", alike=row["_id"])
    await carry_out(row | fields, now=now)
    done = {"$set": {"state": State.done.value}, "$inc": {"revision": 1}}
    await collection.update_one({"_id": row["_id"], "revision": row["revision"] + 1}, done)


async def reread(workspace: str, *, by: str, now: datetime) -> Rereading:
    """Have all analysed feedback read by the present model and heads; one that is under way begins anew."""
    begun = await begin_rereading(workspace, by=by, now=now)
    await outbox.request(workspace, Task.reread, at=now)
    return begun


async def begin_rereading(workspace: str, *, by: str, now: datetime) -> Rereading:
    """Note that it begins; `by` is empty when another model has come."""
    total = (await feedback.counts_by_state(workspace))[FeedbackState.analysed]
    fresh = {
        "workspace": workspace, "state": RereadingState.running.value, "by": by, "began_at": now, "finished_at": None,
        "heads": (await heads.choice(workspace)).heads, "total": total, "seen": 0, "changed": 0, "busy_seconds": 0.0,
        "cursor": None,
    }  # fmt: skip
    await RereadingProgress.get_pymongo_collection().update_one(
        {"_id": workspace}, {"$set": fresh, "$inc": {"run": 1}}, upsert=True
    )
    begun = await queries.rereading(workspace)
    assert begun is not None
    return begun


async def stop_rereading(workspace: str, *, now: datetime) -> None:
    """Let the rest of history stand as it was read."""
    stopped = {"$set": {"state": RereadingState.stopped.value, "finished_at": now}}
    guard = {"_id": workspace, "workspace": workspace, "state": RereadingState.running.value}
    await RereadingProgress.get_pymongo_collection().update_one(guard, stopped)


async def learn_now(workspace: str, *, now: datetime) -> None:
    """Do tonight's learning at once."""
    await outbox.request(workspace, Task.learn, at=now)
