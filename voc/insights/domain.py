"""What a bucket counts; pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import Field

from voc.feedback.moods import mood
from voc.feedback.parts import themes_of
from voc.values import Value


class Counts(Value):
    """Counts over a set of feedback; adding two sets' counts gives the union's."""

    total: int = 0
    states: dict[str, int] = Field(default_factory=dict)
    kinds: dict[str, int] = Field(default_factory=dict)
    languages: dict[str, int] = Field(default_factory=dict)
    channels: dict[str, int] = Field(default_factory=dict)
    themes: dict[str, int] = Field(default_factory=dict)
    """One that speaks of two themes counts once for each."""
    moods: dict[str, int] = Field(default_factory=dict)
    """By `voc.feedback.moods.Mood`."""
    crossed: dict[str, int] = Field(default_factory=dict)
    """Themes by who spoke of them, see `crossings`; what is no feedback is left out."""
    sentiment_sum_milli: int = 0
    """Sum of sentiment × 1,000, rounded per row: whole numbers add up the same in any order."""


COUNTED_FIELDS = (
    "state", "kind", "language", "channel", "theme", "also", "sentiment", "noise", "respondent_segments"
)  # fmt: skip
CROSSED_BY = ("channel", "language", "segment")
"""What themes are told apart by."""


def crossings(row: Mapping[str, Any]) -> Iterator[str]:
    """Keys of `Counts.crossed` under which a row counts: `theme|grouping|value`.

    Without a theme for every row; without a value for every row of which the grouping is known.
    """
    if row.get("noise") or not row.get("kind"):
        return
    values: dict[str, Sequence[str]] = {name: (row[name],) for name in ("channel", "language") if row.get(name)}
    if row.get("respondent_segments") is not None:
        values["segment"] = row["respondent_segments"]
    for theme in ("", *themes_of(row)):
        for name, known in values.items():
            yield from (f"{theme}|{name}|{value}" for value in ("", *known))


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
        themes=dict(Counter(theme for row in rows for theme in themes_of(row))),
        moods=dict(Counter(mood(row["sentiment"]).value for row in rows if row.get("sentiment") is not None)),
        crossed=dict(Counter(key for row in rows for key in crossings(row))),
        sentiment_sum_milli=sum(round(row["sentiment"] * 1000) for row in rows if row.get("sentiment") is not None),
    )


def total(parts: Iterable[Mapping[str, Any]]) -> Counts:
    """The counts of a union, from dumped `Counts` of its parts."""
    sums: dict[str, Any] = {name: Counter() if isinstance(value, dict) else 0 for name, value in Counts()}
    for part in parts:
        for name, value in part.items():
            if isinstance(value, dict):
                sums[name].update(value)
            else:
                sums[name] += value
    return Counts(**{name: dict(value) if isinstance(value, Counter) else value for name, value in sums.items()})
