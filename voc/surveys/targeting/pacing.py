"""How many answers a survey may collect so far: an even release over a calendar period, below a hard cap.

A survey gives out a place with every ask and takes it back when nobody answers within `RESERVED_SECONDS`. A place may
be given out while answers and open places together stay below what has been released, so neither a burst of demand nor
answers that come late pass the cap (`voc.asks` keeps that tally). Places that nobody wanted at night stay released and
go to whoever comes by day. Periods are calendar days, weeks from Monday, and months, in UTC.
"""

from datetime import UTC, datetime, timedelta
from typing import Literal, Protocol

RESERVED_SECONDS = 3_600
"""How long an ask keeps its place without an answer. Shorter wastes late answers, longer holds back other people."""
LEAD = timedelta(hours=8)
"""How far the release runs ahead, so that a quiet last night does not leave places over; a quarter of a day at most."""


class Pacing(Protocol):
    """What a survey's definition says: so many in a calendar period."""

    @property
    def count(self) -> int:
        """Answers in a whole period; the hard cap."""

    @property
    def per(self) -> Literal["day", "week", "month"]:
        """The period."""


def period(per: Literal["day", "week", "month"], at: datetime) -> tuple[datetime, datetime]:
    """Start and end (exclusive) of the calendar period that `at` falls in, in UTC."""
    start = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if per == "day":
        return start, start + timedelta(days=1)
    if per == "week":
        start -= timedelta(days=start.weekday())
        return start, start + timedelta(days=7)
    start = start.replace(day=1)
    return start, (start + timedelta(days=31)).replace(day=1)


def allowance(pacing: Pacing, at: datetime, *, since: datetime | None = None) -> int:
    """How many places may have been given out by `at` in its period; never above `pacing.count`.

    Args:
        since: when the survey was first open. A survey that opens within a period gets that period's remaining share
            (at least 1), so that it does not pour out a month's answers in the month's last days.
    """
    start, end = period(pacing.per, at)
    begin = min(max(start, since), at) if since else start
    whole = max(1, -(-pacing.count * (end - begin) // (end - start)))
    lead = min(LEAD, (end - start) / 4)
    return min(whole, whole * (at - begin + lead) // (end - begin))
