"""The questions that customers asked, and who asked them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from voc.customers import queries as customers
from voc.customers.domain import top
from voc.feedback.documents import Feedback
from voc.feedback.domain import FeedbackState, Kind

Row = dict[str, Any]
Bare = Callable[[str], str]
"""As `voc.inference.stripped`."""
QUESTIONS_LIMIT = 20_000
"""The latest ones are grouped."""
LEAST_WIDTH = 16
"""Letters, syllables of Hangul counted twice: "Why?" and "원래 이런가요?" ask nothing that others ask again."""
MOST_CHARACTERS = 600
"""Of one question: what runs on longer tells a story, which nobody else tells, and stands over no answer."""
_FIELDS = (
    "text",
    "kind",
    "language",
    "theme",
    "segments",
    "customer",
    "respondent",
    "noise",
    "occurred_at",
    "position",
)


class Asked(NamedTuple):
    """One question of one verbatim."""

    feedback: str
    text: str
    """Without greeting and signature; personal data are taken out."""
    language: str
    asker: str
    """Whom it counts for."""
    known: bool
    """Whether the asker is a customer."""
    at: datetime
    theme: str | None


class Heard(NamedTuple):
    """What there is to group."""

    questions: list[Asked]
    """The latest first."""
    people: int
    """Distinct voices of all feedback."""
    until: datetime | None
    """When the latest feedback was said."""
    since: datetime | None
    """When the earliest was."""


async def gather(workspace: str, bare: Bare) -> Heard:
    """All questions of a workspace."""
    condition = {"workspace": workspace, "state": FeedbackState.analysed.value}
    rows = await Feedback.get_pymongo_collection().find(condition, dict.fromkeys(_FIELDS, 1)).to_list()
    rows = [row for row in rows if not row.get("noise")]
    into = await customers.merged(workspace)
    rows.sort(key=lambda row: row["position"], reverse=True)
    people = len({top(row["respondent"], into) for row in rows})
    found = [asked for row in rows for asked in _of(row, bare, top(row["respondent"], into))]
    until = rows[0]["occurred_at"] if rows else None
    return Heard(found[:QUESTIONS_LIMIT], people, until, min((row["occurred_at"] for row in rows), default=None))


def _of(row: Row, bare: Bare, asker: str) -> list[Asked]:
    texts = [bare(text) for text in _spans(row)]
    theme, known = row.get("theme"), row.get("customer") is not None
    return [
        Asked(row["_id"], text, row.get("language") or "other", asker, known, row["occurred_at"], theme)
        for text in texts
        if len(text) + sum("가" <= letter <= "힣" for letter in text) >= LEAST_WIDTH and len(text) <= MOST_CHARACTERS
    ]


def _spans(row: Row) -> Sequence[str]:
    """What is a question of a verbatim: its parts of that kind where it says several things, or all of it."""
    parts = row.get("segments") or []
    if parts:
        return [row["text"][part["start"] : part["end"]] for part in parts if part["kind"] == Kind.question.value]
    return [row["text"]] if row.get("kind") == Kind.question.value else []
