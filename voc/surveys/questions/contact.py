"""How to reach a respondent."""

from typing import Any, Literal

from pydantic import Field

from voc.surveys.comparing import SPACE
from voc.surveys.questions.base import QuestionBase, text_problem
from voc.values import Value

LIMIT_CHARACTERS = 200


class ContactField(Value):
    """One line of the form."""

    id: Literal["name", "email", "phone", "company", "address"]
    required: bool = False


class ContactQuestion(QuestionBase):
    """A small form, as `{field id: text}`."""

    type: Literal["contact"]
    fields: list[ContactField] = Field(min_length=1, max_length=5)

    def check(self, answer: Any) -> str | None:
        """Known fields with short texts."""
        if not isinstance(answer, dict):
            return "must be a text for each field"
        if not set(answer) <= {field.id for field in self.fields}:
            return "names a field that is not there"
        problems = [(name, text_problem(text, LIMIT_CHARACTERS)) for name, text in answer.items()]
        return next((f"{name} {problem}" for name, problem in problems if problem), None)

    def clean(self, answer: Any) -> dict[str, str]:
        """Without blanks around the texts and without the fields left blank."""
        return {name: text.strip(SPACE) for name, text in answer.items() if text.strip(SPACE)}

    def lacks(self, answer: Any, *, required: bool) -> str | None:
        """An answer where the question is required, and each required field once any is filled in."""
        if lack := super().lacks(answer, required=required):
            return lack
        if not answer:
            return None
        open_ = [field.id for field in self.fields if field.required and field.id not in answer]
        return f"needs {', '.join(open_)}" if open_ else None

    def said(self, answer: Any, language: str, first: str | None = None) -> str:
        """The texts in the fields' order, joined by commas."""
        return ", ".join(answer[field.id] for field in self.fields if field.id in (answer or {}))
