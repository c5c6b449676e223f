"""The period that a metric is asked for, and the one before it; pure."""

from datetime import date, timedelta

from voc.errors import Invalid
from voc.values import Value

USUAL = timedelta(days=90)
USUAL_MONTHS = 3
LONGEST = timedelta(days=3_660)
EARLIEST, LATEST = date(1990, 1, 1), date(2199, 12, 31)


class Span(Value):
    """Days in UTC."""

    first: date
    last: date
    """Included."""


def days(since: date | None, until: date | None, today: date) -> tuple[Span, Span]:
    """The days asked for, by default the last 90, and as many just before.

    Raises:
        Invalid: they end before they begin, are too many, or lie outside of what anybody counts.
    """
    last = until or max(today, since or today)
    span = _checked(since or last - USUAL + timedelta(days=1), last)
    end = span.first - timedelta(days=1)
    return span, Span(first=end - (span.last - span.first), last=end)


def months(since: date | None, until: date | None, today: date) -> tuple[Span, Span]:
    """The whole months that hold the days asked for, by default the last three that are over, and as many just before.

    Raises:
        Invalid: as for `days`.
    """
    over = last_months(1, today).last
    last = until or max(over, since or over)
    first = since or _month(last, 1 - USUAL_MONTHS)
    _checked(first, last)
    span = Span(first=first.replace(day=1), last=_end(last))
    count = 12 * (span.last.year - span.first.year) + span.last.month - span.first.month + 1
    return span, Span(first=_month(span.first, -count), last=span.first - timedelta(days=1))


def last_months(count: int, today: date) -> Span:
    """The latest months that are over."""
    last = today.replace(day=1) - timedelta(days=1)
    return Span(first=_month(last, 1 - count), last=last)


def wrong(parameter: str, message: str) -> Invalid:
    """The refusal of a parameter, which it names."""
    where = {"parameter": parameter, "message": message}
    return Invalid(f"`{parameter}`: {message}.", errors=[where])


def _checked(first: date, last: date) -> Span:
    if first > last:
        raise wrong("until", "lies before `since`")
    if last > LATEST:
        raise wrong("until", f"lies after {LATEST}")
    if last - first >= LONGEST or first < EARLIEST:
        raise wrong("since", f"lies more than {LONGEST.days} days before the end, or before {EARLIEST}")
    return Span(first=first, last=last)


def _month(day: date, by: int) -> date:
    """The first day of a month so many months later, or earlier."""
    number = day.year * 12 + day.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)


def _end(day: date) -> date:
    return _month(day, 1) - timedelta(days=1)
