"""What the questions with given choices share."""

from collections.abc import Iterable
from typing import Any

from pydantic import Field

from voc.surveys.comparing import SPACE
from voc.surveys.questions.base import QuestionBase, text_problem
from voc.surveys.texts import Id, Text, in_language
from voc.values import Value

OTHER = "other"
"""The choice that a respondent words; reserved where a question offers it."""
OTHER_LIMIT_CHARACTERS = 500


class Choice(Value):
    """Something to choose."""

    id: Id
    text: Text


def picked(answer: Any) -> str | None:
    """The id of one chosen thing, `other` for a respondent's own words; None where it is neither."""
    if isinstance(answer, dict):
        return OTHER if list(answer) == [OTHER] else None
    return answer if isinstance(answer, str) else None


def told(choices: Iterable[Choice], answer: Any, language: str, first: str | None) -> str:
    """One chosen thing as its text; the respondent's own words for `other`."""
    if isinstance(answer, dict):
        return str(answer.get(OTHER, ""))
    texts = {choice.id: in_language(choice.text, language, first) for choice in choices}
    return texts.get(str(answer)) or str(answer)


class ChoiceQuestion(QuestionBase):
    """A question whose choices may be shuffled and joined by "other"."""

    choices: list[Choice] = Field(min_length=2, max_length=50)
    other: bool = False
    """Whether respondents may word their own."""
    shuffle: bool = False
    """Whether each respondent gets another order; "other" stays last."""

    def check_one(self, answer: Any) -> str | None:
        """Why it is none of the choices."""
        if isinstance(answer, dict) and self.other and picked(answer) == OTHER:
            words = answer[OTHER]
            if isinstance(words, str) and not words.strip(SPACE):
                return "must say what, in words"
            return text_problem(words, OTHER_LIMIT_CHARACTERS)
        known = isinstance(answer, str) and answer.strip(SPACE) in {choice.id for choice in self.choices}
        return None if known else "must be one of the choices"

    def clean_one(self, answer: Any) -> Any:
        """One choice without blanks around it."""
        return {OTHER: answer[OTHER].strip(SPACE)} if isinstance(answer, dict) else answer.strip(SPACE)
