"""What a bucket counts; pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import Field

from voc.values import Value


class Counts(Value):
    """Counts over a set of feedback; adding two sets' counts gives the union's."""

    total: int = 0
    states: dict[str, int] = Field(default_factory=dict)
    kinds: dict[str, int] = Field(default_factory=dict)
    languages: dict[str, int] = Field(default_factory=dict)
    channels: dict[str, int] = Field(default_factory=dict)
    themes: dict[str, int] = Field(default_factory=dict)
    sentiment_sum_milli: int = 0
    """Sum of sentiment × 1,000, rounded per row: whole numbers add up the same in any order."""

    def __add__(self, other: "Counts") -> "Counts":
        merged: dict[str, Any] = {}
        for name in type(self).model_fields:
            mine, theirs = getattr(self, name), getattr(other, name)
            merged[name] = dict(Counter(mine) + Counter(theirs)) if isinstance(mine, dict) else mine + theirs
        return Counts(**merged)


COUNTED_FIELDS = ("state", "kind", "language", "channel", "theme", "sentiment")


def count(rows: Iterable[Mapping[str, Any]]) -> Counts:
    """Count raw feedback rows (those of `COUNTED_FIELDS` that are set)."""
    rows = list(rows)

    def tally(field: str) -> dict[str, int]:
        return dict(Counter(row[field] for row in rows if row.get(field)))

    return Counts(
        total=len(rows),
        states=tally("state"),
        kinds=tally("kind"),
        languages=tally("language"),
        channels=tally("channel"),
        themes=tally("theme"),
        sentiment_sum_milli=sum(round(row["sentiment"] * 1000) for row in rows if row.get("sentiment") is not None),
    )
