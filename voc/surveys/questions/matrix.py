"""Several rows rated on the same columns."""

from typing import Any, Literal

from pydantic import Field

from voc.surveys.questions.base import QuestionBase
from voc.surveys.questions.choices import Choice, told


class MatrixQuestion(QuestionBase):
    """A column for each row, as `{row id: column id}`; required means every row."""

    type: Literal["matrix"]
    rows: list[Choice] = Field(min_length=1, max_length=20)
    columns: list[Choice] = Field(min_length=2, max_length=10)

    def check(self, answer: Any) -> str | None:
        """Known rows with known columns."""
        if not isinstance(answer, dict):
            return "must name a column for each row"
        if not set(answer) <= {row.id for row in self.rows}:
            return "names a row that is not there"
        columns = {column.id for column in self.columns}
        known = all(isinstance(column, str) and column in columns for column in answer.values())
        return None if known else "names a column that is not there"

    def lacks(self, answer: Any, *, required: bool) -> str | None:
        """An answer in each row."""
        lack = super().lacks(answer, required=required)
        open_ = required and not lack and any(row.id not in answer for row in self.rows)
        return lack or ("needs an answer in every row" if open_ else None)

    def said(self, answer: Any, language: str, first: str | None = None) -> str:
        """`row: column` of every row answered, in the rows' order."""
        return ", ".join(
            f"{told(self.rows, row.id, language, first)}: {told(self.columns, answer[row.id], language, first)}"
            for row in self.rows
            if row.id in (answer or {})
        )

    def said_part(self, answer: Any, part: str, language: str, first: str | None = None) -> str:
        """The text of a row's column."""
        return told(self.columns, answer[part], language, first) if part in (answer or {}) else ""
