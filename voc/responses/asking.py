"""One question at a time, for respondents without JavaScript: which one, and everything its template needs; pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from voc.responses.forms import field_of
from voc.surveys.facts import Facts
from voc.surveys.questions import QuestionBase
from voc.surveys.questions.choices import OTHER
from voc.surveys.recall import fill
from voc.surveys.route import Route, route
from voc.surveys.schemas import PublishedSurvey
from voc.surveys.texts import in_language
from voc.values import Value

LAYOUTS = {
    **dict.fromkeys(("nps", "csat", "ces", "rating"), "scale"),
    **dict.fromkeys(("single", "multiple", "picture"), "choices"),
    **dict.fromkeys(("email", "phone", "url", "number", "date"), "line"),
    **{name: name for name in ("dropdown", "text", "matrix", "ranking", "consent", "contact", "file", "statement")},
}
"""The template of each type, in `templates/responses/questions`."""
OPTIONAL = ("low", "high", "other", "multiple", "placeholder", "long", "unit", "link")
OPTIONAL_LIMITS = ("minimum", "maximum", "earliest", "latest")
"""Settings that a layout looks at and not each of its types has."""
RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")


class Asked(Value):
    """A question as its template shows it."""

    id: str
    type: str
    layout: str
    field: str
    title: str
    help: str
    required: bool
    answer: Any
    options: dict[str, Any]
    """What the layout needs: `scores`, `choices`, `rows`, `columns`, `fields`, `low`, `high`, …; texts are strings."""


class Stage(Value):
    """Where a respondent is."""

    asked: Asked
    before: str | None
    """The question to go back to."""
    last: bool
    share: float
    """How far along the way this is, the thanks being its end; 0 where there is but one question."""


def way(survey: PublishedSurvey, facts: Facts) -> Route:
    """The way that these answers lead."""
    return route(survey.definition, facts)


def stage(survey: PublishedSurvey, facts: Facts, at: str | None, language: str) -> Stage:
    """The question `at`, if it lies on the way, else the first one."""
    met = way(survey, facts)
    id_ = at if at in met.questions else met.questions[0]
    place = met.questions.index(id_)
    question = survey.definition.question(id_)
    assert question is not None, "a route names questions of its survey"
    return Stage(
        asked=_asked(survey, question, facts, met, language),
        before=met.questions[place - 1] if place else None,
        last=place == len(met.questions) - 1,
        share=(place + 1) / (len(met.questions) + 1) if len(met.questions) > 1 else 0,
    )


def following(survey: PublishedSurvey, facts: Facts, at: str) -> str | None:
    """The question after `at` on the way; None at its end."""
    met = way(survey, facts).questions
    after = met[met.index(at) + 1 :] if at in met else met[:1]
    return after[0] if after else None


def ending(survey: PublishedSurvey, facts: Facts, language: str, *, id_: str | None = None) -> dict[str, Any] | None:
    """Words and button of an ending, by default of that which these answers lead to; None for the built-in one."""
    met = way(survey, facts)
    chosen = next((each for each in survey.definition.endings if each.id == (id_ or met.ending)), None)
    if chosen is None:
        return None
    button = chosen.button
    return {
        "title": _words(survey, chosen.title, facts, met, language),
        "text": _words(survey, chosen.text, facts, met, language),
        "button": {"text": _words(survey, button.text, facts, met, language), "url": button.url} if button else None,
    }


def direction(language: str) -> str:
    """The direction that a language is written in."""
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"


def _asked(survey: PublishedSurvey, question: QuestionBase, facts: Facts, met: Route, language: str) -> Asked:
    def words(text: Mapping[str, str] | None) -> str:
        return _words(survey, text, facts, met, language)

    return Asked(
        id=question.id,
        type=question.type,
        layout=LAYOUTS[question.type],
        field=field_of(question.id),
        title=words(question.text),
        help=words(question.help),
        required=question.id in met.required,
        answer=facts.answers.get(question.id),
        options=_options(question, words, facts.answers.get(question.id)),
    )


def _options(question: QuestionBase, words: Any, answer: Any) -> dict[str, Any]:
    """Every setting of the question that is not common to all, its texts in the respondent's language."""
    common = set(QuestionBase.model_fields)
    found: dict[str, Any] = dict.fromkeys(OPTIONAL + OPTIONAL_LIMITS)
    for name in type(question).model_fields:
        if name in common:
            continue
        value = getattr(question, name)
        if name in ("choices", "rows", "columns"):
            value = [{"image": None} | each.model_dump(exclude={"text"}) | {"text": words(each.text)} for each in value]
        elif isinstance(value, dict):
            value = words(value)
        found[name] = value
    if hasattr(question, "ends"):
        low, high = question.ends
        found["scores"] = list(range(low, high + 1))
    found["picked"] = _picked(answer)
    found["other_words"] = _other_words(answer)
    return found


def _picked(answer: Any) -> Sequence[Any]:
    chosen = answer if isinstance(answer, list) else [answer]
    return [OTHER if isinstance(each, dict) and OTHER in each else each for each in chosen if each is not None]


def _other_words(answer: Any) -> str:
    chosen = answer if isinstance(answer, list) else [answer]
    return next((str(each[OTHER]) for each in chosen if isinstance(each, dict) and OTHER in each), "")


def _words(survey: PublishedSurvey, text: Mapping[str, str] | None, facts: Facts, met: Route, language: str) -> str:
    definition = survey.definition
    raw = in_language(text, language, definition.first_language) if text else ""
    return fill(raw, definition, facts, language=language, variables=met.variables)
