"""What conversations want by themselves: one reminder, and an end."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog
from pymongo.errors import ConnectionFailure

from voc import outbox
from voc.clock import Clock, stamp
from voc.conversations import faults, keeping, queries, sealing
from voc.conversations.documents import Conversation
from voc.conversations.domain import expire, remind
from voc.conversations.effects import Effect, is_over
from voc.conversations.runs import OPEN, Run
from voc.errors import NotFound
from voc.responses import queries as responses
from voc.settings import Settings
from voc.surveys import queries as surveys
from voc.surveys.domain import SurveyClosed, refusal

log = structlog.get_logger("voc.conversations")
Row = dict[str, Any]


async def look_after(ids: Sequence[str], *, settings: Settings, clock: Clock) -> None:
    """Do what is due in these conversations; what a crash left undone comes first.

    Deciding takes the lease away, as a message does that comes meanwhile: whoever decides last is the one who counts.
    """
    work = settings.work
    held = await outbox.lease(Conversation, ids, now=clock(), work=work)
    errors: dict[str, str] = {}
    for row in held.rows:
        try:
            await _look(row, now=clock())
        except ConnectionFailure:
            raise  # concerns all of them; the leases end by themselves
        except Exception as error:  # whatever is wrong with one must not stop the others
            errors[row["_id"]] = faults.told(error)
            log.warning("conversation not looked after", conversation=row["_id"], error=errors[row["_id"]])
    await outbox.fail(Conversation, held, errors, now=clock(), work=work)


async def _look(row: Row, *, now: datetime) -> None:
    row = await keeping.settled(row, now=now)
    run = sealing.run_of(row)
    fields: Row = {"run": row["run"]}
    if run is not None and run.is_over(now):
        fields = {"run": sealing.run_kept(row["workspace"], expire(run))}
    elif run is not None and run.state in OPEN and (run.due_at() or 0) <= stamp(now):
        fields = await _reminder(row, run, now=now)
    written = await keeping.decided(row, fields)
    if written is not None:
        await keeping.settled(written, now=now)


async def _reminder(row: Row, run: Run, *, now: datetime) -> Row:
    """The question once more, unless the survey was answered or closed elsewhere meanwhile."""
    try:
        survey = await surveys.version(row["workspace"], run.survey, run.version)
    except (NotFound, SurveyClosed):
        return _over(row, run)
    stored = await responses.submission(row["workspace"], run.submission_id)
    if (stored and stored["finished"]) or refusal(survey.state, survey.definition.schedule, at=now):
        return _over(row, run)
    done = remind(run, definition=survey.definition, now=now)
    assert done.run is not None, "a reminder keeps its run"
    effect = Effect(
        key=f"remind:{run.submission_id}:{run.asked_at}",
        at=stamp(now),
        said=done.said,
        language=run.language,
        sender=run.sender,
    )
    workspace, outgoing = row["workspace"], effect if done.said else None
    return {
        "run": sealing.run_kept(workspace, done.run),
        "outgoing": sealing.effect_kept(workspace, outgoing),
        "last_at": stamp(now),
    }


def _over(row: Row, run: Run) -> Row:
    return {"run": sealing.run_kept(row["workspace"], is_over(run))}


async def retry_parked(workspace: str, *, now: datetime) -> int:
    """Set the workspace's parked conversations going again; returns how many there were."""
    return await outbox.retry(Conversation, workspace, await queries.parked(workspace), now=now)
