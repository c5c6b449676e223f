"""Ends of the period that a list is narrowed to, as their askers write them."""

from datetime import UTC, date, datetime, time, timedelta

from voc.errors import Invalid
from voc.feedback.schemas import EARLIEST


def moment(at: datetime | None, name: str) -> datetime | None:
    """An end given as a moment, in UTC.

    Raises:
        Invalid: it has no offset, or lies outside the calendar in UTC.
    """
    if at is None:
        return None
    if at.tzinfo is None:
        raise Invalid(f"`{name}` needs an offset, such as 2026-05-01T00:00:00Z.")
    try:
        return _sortable(at.astimezone(UTC))
    except OverflowError as error:
        raise Invalid(f"`{name}` lies outside the calendar.") from error


def day(text: str | None, *, after: int = 0) -> datetime | None:
    """An end given as a date: the start of that day, `after` days on; nonsense narrows nothing."""
    try:
        start = date.fromisoformat(text) + timedelta(days=after) if text else None
    except (ValueError, OverflowError):
        return None
    return _sortable(datetime.combine(start, time(), UTC)) if start else None


def _sortable(at: datetime) -> datetime:
    """Nothing was said before `EARLIEST`; years below 1000 would not sort as text."""
    return max(at, EARLIEST)
