"""What the questions for one line of a known form share."""

from abc import abstractmethod
from typing import Any

from voc.surveys.comparing import SPACE
from voc.surveys.questions.base import QuestionBase, text_problem
from voc.surveys.texts import Text


class LineQuestion(QuestionBase):
    """One line of text that must look like something."""

    placeholder: Text | None = None

    def check(self, answer: Any) -> str | None:
        """Text of a bearable length in the expected form."""
        return text_problem(answer, 2_000) or self.form_problem(answer.strip(SPACE))

    @abstractmethod
    def form_problem(self, line: str) -> str | None:
        """Why the line does not have the expected form."""
