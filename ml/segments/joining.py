"""Which neighbouring pieces say one thing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from ml.segments.cuts import Bond


class Tone(StrEnum):
    """What a piece does, as far as joining goes."""

    good = "good"
    bad = "bad"
    wish = "wish"
    ask = "ask"
    flat = "flat"
    """A fact, or nothing."""


class Naming(IntEnum):
    """How a piece says what it speaks of."""

    nothing = 0
    """Not at all: "so annoying", 정말 좋아요."""
    mention = 1
    """Something stands in it."""
    subject = 2
    """It has a subject of its own."""
    topic = 3
    """It sets its subject against another's: 배송은."""


class Form(StrEnum):
    """What a piece is made of."""

    clause = "clause"
    """A subject and a verb."""
    fragment = "fragment"
    """No verb: "small portions"."""
    rest = "rest"
    """It leans on the piece before: "and it still hasn't shipped"."""


@dataclass(frozen=True)
class Piece:
    """What lies between two cuts, read on its own."""

    start: int
    end: int
    bond: Bond
    """To the piece before; the first piece's says nothing."""
    tone: Tone
    naming: Naming
    form: Form = Form.clause
    turns: bool = True
    """It begins with a "but"."""


_TONES = {"praise": Tone.good, "complaint": Tone.bad, "idea": Tone.wish, "question": Tone.ask}
_FLAT_BELOW = 0.5
"""Strength of feeling below which a piece of kind `other` takes no side."""


def tone(kind: str, sentiment: float) -> Tone:
    """What a reading amounts to."""
    if kind == "other":
        return Tone.flat if abs(sentiment) < _FLAT_BELOW else Tone.good if sentiment > 0 else Tone.bad
    return _TONES[kind]


def joined(pieces: list[Piece]) -> list[tuple[int, int]]:
    """Start and end of each segment: neighbours that say one thing become one."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        if groups and not _parts(groups[-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [(group[0].start, group[-1].end) for group in groups]


def _parts(before: list[Piece], piece: Piece) -> bool:
    """Whether a piece speaks of something else than the pieces before it."""
    tones = {other.tone for other in before}
    named = max(other.naming for other in before)
    turned = {piece.tone, *tones} >= {Tone.good, Tone.bad} or (Tone.good in tones) != (piece.tone is Tone.good)
    both = min(named, piece.naming)
    match piece.bond:
        case Bond.stop:
            asked = piece.tone is Tone.ask and piece.tone not in tones
            opposed = {piece.tone, *tones} >= {Tone.good, Tone.bad} and (piece.naming or piece.turns)
            least = Naming.subject if piece.tone in {*tones, Tone.flat} else Naming.mention
            return asked or opposed or both >= least
        case Bond.contrast:
            about = named >= Naming.subject and piece.naming >= Naming.mention
            return about or (turned and Tone.flat not in {piece.tone, *tones})
        case Bond.lean:
            return (named is Naming.topic and piece.naming >= Naming.mention) or (
                turned and piece.tone is not Tone.flat and Tone.flat not in tones
            )
        case Bond.joint:
            alone = piece.form is Form.clause or before[-1].form is piece.form is Form.fragment
            return alone and piece.naming >= Naming.subject and named >= Naming.mention
