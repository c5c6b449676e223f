"""Choose what a shipped theme is compared with, as soon as it is shipped; measure when the windows are over."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog

from voc import outbox
from voc.backlog import evidence, voices
from voc.backlog.gathering import RANKED_KINDS
from voc.backlog.service import item_id
from voc.backlog.shipping import measuring
from voc.backlog.shipping.documents import Verdict
from voc.backlog.shipping.domain import LATENESS, Metric, Windows, shipping, windows
from voc.backlog.shipping.measuring import Heard, Result
from voc.backlog.telling.queries import present
from voc.backlog.workflow import queries as workflow
from voc.backlog.workflow.domain import Status
from voc.clock import from_stamp, stamp
from voc.customers import queries as customers
from voc.customers.domain import top
from voc.outbox import Lease
from voc.packed import cosine, floats
from voc.redaction import redacted
from voc.settings import Work
from voc.themes import queries as themes

log = structlog.get_logger("voc.backlog")
Row = dict[str, Any]


async def run(ids: Sequence[str], *, now: datetime, work: Work) -> None:
    """Do what comes next for these verdicts; twice is once."""
    held = await outbox.lease(Verdict, ids, now=now, work=work)
    async with outbox.kept(Verdict, held, work=work):
        for row in held.rows:
            try:
                await _next(row, held, now=now)
            except Exception as error:  # kept with the record, which is tried again or parked; the others go on
                log.error("verdict failed", item=row["item"], error=redacted(repr(error)).text[:300])
                await outbox.fail(Verdict, held, {row["_id"]: repr(error)}, now=now, work=work)


async def _next(row: Row, held: Lease, *, now: datetime) -> None:
    spans = windows(from_stamp(row["shipped_at"]), row["weeks"])
    alone = held.model_copy(update={"rows": (row,)})
    if not await _still_shipped(row):
        await outbox.complete(Verdict, [(row["_id"], {"stage": "reopened"})], owner=held.owner)
    elif row["stage"] == "registered":
        chosen = {"comparisons": await _chosen(row, spans), "stage": "waiting"}
        await outbox.release(Verdict, alone, at=spans.after_until + LATENESS, fields=chosen)
    elif now < spans.after_until:
        await outbox.release(Verdict, alone, at=spans.after_until + LATENESS)
    else:
        result = await _measured(row, spans)
        judged = {"stage": "judged", "result": result.model_dump(mode="json"), "judged_at": stamp(now)}
        await outbox.complete(Verdict, [(row["_id"], judged)], owner=held.owner)
        log.info("shipping judged", item=row["item"], answer=result.answer.value)


async def _still_shipped(row: Row) -> bool:
    held = await workflow.stored(row["workspace"], row["item"])
    found = shipping(held.work, held.changes)
    return found is not None and found.id == row["shipping"]


async def _chosen(row: Row, spans: Windows) -> list[str]:
    """Themes that nobody is doing anything about and that are not nearly the same as the one shipped."""
    workspace = row["workspace"]
    rows = {each["_id"]: each for each in await themes.active_rows(workspace) if each["kind"] in RANKED_KINDS}
    touched = await _touched(workspace, rows, since=stamp(spans.before_since))
    own = await present(workspace, row["theme"])
    near = {id_ for id_, other in rows.items() if own in rows and _alike(rows[own], other)}
    before = await _window(workspace, spans.before_since, spans.before_until)
    return measuring.comparable(before, set(rows) - touched - near - {own})


async def _measured(row: Row, spans: Windows) -> Result:
    workspace = row["workspace"]
    known = {each["_id"] for each in await themes.active_rows(workspace)}
    touched = await _touched(workspace, known, since=stamp(spans.before_since))
    own = await present(workspace, row["theme"])  # merged meanwhile, it may be one of those
    others = [theme for theme in row["comparisons"] if theme in known - touched - {own}]
    before = await _window(workspace, spans.before_since, spans.before_until)
    after = await _window(workspace, spans.after_since, spans.after_until)
    left_out = len(row["comparisons"]) - len(others)
    return measuring.judge(Metric(row["metric"]), own, others, before, after, left_out=left_out)


async def _touched(workspace: str, known: Collection[str], *, since: int) -> set[str]:
    """Themes whose items are being worked on, or were shipped since."""
    found = set()
    works = await workflow.many(workspace, [item_id(theme) for theme in sorted(known)])
    for theme in known:
        if held := works.get(item_id(theme)):
            change = shipping(held.work, held.changes)
            if held.work.status == Status.in_progress or (change is not None and change.at >= since):
                found.add(theme)
    return found


async def _window(workspace: str, since: datetime, until: datetime) -> Heard:
    """What was said in it, copies that nobody signed as one voice and merged customers as one person."""
    said = await evidence.said_between(workspace, since, until)
    said = await voices.folded(said, await evidence.unsigned_between(workspace, since, until))
    into = await customers.merged(workspace)
    return measuring.heard([row | {"respondent": top(row["respondent"], into)} for row in said])


def _alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether a text about the one could well be about the other: mending one then touches both."""
    if (one["model"], one["language"]) != (other["model"], other["language"]) or not one["centroid"]:
        return False
    likeness = cosine(floats(one["centroid"]), floats(other["centroid"]))
    return likeness >= min(one["threshold"], other["threshold"])
