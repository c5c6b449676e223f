"""One of several choices."""

from typing import Any, Literal

from voc.surveys.questions.choices import ChoiceQuestion, told


class SingleQuestion(ChoiceQuestion):
    """One choice: its id, or `{"other": words}`."""

    type: Literal["single"]

    def check(self, answer: Any) -> str | None:
        """A choice."""
        return self.check_one(answer)

    def clean(self, answer: Any) -> Any:
        """Without blanks around it."""
        return self.clean_one(answer)

    def said(self, answer: Any, language: str, first: str | None = None) -> str:
        """The choice's text."""
        return "" if answer is None else told(self.choices, answer, language, first)
