"""What an entry says; pure."""

from enum import StrEnum

from voc.values import Value

SENTENCES_LIMIT = 30
TEXT_LIMIT_CHARACTERS = 2_000
"""Of a question or one sentence."""
ALIASES_LIMIT = 50


class Support(StrEnum):
    """Whether a sentence's source bears it out."""

    quoted = "quoted"
    """Word for word."""
    borne_out = "borne_out"
    unchecked = "unchecked"
    unsupported = "unsupported"
    own = "own"
    """A colleague says so; no document does."""


class Source(Value):
    """Where a sentence was taken from."""

    passage: str
    source: str
    """Of which the passage is a part."""
    start: int = 0
    end: int = 0
    """Characters of the passage's text."""
    quote: str
    """Those characters, as they stood there."""


class Sentence(Value):
    """A sentence of an answer."""

    text: str
    source: Source | None = None
    by: str | None = None
    """Without a source: the member or key who says so."""
    support: Support = Support.quoted
    rewritten: bool = False
    """Whether a language model worded it."""


class Content(Value):
    """What a version holds, and what restoring brings back."""

    question: str
    aliases: tuple[str, ...] = ()
    answer: tuple[Sentence, ...] = ()
    category: str | None = None
    audience: str | None = None
    other: str | None = None
    """The entry that answers the same in the other language."""
    review_by: str | None = None
    """A day, as `2026-11-21`: from then on it is stale."""


class Conflict(Value):
    """Two sentences of different sources that cannot both be right."""

    one: Sentence
    other: Sentence
    reason: str
    """`number`, `opposite` or `denial`."""
    chosen: str | None = None
    """The text that a person found right; None: undecided."""
    by: str | None = None
