"""Answers whose sentences no longer stand where they were taken from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from voc.clock import stamp
from voc.faq import queries, storing
from voc.faq.content import Content
from voc.faq.domain import MACHINE, Entry, Why, moved, possible
from voc.faq.states import Action, State

Row = dict[str, Any]


async def mark(workspace: str, passages: Sequence[str], *, now: datetime) -> None:
    """Give out no more, and have looked at again, what was approved and cites any of these passages.

    What nobody has approved stays as it is: its page says which sentence lost its source, and it cannot be approved.

    Raises:
        ChangedMeanwhile: colleagues change an entry at this very moment, again and again.
    """
    gone = set(passages)
    for row in await queries.citing(workspace, list(passages)):
        stored = await queries.row(workspace, row["_id"])

        def decide(entry: Entry, stored: Row = stored) -> Entry | None:
            if not possible(entry, Action.expire) or not _rests_on(entry, stored, gone):
                return None
            return moved(entry, Action.expire, by=MACHINE, at=stamp(now), why=Why.source.value)

        await storing.write(workspace, row["_id"], decide, by=MACHINE, now=now)


def _rests_on(entry: Entry, stored: Row, gone: set[str]) -> bool:
    """Whether what is approved or given out cites one of them."""
    given = Content.model_validate(stored["given_out"]) if entry.live is not None and stored["given_out"] else None
    approved = entry.content if entry.state in (State.approved, State.published) else None
    contents = [each for each in (given, approved) if each is not None]
    return any(each.source and each.source.passage in gone for content in contents for each in content.answer)
