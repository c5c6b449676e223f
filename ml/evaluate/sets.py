"""Texts that people sorted by subject."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ml.train.corpora import rows


class Source(NamedTuple):
    """Where a set is, and which field says what a text is about."""

    file: str
    field: str


SETS = {
    "en_banking77": Source("en_banking77/train.jsonl.gz", "label"),
    "en_clinc150": Source("en_clinc150/train.jsonl.gz", "label"),
    "en_clinc150 dev": Source("en_clinc150/dev.jsonl.gz", "label"),
    "en_hwu64": Source("en_hwu64/train.jsonl.gz", "label"),
    "en_hwu64 dev": Source("en_hwu64/dev.jsonl.gz", "label"),
    "en_stackoverflow": Source("en_stackoverflow/dev.jsonl.gz", "label"),
    "en_airline_reasons": Source("en_airline_reasons/dev.jsonl.gz", "label"),
    "ko_parakqc topics": Source("ko_parakqc/dev.jsonl.gz", "topic"),
    "ko_parakqc groups": Source("ko_parakqc/dev.jsonl.gz", "group"),
    "ko_petitions": Source("ko_petitions/dev.jsonl.gz", "label"),
    "ko_app_reviews": Source("ko_app_reviews/dev.jsonl.gz", "app"),
    "en_play_reviews": Source("en_play_reviews/dev.jsonl.gz", "app"),
}
"""By name. The reviews' field is the app, which is no subject;
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
    source = SETS[name]
    found = list(rows(data / source.file))
    return Labelled(name, [row["text"] for row in found], [str(row[source.field]) for row in found])
