"""What people say about readings: corrections and confirmations, kept beside what a model had said."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from voc import outbox
from voc.clock import stamp
from voc.errors import NotFound
from voc.feedback import domain, queries
from voc.feedback.documents import Feedback
from voc.feedback.domain import ChangedMeanwhile, FeedbackState, How
from voc.feedback.schemas import FeedbackOut, FeedbackPatch
from voc.queue import Task

RANK_WAIT = timedelta(seconds=2)
TRIES = 5
TAUGHT = ("kind", "sentiment")
"""What heads learn from; a theme is a matter of grouping."""


async def correct(
    workspace: str, id_: str, patch: FeedbackPatch, *, now: datetime, by: str = "", how: How = How.person
) -> FeedbackOut:
    """Let a person's judgement replace the model's; no later reading overwrites it, and the ranking follows.

    Saying again what the model said confirms it, which teaches as much.

    Raises:
        NotFound: no such feedback in this workspace.
        ChangedMeanwhile: it changes faster than this can be written.
    """
    fields = patch.model_dump(mode="json", exclude_unset=True)

    def judged(row: Mapping[str, Any]) -> dict[str, Any]:
        return domain.judged(row, fields, by=by, at=stamp(now), how=how)

    await _change(workspace, id_, judged)
    await _follow(workspace, fields, now=now)
    return await queries.one(workspace, id_)


async def undo(workspace: str, id_: str, fields: Sequence[str], *, at: int, now: datetime) -> bool:
    """Take one correction back: what stood before it stands again, exactly, be it a model's or a colleague's word.

    Args:
        workspace: whose.
        id_: of feedback.
        fields: what it changed.
        at: when, a `voc.clock.stamp`.
        now: the present.

    Returns:
        Whether anything was; what was judged again since stays.

    Raises:
        NotFound: no such feedback in this workspace.
    """

    def before(row: Mapping[str, Any]) -> dict[str, Any]:
        changed: dict[str, Any] = {}
        for field in fields:
            changed |= domain.undone({**row, **changed}, field, at)
        return changed

    if not await _change(workspace, id_, before):
        return False
    await _follow(workspace, fields, now=now)
    return True


async def withdraw(workspace: str, ids: Sequence[str], field: str, *, now: datetime, how: How | None = None) -> int:
    """Take judgements of `field` back: the model's reading stands again. Returns how many there were.

    Args:
        workspace: whose.
        ids: of feedback.
        field: which judgement.
        now: the present.
        how: only those that came about so; None: any.
    """
    count = 0
    for id_ in ids:
        try:
            count += await _change(workspace, id_, lambda row: domain.unjudged(row, field, how))
        except NotFound:  # gone meanwhile; there is nothing to take back
            continue
    if count:
        await _follow(workspace, [field], now=now)
    return count


async def _change(workspace: str, id_: str, decide: Callable[[Mapping[str, Any]], dict[str, Any]]) -> int:
    """Write what `decide` makes of the record as it is; 0 if that is nothing."""
    collection = Feedback.get_pymongo_collection()
    for _ in range(TRIES):
        row = await collection.find_one({"_id": id_, "workspace": workspace})
        if row is None:
            raise NotFound("No such feedback.", feedback=id_)
        if not (fields := decide(row)):
            return 0
        result = await collection.update_one(
            {"_id": id_, "workspace": workspace, "revision": row["revision"]},
            {"$set": fields | {"uncounted": True}, "$inc": {"revision": 1}},
        )
        if result.matched_count:
            return 1
    raise ChangedMeanwhile("This feedback is being changed; try again.", feedback=id_)


async def _follow(workspace: str, fields: Iterable[str], *, now: datetime) -> None:
    await outbox.request(workspace, Task.rank, at=now + RANK_WAIT)
    if any(field in TAUGHT for field in fields):
        await outbox.request(workspace, Task.learn, at=domain.next_night(now))


async def judgement(workspace: str, id_: str, field: str) -> dict[str, Any] | None:
    """What is known of a person's judgement of `field`: see `Feedback.judgements`; None: nobody judged it."""
    condition = {"_id": id_, "workspace": workspace}
    row = await Feedback.get_pymongo_collection().find_one(condition, {"judgements": 1})
    return (row.get("judgements") or {}).get(field) if row else None


async def lessons(workspace: str, limit: int) -> list[dict[str, Any]]:
    """Rows that people judged, the newest first: text, kind, sentiment, corrected, judgements."""
    fields = dict.fromkeys(("text", "kind", "sentiment", "corrected", "judgements", "language", "position"), 1)
    condition = {"workspace": workspace, "judged": True, "state": FeedbackState.analysed.value}
    return await Feedback.get_pymongo_collection().find(condition, fields).sort("position", -1).limit(limit).to_list()
