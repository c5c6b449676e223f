"""What a search by meaning keeps, and how near is near; pure."""

import unicodedata
from datetime import timedelta
from enum import StrEnum

KEPT = timedelta(minutes=10)
"""How long a search stands before it is made anew."""
FORGOTTEN = timedelta(hours=1)
"""Older ones are removed."""
FOUND = 300
"""The nearest that are kept."""
LOOKED_AT = 30_000
"""The newest feedback that is compared."""
QUESTION_CHARACTERS = 500
LEAST_LIKENESS = 0.5
"""Cosine below which nothing is shown.

Told by 10,590 reviews in both languages: of two questions about nothing that was said, one text reached it; of pairs
drawn by chance in different languages 1 in 1,000.
"""
CLOSE_LIKENESS = 0.65
"""Cosine from which on a text is called close rather than related."""


class Nearness(StrEnum):
    """How near a text is to the question, in words."""

    close = "close"
    related = "related"


def nearness(likeness: float) -> Nearness:
    """In words."""
    return Nearness.close if likeness >= CLOSE_LIKENESS else Nearness.related


def as_asked(question: str) -> str:
    """A question without what makes no difference: blanks, and how its characters are put together."""
    return " ".join(unicodedata.normalize("NFC", question).split())[:QUESTION_CHARACTERS]
