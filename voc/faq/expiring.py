"""Answers whose day of review has come. What a changed source does to them is in `sources.staleness`."""

from datetime import datetime

from voc.clock import stamp
from voc.faq import queries, storing
from voc.faq.domain import MACHINE, Action, Entry, Why, moved, possible


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
