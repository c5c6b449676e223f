"""The time as an argument: tests pass another clock to `create_app`."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present, aware, UTC, in whole milliseconds: what MongoDB keeps, so round trips are exact."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def stamp(at: datetime) -> int:
    """A time as milliseconds since 1970, UTC.

    For times that updates set and queries order by: the embedded engine stores a date that an update sets
    as text, which no longer compares with the dates that inserts stored.
    """
    return (at - EPOCH) // timedelta(milliseconds=1)


def from_stamp(stamp: int) -> datetime:
    """The time of a `stamp`."""
    return EPOCH + timedelta(milliseconds=stamp)
