"""Translations that may train shipped weights."""

from __future__ import annotations

import csv
import gzip
import random
from dataclasses import dataclass
from pathlib import Path

_MAX_CHARACTERS = 250
_REFUSED = ("GPL", "MPL", "NC", "see repo")
"""Licences, as the data set states them, whose pairs train nothing that we ship."""
_AT_MOST = {
    "tensorflow_docs_ko": 9_000,
    "python_docs_ko": 9_000,
    "react_docs_ko": 7_000,
    "godot_editor_ko": 6_000,
}
"""Documentation is plenty and far from how customers speak."""


@dataclass(frozen=True)
class Pair:
    """A sentence and its translation."""

    english: str
    korean: str
    source: str
    licence: str


def pairs(data: Path, seed: int) -> list[Pair]:
    """Translations that may train shipped weights, shuffled."""
    found: list[Pair] = []
    seen: dict[str, int] = {}
    lines = stored(data, "train")
    random.Random(seed).shuffle(lines)
    for line in lines:
        source, licence = line["source"], line["licence"]
        long = len(line["en"]) > _MAX_CHARACTERS or len(line["ko"]) < 2
        if long or any(word in licence for word in _REFUSED):
            continue
        seen[source] = seen.get(source, 0) + 1
        if seen[source] <= _AT_MOST.get(source, len(lines)):
            found.append(Pair(line["en"], line["ko"], source, licence))
    return found


def stored(data: Path, part: str) -> list[dict[str, str]]:
    """Rows of `train` or `dev` as they lie there: en, ko, source, licence, kind."""
    csv.field_size_limit(1 << 24)
    with gzip.open(data / "parallel_ko_en" / f"{part}.tsv.gz", "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
