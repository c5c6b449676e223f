"""Responses as a table; pure.

One row per response, one column per question, so that a spreadsheet can be sorted and filtered: a matrix has a column
per row, a form one per field. Columns bear the ids that authors gave, which stay when the wording changes; a question
whose id is the name of another column is `answer.{id}` there, since programs find a column by its name.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from voc.responses.schemas import ResponseOut
from voc.results.wording import plain
from voc.surveys.questions import QuestionBase
from voc.surveys.questions.choices import told
from voc.surveys.schemas import VersionOut
from voc.web.tables import Cell

FIXED = (
    "id", "survey", "version", "submission_id", "received_at", "updated_at", "finished", "channel", "language",
    "customer", "device", "source", "url",
)  # fmt: skip
CONTEXT = ("device", "source", "url")
LAST = "seconds"
_PARTS = {"matrix": "rows", "contact": "fields"}
"""Types whose answers have several columns, and where the parts stand."""


class Table:
    """Columns for the responses of one or several surveys; questions of the same id share one."""

    def __init__(self, surveys: Mapping[str, Sequence[VersionOut]], *, language: str) -> None:
        """`surveys`: each one's versions, the latest first; choices are written in `language`."""
        self.language = language
        self._questions: dict[tuple[str, int, str], tuple[QuestionBase, str]] = {}
        answers: dict[str, None] = {}
        hidden: dict[str, None] = {}
        for survey, versions in surveys.items():
            for version in versions:
                definition = version.definition
                hidden.update(dict.fromkeys(definition.hidden))
                for question in definition.questions:
                    if question.is_asking:
                        answers.update(dict.fromkeys(_columns(question)))
                        self._questions[survey, version.number, question.id] = (
                            plain(question),
                            definition.first_language,
                        )
        self._answers, self._hidden = list(answers), list(hidden)
        taken = {*FIXED, *(around := [*(f"hidden.{name}" for name in self._hidden), LAST])}
        self.columns = [*FIXED, *(f"answer.{name}" if name in taken else name for name in self._answers), *around]

    def row(self, response: ResponseOut) -> list[Cell]:
        """One response, a value per column."""
        said: dict[str, Cell] = {}
        for id_, answer in response.answers.items():
            if found := self._questions.get((response.survey, response.version, id_)):
                said.update(self._said(*found, answer))
        return [
            response.id,
            response.survey,
            response.version,
            response.submission_id,
            response.received_at.isoformat(timespec="seconds"),
            response.updated_at.isoformat(timespec="seconds"),
            response.finished,
            response.channel,
            response.language,
            str((response.customer or {}).get("id") or "") or None,
            *(_plain(response.context.get(name)) for name in CONTEXT),
            *(said.get(name) for name in self._answers),
            *(_plain(response.hidden.get(name)) for name in self._hidden),
            round(sum(response.seconds.values()), 1) if response.seconds else None,
        ]

    def _said(self, question: QuestionBase, first: str, answer: Any) -> dict[str, Cell]:
        if isinstance(answer, int | float):
            return {question.id: answer}
        if isinstance(answer, dict) and question.type in _PARTS:
            columns = getattr(question, "columns", [])
            return {
                f"{question.id}.{part}": told(columns, value, self.language, first) for part, value in answer.items()
            }
        return {question.id: question.said(answer, self.language, first)}


def _columns(question: QuestionBase) -> list[str]:
    if parts := _PARTS.get(question.type):
        return [f"{question.id}.{part.id}" for part in getattr(question, parts)]
    return [question.id]


def _plain(value: Any) -> Cell:
    return (
        value if value is None or isinstance(value, str | int | float | bool) else json.dumps(value, ensure_ascii=False)
    )
