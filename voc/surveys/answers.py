"""Whether a respondent's answers fit a survey; pure."""

from collections.abc import Mapping
from typing import Any

from voc.errors import Invalid
from voc.surveys.definition import Definition
from voc.surveys.facts import Facts
from voc.surveys.questions import is_blank
from voc.surveys.route import route

NAMED_CHARACTERS = 40
"""How much of an unknown question's name an error repeats."""


def check_answers(
    definition: Definition, answers: Mapping[str, Any], *, finished: bool, facts: Facts | None = None
) -> dict[str, Any]:
    """Answers in normal form, blank ones left out and, when finished, those off the route.

    An unfinished response may be incomplete (a required question open, a text still too short), but every
    answer must be one that its question takes.

    Args:
        facts: what else logic depends on; its own answers are not looked at.

    Raises:
        Invalid: an unknown question, a wrong type, too long, or when finished something missing on the route;
            `errors` names each as {pointer, message}.
    """
    errors: list[dict[str, str]] = []
    cleaned: dict[str, Any] = {}
    for id_, answer in answers.items():
        question = definition.question(id_)
        if question is None:
            errors.append(_error(id_, f"this survey has no question {id_[:NAMED_CHARACTERS]!r}"))
        elif is_blank(answer):
            continue
        elif problem := question.check(answer):
            errors.append(_error(id_, problem))
        elif not is_blank(clean := question.clean(answer)):
            cleaned[id_] = clean
    if finished and not errors:
        way = route(definition, (facts or Facts()).model_copy(update={"answers": cleaned}))
        cleaned = {id_: answer for id_, answer in cleaned.items() if id_ in way.questions}
        errors = _lacking(definition, cleaned, way.questions, way.required)
    if errors:
        raise Invalid("Some answers do not fit their questions; `errors` says which.", errors=errors)
    return cleaned


def _lacking(definition: Definition, answers: Mapping[str, Any], met: list[str], required: list[str]) -> list[Any]:
    found = [
        (question.id, question.lacks(answers.get(question.id), required=question.id in required))
        for question in definition.questions
        if question.id in met
    ]
    return [_error(id_, lack) for id_, lack in found if lack]


def _error(id_: str, message: str) -> dict[str, str]:
    escaped = id_.replace("~", "~0").replace("/", "~1")
    return {"pointer": f"/answers/{escaped}", "message": message}
