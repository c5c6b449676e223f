"""Surveys and what counts as an answer; pure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from pydantic import Field

from voc.errors import Invalid, VocError
from voc.feedback.domain import TEXT_LIMIT_CHARACTERS
from voc.values import Value


class QuestionType(StrEnum):
    """What kind of answer a question takes."""

    nps = "nps"
    """A whole number from 0 to 10."""
    text = "text"
    """A verbatim."""


class SurveyState(StrEnum):
    """Whether a survey takes answers."""

    draft = "draft"
    published = "published"
    closed = "closed"


class SurveyClosed(VocError):
    """The survey takes no answers."""

    slug, title, status = "survey-closed", "Survey closed", 409


class Question(Value):
    """One question, in every language it is asked in."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    type: QuestionType
    text: dict[str, str] = Field(min_length=1)
    """By language code; the first one serves all others."""
    required: bool = False

    def in_language(self, language: str) -> str:
        """The question's text, in `language` if it has one."""
        return self.text.get(language) or next(iter(self.text.values()))


DEFAULT_QUESTIONS = [
    Question(
        id="nps",
        type=QuestionType.nps,
        required=True,
        text={
            "en": "How likely are you to recommend us to a friend or colleague?",
            "ko": "저희를 친구나 동료에게 추천하실 마음이 얼마나 있으신가요?",
        },
    ),
    Question(
        id="why",
        type=QuestionType.text,
        text={"en": "What is the main reason for your score?", "ko": "그렇게 생각하신 가장 큰 이유를 들려주세요."},
    ),
]


def check_answers(questions: list[Question], answers: Mapping[str, Any], *, finished: bool) -> dict[str, Any]:
    """Answers that fit their questions, blank ones left out.

    Raises:
        Invalid: an unknown question, a wrong type, or a required answer missing from a finished response;
            `errors` names each.
    """
    known = {question.id: question for question in questions}
    errors = [
        {"pointer": f"/answers/{name}", "message": f"this survey has no question {name!r}"}
        for name in answers
        if name not in known
    ]
    given = {name: value for name, value in answers.items() if name in known and value not in (None, "")}
    for name, value in given.items():
        if problem := _problem(known[name].type, value):
            errors.append({"pointer": f"/answers/{name}", "message": problem})
    errors += [
        {"pointer": f"/answers/{question.id}", "message": "needs an answer"}
        for question in questions
        if finished and question.required and question.id not in given
    ]
    if errors:
        raise Invalid("Some answers do not fit their questions; `errors` says which.", errors=errors)
    return {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}


def _problem(type_: QuestionType, value: Any) -> str | None:
    match type_:
        case QuestionType.nps:
            fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10
            return None if fits else "must be a whole number from 0 to 10"
        case QuestionType.text:
            if not isinstance(value, str):
                return "must be text"
            return (
                f"is longer than {TEXT_LIMIT_CHARACTERS:,} characters" if len(value) > TEXT_LIMIT_CHARACTERS else None
            )
