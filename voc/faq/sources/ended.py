"""Whether a conversation ended well with an answer; pure.

Nobody asked on: after the answer the customer wrote nothing but thanks, for as long as people usually need to try what
they were told. And nobody was dissatisfied: no rating after it is below four of five. Most people rate nothing, so
silence counts; a reviewer still reads every answer before it is published.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from voc.values import Value

QUIET_MS = timedelta(days=3) // timedelta(milliseconds=1)
RATED_WITHIN_MS = timedelta(days=14) // timedelta(milliseconds=1)
LEAST_GOOD_SHARE = 0.8
LEAST_CHARACTERS = 20
"""Of an answer that tells something."""


class Turn(NamedTuple):
    """Something said in a conversation."""

    at: int
    """A `voc.clock.stamp`."""
    ours: bool
    """A colleague's words."""
    text: str
    courtesy: bool = False
    """Thanks and the like."""


class Rating(NamedTuple):
    """What a customer gave."""

    at: int
    share: float
    """Of the highest."""


class Answered(Value):
    """A question and what colleagues answered to it."""

    question: str
    answers: tuple[str, ...]
    at: int
    """When the last of them was sent."""


def answered(turns: Sequence[Turn], ratings: Sequence[Rating], *, now: int) -> Answered | None:
    """The last question of a conversation and its answers, if it ended well.

    Args:
        turns: of one conversation, in order.
        ratings: the customer's.
        now: a `voc.clock.stamp`.
    """
    said = [turn for turn in turns if turn.ours or not turn.courtesy]
    if not said or not said[-1].ours:
        return None  # they asked on, or nobody answered
    first = next((place for place in range(len(said), 0, -1) if not said[place - 1].ours), None)
    if first is None:
        return None  # we wrote first: there is no question
    begun = next((place for place in range(first, 0, -1) if said[place - 1].ours), 0)
    question = "\n".join(turn.text for turn in said[begun:first]).strip()
    answers = tuple(text for turn in said[first:] if len(text := turn.text.strip()) >= LEAST_CHARACTERS)
    end = said[-1].at
    if not question or not answers or now - end < QUIET_MS or _dissatisfied(ratings, end):
        return None
    return Answered(question=question, answers=answers, at=end)


def _dissatisfied(ratings: Sequence[Rating], end: int) -> bool:
    return any(0 <= each.at - end <= RATED_WITHIN_MS and each.share < LEAST_GOOD_SHARE for each in ratings)
