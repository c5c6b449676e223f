"""What a member may want by e-mail, and when a week's report is due; pure."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from voc.invitations.zones import is_zone
from voc.values import Value

WEEK = timedelta(days=7)
COUNTED = timedelta(minutes=30)
"""After midnight, UTC, which ends a counter's week: what was said just before is read and counted by then."""

LATE = timedelta(days=2)
"""A turn that passed so long ago, because nothing ran, is left out: the next one is near."""


class Kind(StrEnum):
    """Mails that a member may want; also the kind of their deliveries' origin."""

    digest = "digest"
    """The report of a week."""
    alert = "alert"
    """A theme rises."""
    mention = "mention"
    """A colleague's note names the member."""


def _zone(name: str) -> str:
    if name and not is_zone(name):
        raise ValueError("is no time zone, such as Asia/Seoul")
    return name


class Wishes(Value):
    """What a member wants; the defaults hold for who never said."""

    digest: bool = False
    weekday: int = Field(default=0, ge=0, le=6)
    """0 is Monday."""
    hour: int = Field(default=9, ge=0, le=23)
    zone: Annotated[str, AfterValidator(_zone)] = ""
    """Whose clock the hour is on; empty: the workspace's."""
    language: Literal["", "en", "ko"] = ""
    """Empty: the interface's, or that of the workspace's country."""
    alert: bool = False
    mention: bool = True

    @property
    def report(self) -> tuple[bool, int, int, str]:
        """What decides when their report comes."""
        return self.digest, self.weekday, self.hour, self.zone

    def wants(self, kind: Kind) -> bool:
        """Whether mails of this kind are wanted."""
        return bool(getattr(self, kind.value))


class Turn(Value):
    """When a report goes out, and of which week."""

    at: datetime
    week: date
    """Its Monday."""


def next_turn(weekday: int, hour: int, zone: str, *, after: datetime) -> Turn:
    """The first turn after a moment.

    The week is the one that was over on the reader's calendar. Counters end it at midnight in UTC, so where the chosen
    hour lies before that, as on a Monday morning in Seoul, the turn is half an hour after that midnight.
    """
    wall = ZoneInfo(zone)
    day = after.astimezone(wall).date() - timedelta(days=1)
    while True:
        if day.weekday() == weekday:
            turn = _turn(day, hour, wall)
            if turn.at > after:
                return turn
        day += timedelta(days=1)


def _turn(day: date, hour: int, wall: ZoneInfo) -> Turn:
    monday = day - timedelta(days=day.weekday())
    counted = datetime.combine(monday, time(), UTC) + COUNTED
    chosen = datetime.combine(day, time(hour), wall).astimezone(UTC)
    return Turn(at=max(chosen, counted), week=monday - WEEK)
