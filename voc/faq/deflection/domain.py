"""Who asked a question, who asked it again, before and after its answer was published; pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from voc.faq.domain import Line
from voc.faq.states import Action
from voc.values import Value

WINDOW = timedelta(days=14)
"""For so long whoever asked is followed."""
REACH = timedelta(days=180)
"""How far before and after the publishing somebody may have asked for the first time."""
VOLUME_LIMIT = timedelta(days=90)
"""Longest period whose askers are counted among all customers."""
SITTING = timedelta(minutes=30)
"""What somebody writes on within it, by the same channel, is one asking."""
_ENDS = (Action.unpublish, Action.reject, Action.merge)

Moments = Mapping[str, Sequence[int]]
"""When each person asked: stamps, the earliest first."""


class Asked(NamedTuple):
    """Somebody asked, or wrote what they were offered the answer to."""

    person: str
    at: int
    """A `voc.clock.stamp`."""
    channel: str
    occasion: str
    """The response or verbatim in which they did; of one that is told twice, the earlier counts."""


class Arm(Value):
    """Those who are followed on one side of the publishing."""

    people: int = 0
    """Distinct ones, each from their first asking on that side."""
    again: int = 0
    """Those who asked again within the window."""


class Followed(Value):
    """Both sides."""

    before: Arm
    after: Arm
    waiting: int
    """People whose window is not over yet; they are in neither."""


class GivenOut(NamedTuple):
    """When an answer was given out, in whichever version; stamps."""

    since: int
    until: int | None
    """When it went stale; None: it is given out."""


def given_out(lines: Iterable[Line]) -> GivenOut | None:
    """When the answer is given out, or was until it went stale; None: a person took it back, or none ever was.

    An answer that went stale keeps what it came to: of those that are left alone would only the good be counted.

    Args:
        lines: of the entry's audit trail, the oldest first.
    """
    found = None
    for line in lines:
        if line.action == Action.publish and (found is None or found.until is not None):
            found = GivenOut(line.at, None)
        elif line.action == Action.expire and found and found.until is None:
            found = GivenOut(found.since, line.at)
        elif line.action in _ENDS:
            found = None
    return found


def moments(asked: Iterable[Asked]) -> dict[str, list[int]]:
    """When each person asked, what belongs together taken as one."""
    found: dict[str, list[int]] = {}
    last: dict[tuple[str, str], int] = {}
    known: set[str] = set()
    for each in sorted(asked, key=lambda one: (one.at, one.occasion, one.person, one.channel)):
        place = each.person, each.channel
        goes_on = place in last and each.at - last[place] < _ms(SITTING)
        if not goes_on and each.occasion not in known:
            found.setdefault(each.person, []).append(each.at)
        last[place] = each.at
        known.add(each.occasion)
    return found


def followed(asked: Moments, *, since: int, now: int) -> Followed:
    """Who asked again, on either side of the publishing.

    A window that the publishing falls into says nothing of either side, and one that is not over nothing yet. Whose
    first asking begins one is left out, or people would be followed for different lengths of time.

    Args:
        asked: of one question.
        since: when its answer was published.
        now: the present.
    """
    until = min(now, since + _ms(REACH))
    first = [_first(times, since, until) for times in asked.values()]
    waiting = sum(at is not None and at + _ms(WINDOW) > now for at in first)
    return Followed(
        before=_arm(asked, since - _ms(REACH), since - _ms(WINDOW)),
        after=_arm(asked, since, min(until, now - _ms(WINDOW))),
        waiting=waiting,
    )


def period(*, since: int, heard: int, now: int) -> int:
    """Whole days before and after the publishing for which askers are counted among customers; 0: too early.

    Args:
        since: when the answer was published.
        heard: when the workspace heard of anybody for the first time: before, silence says nothing.
        now: the present.
    """
    return max(0, min(now - since, since - heard, _ms(VOLUME_LIMIT)) // _ms(timedelta(days=1)))


def askers(asked: Moments, first: int, last: int) -> int:
    """Distinct people who asked from `first` until before `last`."""
    return sum(any(first <= at < last for at in times) for times in asked.values())


def _arm(asked: Moments, first: int, last: int) -> Arm:
    people = again = 0
    for times in asked.values():
        began = _first(times, first, last)
        if began is not None:
            people += 1
            again += any(began < at <= began + _ms(WINDOW) for at in times)
    return Arm(people=people, again=again)


def _first(times: Sequence[int], first: int, last: int) -> int | None:
    return next((at for at in times if first <= at <= last), None)


def _ms(span: timedelta) -> int:
    return span // timedelta(milliseconds=1)
