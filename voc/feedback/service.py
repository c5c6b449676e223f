"""Use cases about feedback."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo.errors import BulkWriteError, DuplicateKeyError

from voc import outbox
from voc.clock import stamp
from voc.customers import contacts
from voc.database import DUPLICATE_KEY, durable, flush
from voc.feedback import domain, prints, queries, senders, verbatims
from voc.feedback.documents import Feedback
from voc.feedback.domain import FeedbackState, Kind, Reading
from voc.feedback.gathering import Gathering
from voc.feedback.schemas import FeedbackIn, Received
from voc.values import new_id

CHANGED = {"uncounted": True}
"""Set in the same write as any change that counters see."""
INSERT_LIMIT = 500
"""Documents per `insert_many`; the embedded engine fails on very large ones."""


async def receive(
    workspace: str,
    items: Sequence[FeedbackIn],
    *,
    now: datetime,
    source: str = "api",
    response: str | None = None,
    segments: Sequence[str] | None = None,
    kind: Kind | None = None,
) -> list[Received]:
    """Store verbatims before anyone acknowledges them.

    Args:
        workspace: whose they are.
        items: the verbatims.
        now: when they came.
        source: where they came in.
        response: the response that they are part of.
        segments: those that its respondent was in; None where nobody knows.
        kind: what the sender says that they are; None: the model says it.

    Returns:
        What became of each, in order. A submission id seen before, here or earlier in `items`, is a
        `duplicate` when the body is the same and a `conflict` when it is not; neither stores anything.
    """
    sent = [senders.sender_of(workspace, item.customer) if item.customer else None for item in items]
    known = await senders.known(workspace, sent)
    said = await verbatims.of(workspace, [item.text for item in items])
    also = {"response": response, "respondent_segments": segments, **_said_kind(kind)}
    rows = [
        _row(workspace, item, senders.record_of(workspace, each, known) | words, now=now, source=source) | also
        for item, each, words in zip(items, sent, said, strict=True)
    ]
    if len(rows) == 1:
        return [await _arriving.add(rows[0])]
    received: list[Received] = []
    for start in range(0, len(rows), INSERT_LIMIT):
        received += await _insert(rows[start : start + INSERT_LIMIT])
    await flush(Feedback)
    return received


async def record(readings: dict[str, Reading], held: outbox.Lease, *, now: datetime) -> int:
    """Write what a model read into the leased records; a person's corrections stay.

    Returns:
        How many records were still held.
    """
    changes: list[tuple[str, dict[str, Any]]] = []
    for row in held.rows:
        if row["_id"] not in readings:
            continue
        kept = domain.kept(readings[row["_id"]], row["corrected"])
        changes.append((row["_id"], kept | CHANGED | {"analysed_at": now}))
    return await outbox.complete(Feedback, changes, owner=held.owner, state=FeedbackState.analysed)


async def retry_parked(workspace: str, ids: Sequence[str] | None, *, now: datetime) -> int:
    """Set parked feedback going again: those of `ids`, or all of the workspace's."""
    chosen = list(ids) if ids is not None else await queries.parked_ids(workspace)
    return await outbox.retry(Feedback, workspace, chosen, now=now, also=CHANGED)


def _row(workspace: str, item: FeedbackIn, said: dict[str, Any], *, now: datetime, source: str) -> dict[str, Any]:
    """A record; `said` holds its words and who spoke them."""
    id_, said_at = new_id("fb", now), _whole_milliseconds(item.occurred_at or now)
    return said | {
        "_id": id_,
        "workspace": workspace,
        "submission_id": item.submission_id,
        "fingerprint": prints.print_of("feedback", workspace, item.model_dump(exclude_unset=True)),
        "channel": item.channel,
        "source": source,
        "occurred_at": said_at,
        "received_at": now,
        "position": domain.position(id_, said_at),
        "bucket": domain.bucket(source, said_at),
        "rating": item.rating,
        "rating_scale": item.rating_scale if item.rating is not None else None,
        "respondent": domain.respondent(said["customer"], said["text"]),
        "attributes": contacts.masked(item.attributes),
        "uncounted": True,
        "unindexed": True,
        "corrected": [],
        "unsure": False,
        "judged": False,
        "judgements": {},
        "state": FeedbackState.pending.value,
        "next_dispatch_at": stamp(now),
        "lease_until": None,
        "owner": None,
        "attempts": 0,
        "last_error": None,
        "revision": 0,
    }


def _said_kind(kind: Kind | None) -> dict[str, Any]:
    """A kind that stays as the sender said, without being anybody's judgement of the model."""
    return {"kind": kind.value, "corrected": ["kind"]} if kind else {}


def _whole_milliseconds(at: datetime) -> datetime:
    """What the database keeps of a time."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


async def _store(rows: list[dict[str, Any]]) -> list[Received]:
    """Single submissions that came together, perhaps of several workspaces, on disk before it returns."""
    if len(rows) == 1:
        return [await _insert_one(rows[0])]
    received = await _insert(rows)
    await flush(Feedback)
    return received


_arriving = Gathering(_store, limit=INSERT_LIMIT)


async def _insert_one(row: dict[str, Any]) -> Received:
    try:
        await durable(Feedback).insert_one(row)
    except DuplicateKeyError:
        (verdict,) = (await _judge([row])).values()
        await flush(Feedback)  # the first may have come a moment ago in another process's list
        return verdict
    return Received(status="stored", id=row["_id"])


async def _insert(rows: list[dict[str, Any]]) -> list[Received]:
    refused: list[dict[str, Any]] = []
    try:
        await Feedback.get_pymongo_collection().insert_many(rows, ordered=False)
    except BulkWriteError as error:
        unforeseen = any(failure["code"] != DUPLICATE_KEY for failure in error.details["writeErrors"])
        if unforeseen or error.details["writeConcernErrors"]:  # written, but perhaps not to stay
            raise
        refused = [rows[failure["index"]] for failure in error.details["writeErrors"]]
    verdicts = await _judge(refused)
    return [verdicts.get(row["_id"]) or Received(status="stored", id=row["_id"]) for row in rows]


async def _judge(refused: list[dict[str, Any]]) -> dict[str, Received]:
    """Same id and body, or same id and another body? By the refused rows' ids."""
    verdicts = {}
    for workspace in {row["workspace"] for row in refused}:
        own = [row for row in refused if row["workspace"] == workspace]
        stored = await queries.submissions(workspace, [row["submission_id"] for row in own])
        for row in own:
            first = stored[row["submission_id"]]
            same = prints.is_same("feedback", workspace, first["fingerprint"], row["fingerprint"])
            verdicts[row["_id"]] = Received(status="duplicate" if same else "conflict", id=first["_id"])
    return verdicts
