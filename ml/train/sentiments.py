"""Assemble the examples of each sentiment: stars that the writer gave."""

from __future__ import annotations

import random
from pathlib import Path

from ml.text import copy_key
from ml.train.corpora import Example, rows

_FILES = {
    "ko": (("ko_app_reviews", 40_000), ("ko_nsmc", 40_000)),
    "en": (("en_play_reviews", 36_000),),
}


def examples(data: Path, language: str, *, seed: int, without: set[str], most: int | None = None) -> list[Example]:
    """Reviews with `negative`, `neutral` or `positive` from stars.

    Args:
        data: folder of the data sets.
        language: `ko` or `en`.
        seed: of the samples drawn.
        without: copy keys that must not appear, because they are measured on.
        most: of each source; None for what a linear head needs.
    """
    out: list[Example] = []
    for source, enough in _FILES[language]:
        found = [Example(r["text"], r["label"], 1.0, source) for r in rows(data / source / "train.jsonl.gz")]
        random.Random(seed).shuffle(found)
        out += found[: most or enough]
    return [example for example in out if copy_key(example.text) not in without]
