"""The scores of a bucket by one facet at a time, which is all that metrics ask for; pure.

Cells are as many as combinations of facets, and grow with the number of responses; a margin has a part for each value
of one facet. Each is stored in a field of its own, so that a metric reads the one that it is told apart by.
"""

import json
import zlib
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from voc.results.filters import values
from voc.results.tally import SCORES, Cells

TOTAL = "total"
"""Not told apart by any facet."""
FACETS = ("segment", "channel", "language", "device", "source", "department", "journey_step", "product_area")


class Place(NamedTuple):
    """What the answers of a part have in common."""

    type: str
    """One of `tally.SCORES`."""
    question: str
    version: int
    values: tuple[str, ...]
    """Of the facet: several segments, one of everything else, none where it is not known."""


class Part(NamedTuple):
    """Answers to one question of one version."""

    place: Place
    counts: dict[int, int]
    """How often each value was given."""


def field(name: str) -> str:
    """Where a bucket keeps the margin of a facet, or `TOTAL`."""
    return f"scores_by_{name}" if name != TOTAL else "scores"


def fields(cells: Cells) -> dict[str, bytes]:
    """Every margin, as a bucket keeps them."""
    return {field(name): _pack(margin(cells, name)) for name in (TOTAL, *FACETS)}


def margin(cells: Cells, name: str) -> list[Part]:
    """The scores of these cells by a facet, or `TOTAL`."""
    sums: dict[Place, Counter[int]] = {}
    for facets, cell in cells.items():
        told = values(facets, name) if name != TOTAL else ()
        for (question, type_), tally in cell.questions.items():
            if type_ in SCORES and tally.values:
                counts = sums.setdefault(Place(type_, question, facets.version, told), Counter())
                counts.update({int(value): count for value, count in tally.values.items()})
    return [Part(place, dict(sorted(counts.items()))) for place, counts in sorted(sums.items())]


def unpack(stored: bytes) -> list[Part]:
    """A margin as it was kept."""
    return [
        Part(Place(type_, question, version, tuple(told)), {int(value): count for value, count in counts})
        for type_, question, version, told, counts in json.loads(zlib.decompress(stored))
    ]


def _pack(parts: Sequence[Part]) -> bytes:
    rows = [[*part.place, list(part.counts.items())] for part in parts]
    return zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode())
