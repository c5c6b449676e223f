"""Counts beside a list, of what it may be narrowed by; pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from voc.feedback.moods import mood
from voc.feedback.parts import themes_of

FACETS = ("kind", "mood", "channel", "language", "theme", "month")
FIELDS = (
    "kind", "sentiment", "channel", "language", "theme", "also", "noise", "state", "customer", "respondent_segments",
    "unsure",
)  # fmt: skip
"""What is read of a record to count it, and to tell whether it fits the filters."""
Counts = Mapping[str, Mapping[str, int]]
"""By facet and value."""


def counts(rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    """How many rows have each value; one that speaks of two themes counts for both."""
    found: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for row in rows:
        for name in ("kind", "channel", "language"):
            if row.get(name):
                found[name][row[name]] += 1
        if row.get("sentiment") is not None:
            found["mood"][mood(row["sentiment"]).value] += 1
        found["theme"].update(themes_of(row))
        found["month"][month_of(row["position"])] += 1
    return {name: dict(counted) for name, counted in found.items()}


def month_of(position: str) -> str:
    """The month, UTC, in which something was said: 2026-11."""
    return f"{position[:4]}-{position[4:6]}"
