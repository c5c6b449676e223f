"""Which questions are worth an answer first; pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType

from voc.estimates import share
from voc.faq.states import State

WEEKS = 8
_WEEK = timedelta(days=7)
_LATELY = WEEKS // 2
_AS_EVER = 3.0
"""Questions of either half that are taken to be there anyway: one more question is no trend yet."""
OPEN: Mapping[State, float] = MappingProxyType(
    {
        State.unanswered: 1.0,
        State.suggested: 1.0,
        State.edited: 1.0,
        State.stale: 1.0,
        State.approved: 0.5,
        State.published: 0.1,
        State.rejected: 0.0,
        State.merged: 0.0,
    }
)
"""How much is left to do where an entry stands."""


def at_least(askers: int, people: int) -> float:
    """How many of the people would ask it at the least, by the lower end of Wilson's 95 % interval of their share."""
    found = share(askers, people)
    return (found.low or 0.0) * people if found else 0.0


def weekly(asked_at: Iterable[datetime], until: datetime) -> list[int]:
    """Questions in each of the last weeks before `until`, the oldest first."""
    counts = [0] * WEEKS
    for at in asked_at:
        back = int((until - at) / _WEEK)
        if 0 <= back < WEEKS:
            counts[WEEKS - 1 - back] += 1
    return counts


def trend(counts: Sequence[int]) -> float:
    """The last four weeks against the four before, drawn towards 1 where few asked."""
    return (sum(counts[_LATELY:]) + _AS_EVER) / (sum(counts[:_LATELY]) + _AS_EVER)


def urgency(state: State, askers_low: float, trend_: float) -> float:
    """Where an entry stands in the list, the highest first: cautious askers × what is left to do × trend."""
    return askers_low * OPEN[state] * trend_
