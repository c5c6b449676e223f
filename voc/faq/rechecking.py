"""Answers that people worked on, held against what documents and replies have come to say since."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from voc.clock import stamp
from voc.faq import drafting, editing, queries, storing
from voc.faq.content import Conflict, Content, Sentence
from voc.faq.documents import FaqEntry
from voc.faq.domain import MACHINE, Entry, Why, moved, possible
from voc.faq.drafting import Passages
from voc.faq.sources import queries as sources
from voc.faq.states import ANSWERLESS, Action

LIMIT = 300
"""Answers that are held against sources in one run."""
Row = dict[str, Any]


async def recheck(workspace: str, known: Passages, now: datetime) -> None:
    """Take back what is given out and contradicted now, with both sentences side by side; block what is worked on.

    An answer is looked at again only when it, or what is near to its question, has changed. What a colleague answers
    for without a source may stand against sources that were there when it was approved, not against what came since.
    """
    changed = await sources.changed(workspace)
    rows = [row for row in await queries.whole(workspace) if row["touched"] and row["state"] not in ANSWERLESS]
    done = 0
    for row in rows:
        answer = _answer(row)
        near = await drafting.nearest(row["content"]["question"], row["language"], known) if answer else []
        digest = _digest(known.model, answer, near)
        if not near or row.get("compared") == digest:
            continue
        found = await drafting.contradictions(row["content"]["question"], row["language"], answer, known)
        await _told(workspace, row, [each for each in found if _counts(each, row, changed)], now)
        seen = {"_id": row["_id"], "workspace": workspace}
        await FaqEntry.get_pymongo_collection().update_one(seen, {"$set": {"compared": digest}})
        done += 1
        if done >= LIMIT:
            return


def _answer(row: Row) -> list[Sentence]:
    """What an entry says, and what of it is given out."""
    contents = [Content.model_validate(each) for each in (row["content"], row["given_out"]) if each]
    return list({each.text: each for content in contents for each in content.answer}.values())


def _counts(conflict: Conflict, row: Row, changed: dict[str, int]) -> bool:
    if conflict.one.source is not None or conflict.other.source is None:
        return True
    approved = [line["at"] for line in row["lines"] if line["action"] == Action.approve.value]
    return bool(approved) and changed.get(conflict.other.source.source, 0) > approved[-1]


async def _told(workspace: str, row: Row, found: Sequence[Conflict], now: datetime) -> None:
    def decide(entry: Entry) -> Entry | None:
        conflicts = editing.merged(entry.conflicts, found)
        if conflicts == entry.conflicts:
            return None
        new = entry.model_copy(update={"conflicts": conflicts})
        if not possible(new, Action.expire):
            return new
        return moved(new, Action.expire, by=MACHINE, at=stamp(now), why=Why.conflict.value)

    if found:
        await storing.write(workspace, row["_id"], decide, by=MACHINE, now=now)


def _digest(model: str, answer: Sequence[Sentence], near: Sequence[Row]) -> str:
    parts = [model, *(each.text for each in answer), "", *sorted(row["_id"] for row in near)]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
