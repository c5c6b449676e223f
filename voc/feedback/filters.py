"""What a list of feedback is narrowed by."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from voc.feedback import domain
from voc.feedback.moods import Mood, mood
from voc.feedback.words.domain import Search, holds, search_of
from voc.feedback.words.finding import Span
from voc.values import Value

EQUAL = ("kind", "language", "channel", "state", "noise")
"""Filters that a field equals."""


class Filters(Value):
    """What a list of feedback is narrowed by; None: not at all. A theme's are those that speak of it, be it beside
    another."""

    kind: str | None = None
    theme: str | None = None
    language: str | None = None
    customers: Sequence[str] | None = None
    """The records of one person, by our ids."""
    channel: str | None = None
    segment: str | None = None
    """Only answers to surveys, of those who were in this segment."""
    mood: Mood | None = None
    state: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    """Exclusive."""
    q: str | None = None
    """Words that the verbatim holds, see `words.domain`."""
    unsure: bool = False
    """Only what a person should look at."""
    noise: str | None = None
    """Only what is no feedback, for this reason."""

    @property
    def search(self) -> Search | None:
        """The words; None: none are asked for."""
        return search_of(self.q) if self.q else None

    def span(self, after: str | None = None) -> Span:
        """The positions of the period, from below `after`, where the page before ended."""
        ends = [end for end in (after, self.until and domain.instant(self.until)) if end]
        return Span(least=domain.instant(self.since) if self.since else None, below=min(ends, default=None))

    def conditions(self) -> list[dict[str, Any]]:
        """As MongoDB filters, without workspace, words and paging; what fits any of them is meant.

        Scalars are compared by `$eq`: with a bare value the embedded engine would look into arrays as well, and for
        that read every row instead of an index.
        """
        plain = self._conditions()
        return [plain | {"theme": {"$eq": self.theme}}, plain | beside_another(self.theme)] if self.theme else [plain]

    def _conditions(self) -> dict[str, Any]:
        conditions: dict[str, Any] = {name: {"$eq": value} for name in EQUAL if (value := getattr(self, name))}
        if self.unsure:
            conditions["unsure"] = True
        if self.customers is not None:
            conditions["customer"] = _one_of(self.customers)
        if self.segment:
            conditions["respondent_segments"] = self.segment
        if self.mood:
            conditions["sentiment"] = self.mood.condition()
        return conditions

    def fits(self, row: Mapping[str, Any], search: Search | None) -> bool:
        """Whether a row is meant, its period left aside; `search`: as the property has it."""
        return (
            all(row.get(name) == value for name in EQUAL if (value := getattr(self, name)))
            and (not self.theme or self.theme in (row.get("theme"), *(row.get("also") or ())))
            and (not self.unsure or bool(row.get("unsure")))
            and (self.customers is None or row.get("customer") in self.customers)
            and (not self.segment or self.segment in (row.get("respondent_segments") or ()))
            and (not self.mood or (row.get("sentiment") is not None and mood(row["sentiment"]) == self.mood))
            and (search is None or holds(row["text"], search))
        )


def beside_another(theme: str) -> dict[str, Any]:
    """What speaks of a theme beside another, as a MongoDB filter that both engines find by an index."""
    return {"several_themes": True, "also": theme}


def _one_of(values: Sequence[str]) -> dict[str, Any]:
    return {"$eq": values[0]} if len(values) == 1 else {"$in": list(values)}
