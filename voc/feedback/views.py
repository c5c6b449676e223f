"""Feedback as pages show it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from voc.feedback.facets import Counts
from voc.feedback.schemas import FeedbackOut
from voc.feedback.speakers import speaker
from voc.feedback.surroundings import ThemeLink
from voc.feedback.words.domain import Search, marks
from voc.redaction import pieces

THEMES_SHOWN = 12
MONTHS_SHOWN = 12
MOODS = ("low", "even", "high")
KINDS = ("complaint", "idea", "question", "praise", "other")


class Option(NamedTuple):
    """A value to narrow by."""

    value: str
    shown: str | date
    count: int
    at_least: bool
    """Whether there are more than were counted."""
    changes: Mapping[str, str]
    """What choosing it changes in the address; once chosen, what taking it away does."""
    chosen: bool


def row_view(row: FeedbackOut, themes: Mapping[str, ThemeLink], labels: Mapping[str, str]) -> dict[str, Any]:
    """A verbatim as the templates show it: with its themes' names, and what its customer is called."""
    return row.model_dump() | {
        "theme": themes.get(row.theme or ""),
        "also": [themes[id_] for id_ in row.also if id_ in themes],
        "segments": _parts(row, themes),
        "customer": speaker(row, labels),
    }


def hit(
    row: FeedbackOut,
    themes: Mapping[str, ThemeLink],
    labels: Mapping[str, str],
    search: Search | None,
    likeness: Mapping[str, float],
) -> dict[str, Any]:
    """The same in a list, with what was searched for marked, and how near it is to what was asked."""
    marked = list(_marked(row.text, search)) if search else []
    return row_view(row, themes, labels) | {"marked": marked, "likeness": likeness.get(row.id)}


def facet_views(
    counts: Counts, themes: Mapping[str, ThemeLink], asked: Mapping[str, str | None], at_least: Collection[str]
) -> dict[str, list[Option]]:
    """Values to narrow by: the most frequent first, moods and kinds in their order, months from the newest.

    Args:
        counts: by facet and value.
        themes: those in use.
        asked: what the address says.
        at_least: facets of which more fits than was counted.
    """

    def option(name: str, value: str, shown: str | date, changes: Mapping[str, str]) -> Option:
        chosen = all(asked[key] == wanted for key, wanted in changes.items())
        count, more = counts.get(name, {}).get(value, 0), name in at_least
        return Option(value, shown, count, more, dict.fromkeys(changes, "") if chosen else changes, chosen)

    def plain(name: str, values: Iterable[str]) -> list[Option]:
        return [option(name, value, value, {name: value}) for value in values if counts.get(name, {}).get(value)]

    def ranked(name: str) -> list[str]:
        own = counts.get(name, {})
        return sorted(own, key=lambda value: (-own[value], value))

    named = [id_ for id_ in ranked("theme") if id_ in themes]
    months = sorted((month for month, count in counts.get("month", {}).items() if count), reverse=True)
    return {
        "kind": plain("kind", KINDS),
        "mood": plain("mood", MOODS),
        "theme": [option("theme", id_, themes[id_].name, {"theme": id_}) for id_ in named[:THEMES_SHOWN]],
        "channel": plain("channel", ranked("channel")),
        "language": plain("language", ranked("language")),
        "month": [option("month", month, *_month(month)) for month in months[:MONTHS_SHOWN]],
    }


def _month(month: str) -> tuple[date, dict[str, str]]:
    """The first day of a month, and the period that it is in the address."""
    start = date.fromisoformat(f"{month}-01")
    end = (start + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return start, {"since": start.isoformat(), "until": end.isoformat()}


def _marked(text: str, search: Search) -> Iterator[tuple[list[tuple[str, bool]], str | None]]:
    """A text cut behind each placeholder for personal data, and its pieces cut around the words that were found."""
    for piece, kind in pieces(text):
        cut, at = [], 0
        for start, end in marks(piece, search):
            cut += [(piece[at:start], False), (piece[start:end], True)]
            at = end
        yield [(words, on) for words, on in (*cut, (piece[at:], False)) if words], kind


def _parts(row: FeedbackOut, themes: Mapping[str, ThemeLink]) -> list[dict[str, Any]]:
    """What a verbatim says part by part; nothing if all parts say the same of the same."""
    parts = [
        part.model_dump() | {"text": row.text[part.start : part.end], "theme": themes.get(part.theme or "")}
        for part in row.segments
    ]
    return parts if len({(part["kind"], part["theme"]) for part in parts}) > 1 else []
