"""The data sets: how they are read, and which may train weights that we ship."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Example:
    """One labelled text."""

    text: str
    label: str
    weight: float
    """How much it counts in fitting; 1 is a label that a person gave to this very text."""
    source: str


@dataclass(frozen=True)
class Source:
    """Where examples come from and on what terms."""

    licence: str
    used_for: str
    trains: bool = True
    """False: may be measured on, never fitted."""


SOURCES = {
    "maalej2015": Source("CC0-1.0", "English kind"),
    "pan_sentences": Source("none stated", "English kind"),
    "ys_playstore2022": Source("none stated", "English kind"),
    "vu_appstore2017": Source("none stated", "English kind"),
    "nlbse2024_issues": Source("file empty (2023 edition AGPL-3.0)", "measured only", False),
    "semeval2019t9A": Source("CC BY-NC-SA 4.0", "measured only", False),
    "semeval2019t9B": Source("CC BY-NC-SA 4.0", "measured only", False),
    "airline_tweets2015": Source("none stated; elsewhere listed as CC BY-NC-SA 4.0", "measured only", False),
    "en_play_reviews": Source("none stated", "English sentiment by stars; English kind by rule"),
    "en_banking77": Source("CC BY 4.0", "English questions"),
    "en_clinc150": Source("CC BY 3.0", "English small talk as other"),
    "parallel_ko_en": Source("per pair, see below", "English questions and talk, of GoEmotions and XPersona"),
    "ko_feedback_type": Source("labels new; texts none stated / MIT", "Korean kind"),
    "ko_app_reviews": Source("none stated", "Korean sentiment by stars; Korean kind by rule; Korean vocabulary"),
    "ko_kote": Source("MIT", "Korean comments as other; Korean vocabulary"),
    "ko_3i4k": Source("CC BY-SA 4.0", "Korean questions and statements"),
    "ko_nsmc": Source("CC0-1.0", "Korean sentiment; Korean vocabulary"),
    "phrases": Source("Apache-2.0, our own", "every kind, in both languages"),
}


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Objects of a .jsonl or .jsonl.gz file."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def trainable(source: str) -> bool:
    """Whether rows of this source may train weights that we ship."""
    return SOURCES[source].trains
