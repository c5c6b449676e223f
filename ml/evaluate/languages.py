"""Language identification against our own sentences, and against reviews that are known to be Korean or English.

`languages.tsv` was written for this: what people say of shops and apps, in 26 languages, plain, short, mixed and
romanised. The part `test` was written after the code was done.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ml.evaluate import Figure
from ml.language import detect
from ml.train.corpora import rows

_OWN = Path(__file__).with_name("languages.tsv")
_REVIEWS = (
    ("ko_app_reviews", "ko"),
    ("ko_nsmc", "ko"),
    ("en_play_reviews", "en"),
    ("en_airline_reasons", "en"),
)


def language(data: Path) -> list[Figure]:
    """Share of texts whose language is found."""
    return [*_own(), *(_share(data, name, wanted) for name, wanted in _REVIEWS)]


def sentences() -> Iterator[dict[str, str]]:
    """Our own: language, form, part, text."""
    with _OWN.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def _own() -> list[Figure]:
    found = list(sentences())
    spoken = len({row["language"] for row in found})
    figures = []
    for part in ("dev", "test"):
        own = [row for row in found if row["part"] == part]
        forms = " ".join(
            f"{form} {_right([row for row in own if row['form'] == form]):.2f}"
            for form in ("plain", "short", "mixed", "romanised")
        )
        note = f"{len(own)} sentences in {spoken} languages; {forms}"
        figures.append(Figure(f"language: own sentences, {part}", f"{_right(own):.3f}", "", note))
    return figures


def _right(found: list[dict[str, str]]) -> float:
    return float(np.mean([detect(row["text"]) == row["language"] for row in found]))


def _share(data: Path, name: str, wanted: str) -> Figure:
    found = [detect(row["text"]) == wanted for row in rows(data / name / "dev.jsonl.gz")]
    return Figure(f"language of {name}", f"{np.mean(found):.3f}", "", f"share found {wanted}")
