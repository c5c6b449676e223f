"""Names that a person would recognise, keywords and quotes for themes.

`english` and `korean` turn a text into terms, `contrast` finds the terms that set a theme apart,
`names` chooses among them so that no two themes are called alike, `quotes` picks the sentences.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol


class Term(NamedTuple):
    """A word or phrase of a text."""

    key: str
    """Equal for forms of one word; the words of a phrase are joined by a space."""
    shown: str
    """As a person would write it."""
    proper: bool = False
    """Written here as a proper noun: a brand, a product, a place."""


class TermReader(Protocol):
    """Turns texts of one language into their terms."""

    def terms(self, texts: Sequence[str]) -> list[list[Term]]:
        """The distinct terms of each text, in order of first appearance."""
        ...


def reader_for(language: str) -> TermReader:
    """The reader of a language; languages without their own are read like English."""
    if language == "ko":
        from ml.naming.korean import korean_reader

        return korean_reader()
    from ml.naming.english import EnglishTerms

    return EnglishTerms()


def stop_words(name: str) -> frozenset[str]:
    """Words that name nothing: those of grammar, and those that every app review holds."""
    lines = json.loads(Path(__file__).with_name("stopwords.json").read_text("utf-8"))[name]
    return frozenset(" ".join(lines).split())
