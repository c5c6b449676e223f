"""What every question has, whatever it takes for an answer."""

from abc import abstractmethod
from typing import Any, ClassVar

from pydantic import Field

from voc.surveys.comparing import SPACE, missing
from voc.surveys.facts import part_of
from voc.surveys.rules import Rule
from voc.surveys.texts import Id, Text, in_language
from voc.values import Value

SAFE_NUMBER = 10**15
"""Numbers up to here survive JavaScript and the database unchanged."""


def is_blank(answer: Any) -> bool:
    """Whether a question counts as not answered: null, empty or blank text, an empty list or object."""
    return missing(answer)


def is_number(answer: Any) -> bool:
    """Whether it is a number of a size that everyone can hold; neither a truth value nor NaN."""
    if isinstance(answer, bool) or not isinstance(answer, int | float):
        return False
    return abs(answer) <= SAFE_NUMBER  # which NaN is not


def plain_number(number: int | float) -> int | float:
    """9.0 as 9: what JavaScript sends makes no difference between them."""
    whole = isinstance(number, float) and number.is_integer() and abs(number) <= SAFE_NUMBER
    return int(number) if whole else number


def text_problem(answer: Any, limit: int) -> str | None:
    """What keeps it from being text of at most `limit` characters."""
    if not isinstance(answer, str) or not _is_whole(answer):
        return "must be text"
    return f"is longer than {limit:,} characters" if len(answer.strip(SPACE)) > limit else None


def _is_whole(words: str) -> bool:
    """Whether no character is only half there, which no database takes."""
    try:
        words.encode()
    except UnicodeEncodeError:
        return False
    return True


class QuestionBase(Value):
    """One question, in every language it is asked in.

    The order of use for an answer that came in: `check` (may this be stored?), `clean` (in which form?) and,
    when the respondent moves on, `lacks` (is it complete?).
    """

    is_asking: ClassVar[bool] = True
    """False where there is nothing to answer."""

    id: Id
    type: str
    text: Text
    help: Text | None = None
    required: bool = False
    rules: list[Rule] = Field(default=[], max_length=50)

    def in_language(self, language: str, first: str | None = None) -> str:
        """The question's text for a reader of `language`; `first` is the survey's first language."""
        return in_language(self.text, language, first)

    @abstractmethod
    def check(self, answer: Any) -> str | None:
        """Why an answer that is not blank cannot be stored, as a lower-case fact; None where it fits."""

    def clean(self, answer: Any) -> Any:
        """The normal form of an answer that passed `check`; cleaning twice changes nothing."""
        return answer.strip(SPACE) if isinstance(answer, str) else answer

    def lacks(self, answer: Any, *, required: bool) -> str | None:
        """What is missing before the respondent may go on; `required` by the question or by a rule."""
        return "needs an answer" if required and is_blank(answer) else None

    def problem(self, answer: Any, *, required: bool | None = None) -> str | None:
        """Why the respondent may not go on with this answer: what `check` or `lacks` say."""
        found = None if is_blank(answer) else self.check(answer)
        if found:
            return found
        cleaned = None if is_blank(answer) else self.clean(answer)
        return self.lacks(cleaned, required=self.required if required is None else required)

    def said(self, answer: Any, language: str, first: str | None = None) -> str:
        """An answer as a person reads it, a number without a trailing .0; "" for no answer."""
        if is_number(answer):
            return str(plain_number(answer))
        return "" if answer is None else str(answer)

    def said_part(self, answer: Any, part: str, language: str, first: str | None = None) -> str:
        """One part of an answer, such as a matrix row, as a person reads it; "" where there is none."""
        found = part_of(answer, part)
        return found if isinstance(found, str) else ""
