"""When a campaign's messages go out, as far as that can be said before they do; pure."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from voc.invitations.hours import Quiet, is_quiet, next_allowed
from voc.values import Value
from voc.web import formats

LONGEST = timedelta(days=366)
"""Nobody plans further ahead; a pace that takes longer ends here."""
_HOUR = timedelta(hours=1)
ZONES = (
    "Asia/Seoul", "Asia/Tokyo", "Asia/Singapore", "Europe/London", "Europe/Berlin", "America/New_York",
    "America/Los_Angeles", "Australia/Sydney", "UTC",
)  # fmt: skip
"""Offered first; any other that is set stays."""


class Window(Value):
    """From the first message to the last."""

    first: datetime
    last: datetime


def window(
    count: int, *, per_hour: int | None, begins: datetime, quiet: Sequence[Quiet], zone: str, slack: int = 0
) -> Window:
    """When the first and about when the last of so many go out, by the clock of `zone`.

    Args:
        count: messages, at least one.
        per_hour: the pace; as fast as providers take them, if None.
        begins: not before.
        quiet: hours of rest.
        zone: name of the time zone that stands for all recipients.
        slack: seconds that the last one may take longer where there is no pace.
    """
    wall = ZoneInfo(zone)
    first = next_allowed(quiet, wall, begins) or begins.astimezone(UTC)
    if per_hour is None:
        return Window(first=first, last=first + timedelta(seconds=slack))
    at, left = first, timedelta(hours=(count - 1) / per_hour)
    while left > timedelta(0) and at - first < LONGEST:
        step = min(_HOUR / 4, left)
        at, left = at + step, left - step
        if is_quiet(quiet, wall, at):
            at = next_allowed(quiet, wall, at) or at
    return Window(first=first, last=at)


def said(at: datetime, zone: str, *, language: str) -> str:
    """A moment on the clock of a zone, which is named: campaigns are planned on the workspace's clock."""
    return formats.moment(at, zone, language=language)


def local(at: datetime | None, zone: str) -> str:
    """A moment as a form's field of date and time shows it; "" for none."""
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M") if at else ""


def moment(text: str, zone: str) -> datetime | None:
    """What such a field says; None for what is no moment."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) if text else None
    except (ValueError, OverflowError):
        return None
