"""Texts that people sorted by subject."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ml.train.corpora import rows

SETS = {
    "en_banking77": ("en_banking77/train.jsonl.gz", "label"),
    "en_clinc150": ("en_clinc150/train.jsonl.gz", "label"),
    "en_clinc150 dev": ("en_clinc150/dev.jsonl.gz", "label"),
    "en_hwu64": ("en_hwu64/train.jsonl.gz", "label"),
    "en_hwu64 dev": ("en_hwu64/dev.jsonl.gz", "label"),
    "en_stackoverflow": ("en_stackoverflow/dev.jsonl.gz", "label"),
    "en_airline_reasons": ("en_airline_reasons/dev.jsonl.gz", "label"),
    "ko_parakqc topics": ("ko_parakqc/dev.jsonl.gz", "topic"),
    "ko_parakqc groups": ("ko_parakqc/dev.jsonl.gz", "group"),
    "ko_petitions": ("ko_petitions/dev.jsonl.gz", "label"),
    "ko_app_reviews": ("ko_app_reviews/dev.jsonl.gz", "app"),
    "en_play_reviews": ("en_play_reviews/dev.jsonl.gz", "app"),
}
"""By name: a file, and the field that says what a text is about. The reviews' field is the app, which is no subject;
their figures say how far themes follow apps and are no aim."""


@dataclass(frozen=True)
class Labelled:
    """Texts and what people filed each under."""

    name: str
    texts: list[str]
    labels: list[str]

    @property
    def subjects(self) -> int:
        """How many labels there are."""
        return len(set(self.labels))


def labelled(data: Path, name: str) -> Labelled:
    """Read a set.

    Raises:
        KeyError: no such set.
    """
    path, field = SETS[name]
    found = list(rows(data / path))
    return Labelled(name, [row["text"] for row in found], [str(row[field]) for row in found])
