"""A place where one thing may end and another begin."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Bond(IntEnum):
    """How closely the pieces on both sides of a cut hang together, the loosest first."""

    stop = 0
    """A sentence ends."""
    contrast = 1
    """But, however, 지만, 근데."""
    lean = 2
    """는데: a contrast, or merely what happened before."""
    joint = 3
    """And, a comma, 고."""


@dataclass(frozen=True)
class Cut:
    """Between two characters of a text."""

    place: int
    bond: Bond


def thinned(cuts: list[Cut], text: str, most: int) -> list[Cut]:
    """At most `most` cuts, the loosest bonds first, in order; none with nothing to read on one of its sides."""
    best: dict[int, Cut] = {}
    for cut in sorted(cuts, key=lambda cut: (cut.place, cut.bond)):
        best.setdefault(cut.place, cut)
    kept: list[Cut] = []
    for cut in best.values():
        start = kept[-1].place if kept else 0
        if says_something(text[start : cut.place]):
            kept.append(cut)
        elif kept and cut.bond < kept[-1].bond:
            kept[-1] = Cut(kept[-1].place, cut.bond)
    while kept and not says_something(text[kept[-1].place :]):
        kept.pop()
    loosest = sorted(kept, key=lambda cut: (cut.bond, cut.place))[:most]
    return sorted(loosest, key=lambda cut: cut.place)


def says_something(piece: str) -> bool:
    """Whether there is anything to read: ㅠㅠ and ㅋㅋ are a face, not a word."""
    return any(character.isalnum() and not "\u3131" <= character <= "\u318e" for character in piece)
