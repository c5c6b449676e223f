"""Answers whose day of review has come, and those that people keep asking for.

What a changed source does to them is in `sources.staleness`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from voc.clock import from_stamp, stamp
from voc.faq import queries, storing
from voc.faq.asked_on import Voice, keeps_being_asked
from voc.faq.domain import MACHINE, Entry, Why, moved, possible
from voc.faq.gathering import Asked, Heard
from voc.faq.states import Action

Row = dict[str, Any]


async def overdue(workspace: str, *, now: datetime) -> None:
    """Give out no more what a person wanted to be looked at by today. Twice is once."""
    today = f"{now:%Y-%m-%d}"

    def decide(entry: Entry) -> Entry | None:
        due = entry.content.review_by is not None and entry.content.review_by <= today
        if not due or not possible(entry, Action.expire):
            return None
        return moved(entry, Action.expire, by=MACHINE, at=stamp(now), why=Why.review.value)

    for row in await queries.listed(workspace):
        if row["content"].get("review_by"):
            await storing.write(workspace, row["_id"], decide, by=MACHINE, now=now)


async def asked_on(workspace: str, row: Row | None, members: Sequence[Asked], heard: Heard, *, now: datetime) -> None:
    """Give out no more what people ask for more often since it was published; see `asked_on`. Twice is once.

    Args:
        workspace: whose.
        row: the entry as it was stored before; None: it is new.
        members: who asks its question.
        heard: all that was asked.
        now: the present.
    """
    if row is None or row["live"] is None or row["published_at"] is None or heard.since is None:
        return
    own = {(each.feedback, each.text) for each in members}
    others = [Voice(each.at, each.asker) for each in heard.questions if (each.feedback, each.text) not in own]
    found = keeps_being_asked(
        [Voice(each.at, each.asker) for each in members], others,
        published=from_stamp(row["published_at"]), heard=heard.since, now=now,
    )  # fmt: skip
    if found is None:
        return

    def decide(entry: Entry) -> Entry | None:
        if entry.live != row["live"] or not possible(entry, Action.expire):
            return None
        return moved(entry, Action.expire, by=MACHINE, at=stamp(now), why=Why.asked.value, askings=found)

    await storing.write(workspace, row["_id"], decide, by=MACHINE, now=now)
