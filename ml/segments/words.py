"""Lists of words that the rules of a language go by."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path


@cache
def _lists() -> dict[str, list[str]]:
    return json.loads(Path(__file__).with_name("words.json").read_text("utf-8"))


def words(name: str) -> frozenset[str]:
    """One list: `korean.adverbs`, `english.hollow`, …"""
    return frozenset(word for line in _lists()[name] for word in line.split())


def one_of(name: str) -> str:
    """A list as the alternatives of a regular expression, the longest first."""
    return "|".join(sorted(words(name), key=lambda word: (-len(word), word)))
