"""What quotas may count: the answers of a survey that fall into few groups."""

from collections.abc import Iterator
from typing import Any

from voc.surveys.questions.scales import ScaleQuestion
from voc.surveys.schemas import SurveyOut
from voc.values import Value

_NPS = (("promoters", 9, 10), ("passives", 7, 8), ("detractors", 0, 6))


class Group(Value):
    """Answers to one question that a quota may count."""

    question: str
    """The question's text."""
    answers: list[tuple[str, str]]
    """Of each its key (`question=choice`) and its text; for NPS the text is the group's name in the code."""
    is_nps: bool = False


def groups(survey: SurveyOut, language: str) -> list[Group]:
    """Per question, what may be counted; questions with free answers have nothing to offer."""
    return list(_groups(survey, language))


def _groups(survey: SurveyOut, language: str) -> Iterator[Group]:
    for question in survey.questions:
        text = question.in_language(language, survey.first_language)
        if question.type == "nps":
            yield Group(question=text, answers=[(f"{question.id}={name}", name) for name, _, _ in _NPS], is_nps=True)
        elif choices := choices_of(question, language, survey.first_language):
            yield Group(question=text, answers=[(f"{question.id}={id_}", said) for id_, said in choices.items()])


def choices_of(question: Any, language: str, first: str) -> dict[str, str]:
    """The text of each choice by its id, of each score by itself; empty for questions with free answers."""
    if isinstance(question, ScaleQuestion):
        low, high = question.ends
        return {str(score): str(score) for score in range(low, high + 1)}
    if question.type not in ("single", "multiple", "dropdown", "picture"):
        return {}
    return {
        choice.id: choice.text.get(language) or choice.text.get(first) or next(iter(choice.text.values()))
        for choice in question.choices
    }


def condition(survey: SurveyOut, key: str) -> dict[str, Any] | None:
    """The condition behind a key of `groups`; None for any other text."""
    id_, _, answer = key.partition("=")
    question = survey.question(id_)
    if question is None:
        return None
    on = f"answer:{id_}"
    if question.type == "nps":
        found = next((each for each in _NPS if each[0] == answer), None)
        return {"on": on, "is": "between", "value": [found[1], found[2]]} if found else None
    if answer not in choices_of(question, survey.first_language, survey.first_language):
        return None
    if isinstance(question, ScaleQuestion):
        return {"on": on, "is": "equals", "value": int(answer)}
    several = question.type in ("multiple", "picture")
    return {"on": on, "is": "any_of", "value": [answer]} if several else {"on": on, "is": "equals", "value": answer}


def names(survey: SurveyOut, language: str) -> dict[str, Any]:
    """What the sentences about this survey's answers call them."""
    first = survey.first_language
    return {
        "segments": {},
        "answers": {question.id: question.in_language(language, first) for question in survey.questions},
        "choices": {question.id: choices_of(question, language, first) for question in survey.questions},
    }
