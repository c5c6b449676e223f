"""Sentences of our own with and without a source, and pairs that can and cannot both be right; see `faq_claims.tsv`.

Every other row of a kind is for choosing constants, and the rest is held apart. `faq_claims_blind.tsv` was written
later, before anybody saw what the code says of it: its figures are the ones to believe, and nothing is chosen on it.
"""

import csv
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from ml.drafting.agreement import Embed, conflicting, supported
from tests.bench.faq_sets import APART, TUNING

BLIND = "blind"


class Row(NamedTuple):
    """Two texts, and what a person says of them."""

    task: str
    """`supported`: the first is borne out by the second; `conflicting`: both cannot be right."""
    language: str
    label: str
    one: str
    other: str


def rows() -> dict[str, list[Row]]:
    """Both halves of the first set, and the blind one."""
    parts: dict[str, list[Row]] = {TUNING: [], APART: [], BLIND: _read("faq_claims_blind.tsv")}
    seen: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in _read("faq_claims.tsv"):
        kind = (row.task, row.language, row.label)
        parts[APART if seen[kind] % 2 else TUNING].append(row)
        seen[kind] += 1
    return parts


def _read(name: str) -> list[Row]:
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        return [Row._make(row) for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def says(row: Row, embed: Embed) -> bool:
    """What the code says of a row."""
    if row.task == "supported":
        return supported(row.one, [row.other], embed)
    return conflicting(row.one, row.other, embed) is not None


def figures(embed: Embed) -> list[dict[str, object]]:
    """Precision and recall by task, half and language."""
    found: dict[tuple[str, str, str], list[tuple[bool, bool]]] = defaultdict(list)
    for half, own in rows().items():
        for row in own:
            found[row.task, half, row.language].append((says(row, embed), row.label == "yes"))
    return [
        {"task": task, "half": half, "language": language, "pairs": len(own), **_scores(own)}
        for (task, half, language), own in sorted(found.items())
    ]


def _scores(told: list[tuple[bool, bool]]) -> dict[str, float]:
    both = sum(said and true for said, true in told)
    return {
        "precision": round(both / max(1, sum(said for said, _ in told)), 3),
        "recall": round(both / max(1, sum(true for _, true in told)), 3),
    }
