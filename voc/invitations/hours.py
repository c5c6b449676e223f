"""Hours of the day in which nobody is disturbed, by the recipient's own clock; pure.

A moment is quiet when the clock on the recipient's wall shows a quiet time. So in spring an hour that the clock leaps
over is never waited for, and in autumn the repeated hour is judged twice, each time by what the clock shows.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import model_validator

from voc.values import Value

AHEAD = timedelta(days=3)
"""How far ahead an allowed moment is looked for; hours that leave none in so long leave none at all."""
_HOUR = timedelta(hours=1)


class Quiet(Value):
    """From one time of the day until another, the end not included; past midnight where the end comes first."""

    start: time
    end: time

    @model_validator(mode="after")
    def _leaves_room(self) -> "Quiet":
        if self.start == self.end:
            raise ValueError("quiet hours that end when they begin would never end")
        if self.start.tzinfo or self.end.tzinfo:
            raise ValueError("quiet hours are on the recipient's clock; leave the offset out")
        return self

    def covers(self, clock: time) -> bool:
        """Whether a clock that shows this time shows a quiet one."""
        if self.start < self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end


def is_quiet(hours: Sequence[Quiet], zone: ZoneInfo, at: datetime) -> bool:
    """Whether any of these hours covers the moment in the zone."""
    clock = at.astimezone(zone).time()
    return any(each.covers(clock) for each in hours)


def next_allowed(hours: Sequence[Quiet], zone: ZoneInfo, at: datetime) -> datetime | None:
    """The first moment from `at` on, in UTC, that none of these hours covers; None where they leave none.

    What is quiet becomes allowed only where quiet hours end or where the clock leaps; so only those are looked at.
    """
    if not is_quiet(hours, zone, at):
        return at.astimezone(UTC)
    moments = sorted({*_ends(hours, zone, at), *_leaps(zone, at)})
    return next((each for each in moments if each > at and not is_quiet(hours, zone, each)), None)


def _ends(hours: Sequence[Quiet], zone: ZoneInfo, at: datetime) -> Iterator[datetime]:
    """Every moment at which the clock shows the end of quiet hours; twice where it shows that twice."""
    first: date = at.astimezone(zone).date()
    for day in range(AHEAD.days + 1):
        for each in hours:
            for fold in (0, 1):
                wall = datetime.combine(first + timedelta(days=day), each.end, zone).replace(fold=fold)
                yield wall.astimezone(UTC)


def _leaps(zone: ZoneInfo, at: datetime) -> Iterator[datetime]:
    """The moments, to the second, at which the zone's clock is put forward or back."""
    start = at.astimezone(UTC)
    while start < at + AHEAD:
        end = start + _HOUR
        if _offset(zone, start) != _offset(zone, end):
            yield _leap(zone, start, end)
        start = end


def _leap(zone: ZoneInfo, start: datetime, end: datetime) -> datetime:
    low, high, before = int(start.timestamp()), int(end.timestamp()), _offset(zone, start)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, datetime.fromtimestamp(middle, UTC)) == before:
            low = middle
        else:
            high = middle
    return datetime.fromtimestamp(high, UTC)


def _offset(zone: ZoneInfo, at: datetime) -> timedelta | None:
    return at.astimezone(zone).utcoffset()
