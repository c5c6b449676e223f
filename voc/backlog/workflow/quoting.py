"""Which verbatims stand for an item: the typical ones first, and no two that say the same; pure."""

from collections.abc import Sequence

from voc.feedback.schemas import FeedbackOut

MOST = 5
FEWEST = 3
"""Fewer than so many typical ones are filled up with others."""
TOO_ALIKE = 0.5
CHANNEL_WEIGHT = 0.2
"""What a channel that is not quoted yet is worth, in shares of unlike wording."""


def diverse(typical: Sequence[FeedbackOut], others: Sequence[FeedbackOut]) -> list[FeedbackOut]:
    """At most five verbatims of different customers, each as unlike those before it as there are.

    Maximal marginal relevance over wording and channel: the order given is the relevance, and decides between equals.

    Source:
        Carbonell and Goldstein, "The Use of MMR", SIGIR 1998.
    """
    chosen: list[FeedbackOut] = []
    _fill(chosen, typical, MOST)
    _fill(chosen, others, FEWEST)
    return chosen


def likeness(one: str, other: str) -> float:
    """0…1: shared pairs of letters ÷ all of them (Jaccard), which needs no words and so reads Korean, too."""
    mine, theirs = _pairs(one), _pairs(other)
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0


def _fill(chosen: list[FeedbackOut], candidates: Sequence[FeedbackOut], most: int) -> None:
    left = list(candidates)
    while left and len(chosen) < most:
        said = {_who(row) for row in chosen}
        alike = {row.id: max((likeness(row.text, other.text) for other in chosen), default=0.0) for row in left}
        left = [row for row in left if _who(row) not in said and alike[row.id] < TOO_ALIKE]
        if not left:
            return
        heard = {row.channel for row in chosen}
        best = max(left, key=lambda row: (row.channel not in heard) * CHANNEL_WEIGHT - alike[row.id])
        chosen.append(best)
        left.remove(best)


def _who(row: FeedbackOut) -> str:
    return row.customer or row.id


def _pairs(text: str) -> set[str]:
    plain = "".join(letter for letter in text.casefold() if letter.isalnum())
    return {plain[at : at + 2] for at in range(len(plain) - 1)}
