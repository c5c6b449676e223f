"""What the parts of a verbatim are evidence of; pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from voc.feedback.domain import Part


def beside(theme: str | None, parts: Sequence[Part]) -> tuple[str, ...]:
    """Themes of a verbatim's parts beside its own, each once, in the order of the text."""
    return tuple(dict.fromkeys(part.theme for part in parts if part.theme and part.theme != theme))


def themes_of(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Every theme that a record is evidence of, each once."""
    own = (row["theme"],) if row.get("theme") else ()
    return tuple(dict.fromkeys((*own, *(row.get("also") or ()))))


def sentiment_towards(row: Mapping[str, Any], theme: str) -> float | None:
    """How the writer feels about one theme: in the parts that speak of it, or else altogether."""
    felt = [part["sentiment"] for part in row.get("segments") or () if part["theme"] == theme]
    return sum(felt) / len(felt) if felt else row.get("sentiment")
