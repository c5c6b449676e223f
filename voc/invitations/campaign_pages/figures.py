"""Numbers of one campaign that its counters do not hold, read from its invitations, never more than so many."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from voc.channels.domain import Channel
from voc.channels.service import sender_for
from voc.clock import from_stamp
from voc.invitations.documents import Invitation
from voc.invitations.domain import Stage
from voc.settings import Settings
from voc.values import Value

LOOKED_AT_MOST = 10_000
BARS_MOST = 60
STEPS = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(hours=1), timedelta(days=1), timedelta(days=7),
    timedelta(days=30),
)  # fmt: skip
"""How long a bar may stand for; the shortest that leaves few enough."""


class Bar(Value):
    """How many were sent from one moment until the next bar's."""

    at: datetime
    count: int


class Sending(Value):
    """When invitations went out."""

    bars: list[Bar]
    seconds: int
    """What each bar stands for."""
    n: int
    complete: bool
    """Whether these are all."""


async def reporting(workspace: str, channels: Iterable[Channel], settings: Settings) -> set[Channel]:
    """Those channels whose sender reports what arrived."""
    asked = set(channels)
    return {each for each in asked if (await sender_for(workspace, each, settings)).reports}


async def sending(workspace: str, campaign: str, *, zone: str) -> Sending | None:
    """When a campaign's invitations were handed on to be sent; None where none was yet."""
    condition: dict[str, Any] = {"workspace": workspace, "campaign": campaign}
    rows = (
        await Invitation.get_pymongo_collection()
        .find(condition, {"asked_at": 1, "reached": 1})
        .limit(LOOKED_AT_MOST)
        .to_list()
    )
    unsent = (Stage.prepared.value, Stage.queued.value)
    times = [from_stamp(row["asked_at"]) for row in rows if row["asked_at"] and row["reached"] not in unsent]
    return bars(times, zone=zone, complete=len(rows) < LOOKED_AT_MOST) if times else None


def bars(times: Sequence[datetime], *, zone: str, complete: bool = True) -> Sending:
    """Moments counted by equal stretches of time, empty ones between them included; pure.

    Args:
        times: at least one.
        zone: on whose clock days begin.
        complete: whether these are all.
    """
    first, last = min(times), max(times)
    step = next((each for each in STEPS if (last - first) / each < BARS_MOST), STEPS[-1])
    seconds = int(step.total_seconds())
    shift = int((first.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(0)).total_seconds())

    def place(at: datetime) -> int:
        return (int(at.timestamp()) + shift) // seconds

    counted: dict[int, int] = {}
    for at in times:
        counted[place(at)] = counted.get(place(at), 0) + 1
    found = [
        Bar(at=datetime.fromtimestamp(number * seconds - shift, UTC), count=counted.get(number, 0))
        for number in range(place(first), place(last) + 1)
    ]
    return Sending(bars=found, seconds=seconds, n=len(times), complete=complete)


async def reasons(workspace: str, campaign: str) -> dict[str, int]:
    """Why invitations of a campaign were withheld, the most frequent reason first."""
    mine = {"workspace": workspace, "campaign": campaign, "stage": Stage.withheld.value}
    found = await Invitation.get_pymongo_collection().find(mine, {"reason": 1}).limit(LOOKED_AT_MOST).to_list()
    counted: dict[str, int] = {}
    for row in found:
        reason = row.get("reason") or "unknown"
        counted[reason] = counted.get(reason, 0) + 1
    return dict(sorted(counted.items(), key=lambda pair: -pair[1]))
