"""Whether a sentence is borne out by sources, and whether two sentences contradict each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ml.drafting.polarity import kinds, opposed, stands
from ml.drafting.quantities import Quantity, clash, differing, is_price, quantities
from ml.drafting.sentences import sentences
from ml.drafting.words import content, covered
from ml.language import detect_all

Embed = Callable[[Sequence[str], Sequence[str]], np.ndarray]
"""Texts and their languages to (n, width) float32, unit rows."""

BORNE_OUT = 0.8
"""Share of a claim's content words that its source must hold, or …"""
NEARLY, LIKENESS = 0.6, 0.75
"""… this share, where the encoder finds the two alike."""
ONE_THING, BOTH_WITH_MORE = 0.62, 0.66
"""Mean of shared words and likeness from which two sentences speak of one thing; the second where each has a word that
the other has not."""
SAME_WORDS = 0.75
"""Share of words, either way, from which two sentences are one with other numbers."""
_CLAUSE = re.compile(r"(?<=[가-힣]며)[\s,]+|(?<=지만)[\s,]+|;\s|,\s(?:and|but)\s")
_LOOKED_AT = 6
"""Places of the sources, the likeliest first, that a claim is held against."""
_NAMED = re.compile(r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.\w+|\b\d{2,4}-\d{3,4}(?:-\d{4})?\b")
"""Addresses and telephone numbers: a source must hold them as they are."""


@dataclass(frozen=True)
class Claim:
    """A sentence, or a few that stand together, with what can be compared."""

    text: str

    @cached_property
    def words(self) -> list[str]:
        """See `words.content`."""
        return content(self.text)

    @cached_property
    def quantities(self) -> list[Quantity]:
        """See `quantities.quantities`."""
        return quantities(self.text)

    @cached_property
    def kinds(self) -> list[frozenset[str]]:
        """See `polarity.kinds`."""
        return kinds(self.text)

    @cached_property
    def stands(self) -> dict[str, int]:
        """See `polarity.stands`."""
        return dict(stands(self.text))

    def share_in(self, other: Claim) -> float:
        """Share of the content words that the other holds; 1 of a claim without any."""
        found = covered(self.words, other.words)
        return sum(found) / len(found) if found else 1.0


def supported(sentence: str, sources: Sequence[str], embed: Embed) -> bool:
    """Whether some place of the sources, one sentence or two neighbours, bears the whole sentence out.

    Its content words must stand there, its numbers with the same units, addresses letter by letter, and nothing that
    it affirms may be denied there. A sentence without words is borne out by nothing.

    Args:
        sentence: as a person or a language model wrote it.
        sources: passages of any length.
        embed: makes vectors.
    """
    claim = Claim(sentence)
    if not claim.words and not claim.quantities:
        return False
    ones, twos = _places(sources)
    if not ones or _clashes(claim, ones):
        return False
    places = [*ones, *twos]
    shares = np.array([claim.share_in(place) for place in places])
    order = np.argsort(-shares, kind="stable")[:_LOOKED_AT]
    likeness = _likeness(sentence, [places[i].text for i in order], embed)
    return any(
        _bears_out(claim, places[i], float(shares[i]), float(alike)) for i, alike in zip(order, likeness, strict=True)
    )


def conflicting(sentence: str, other: str, embed: Embed) -> str | None:
    """Why two sentences cannot both be right of one thing: `number`, `opposite` or `denial`; None if they can.

    Args:
        sentence: whole, of one source.
        other: whole, of another.
        embed: makes vectors.
    """
    vectors = embed([sentence, other], detect_all([sentence, other]))
    return contradiction(Claim(sentence), Claim(other), float(vectors[0] @ vectors[1]))


def contradiction(one: Claim, other: Claim, likeness: float) -> str | None:
    """As `conflicting`, of claims whose likeness is known."""
    shares = one.share_in(other), other.share_in(one)
    least = ONE_THING if max(shares) == 1 else BOTH_WITH_MORE
    if (max(shares) + likeness) / 2 < least or _of_different_kinds(one, other):
        return None
    scales = opposed(one.stands, other.stands)
    if len(scales) % 2:
        return "denial" if "so" in scales else "opposite"
    if scales:
        return None
    if any(_is_free(side, against) for side, against in ((one, other), (other, one))):
        return "opposite"
    ones, others = one.quantities, other.quantities
    if min(shares) >= SAME_WORDS:  # "until 11, there by 7" and "until 10, there by 7" agree on 7 alone
        ones, others = differing(ones, others)
    return "number" if clash(ones, others) else None


def _of_different_kinds(one: Claim, other: Claim) -> bool:
    return any(mine and theirs and not mine & theirs for mine, theirs in zip(one.kinds, other.kinds, strict=True))


def _is_free(one: Claim, other: Claim) -> bool:
    """Whether one says that a thing is free, and the other what it costs."""
    free, priced = one.stands.get("free", 0) > 0, any(is_price(each) for each in other.quantities)
    return free and priced and not one.quantities and not other.stands.get("free")


def _places(sources: Sequence[str]) -> tuple[list[Claim], list[Claim]]:
    """Sentences of sources and clauses of them; and neighbours together, for a claim may sum two of them up."""
    ones: list[str] = []
    twos: list[str] = []
    for source in sources:
        spans = sentences(source)
        whole = [source[start:end] for start, end in spans]
        clauses = [clause for one in whole for clause in _CLAUSE.split(one) if clause != one and content(clause)]
        ones += [*whole, *clauses]
        twos += [source[one[0] : other[1]] for one, other in zip(spans, spans[1:], strict=False)]
    return [Claim(text) for text in ones], [Claim(text) for text in twos]


def _likeness(sentence: str, places: Sequence[str], embed: Embed) -> np.ndarray:
    texts = [sentence, *places]
    vectors = embed(texts, detect_all(texts))
    return vectors[1:] @ vectors[0]


def _bears_out(claim: Claim, place: Claim, share: float, likeness: float) -> bool:
    if share < (NEARLY if likeness >= LIKENESS else BORNE_OUT):
        return False
    if not all(any(one.equals(other) for other in place.quantities) for one in claim.quantities):
        return False
    if not all(name.rstrip(".,)") in place.text for name in _NAMED.findall(claim.text)):
        return False
    return not opposed(claim.stands, place.stands) and not _of_different_kinds(claim, place)


def _clashes(claim: Claim, ones: Sequence[Claim]) -> bool:
    """Whether every sentence that shares most with a claim has other numbers: they may stand in the one beside it."""
    shares = [claim.share_in(one) for one in ones]
    nearest = [one for one, share in zip(ones, shares, strict=True) if share == max(shares)]
    return all(clash(claim.quantities, one.quantities) for one in nearest)
