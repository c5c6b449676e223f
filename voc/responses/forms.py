"""Answers as a form without JavaScript sends them, and as a link's address names them; pure.

A question's field is `answer_{question}`; parts of an answer follow after a dot: a row of a matrix, a field of contact
details, a choice to be ranked, the words of "other". Files come as the ids that they were stored under. What does not
fit is passed on as it came, so that the question itself says what is wrong.
"""

from collections.abc import Callable, Mapping
from typing import Any

from voc.surveys.questions import QuestionBase
from voc.surveys.questions.choices import OTHER

FIELD = "answer_"
Fields = Mapping[str, Any]
YES = "yes"


def field_of(question: str, part: str | None = None) -> str:
    """The form field of a question, or of a part of its answer."""
    return f"{FIELD}{question}" + (f".{part}" if part else "")


def was_sent(question: QuestionBase, fields: Fields) -> bool:
    """Whether the form asked this question: browsers send nothing for boxes left empty, so it names what it asked."""
    own = field_of(question.id)
    return any(name == own or name.startswith(own + ".") for name in fields) or question.id in _listed(
        fields.get("asked")
    )


def from_form(question: QuestionBase, fields: Fields) -> Any:
    """The answer in a form; None for none."""
    return _READERS.get(question.type, _text)(question, fields)


def from_address(question: QuestionBase, value: str) -> Any:
    """The answer that a link suggests, such as `?nps=9` or `?topics=price,speed`; None if it does not fit."""
    parts: Any = value.split(",") if question.type in ("multiple", "picture", "ranking") else value
    fields: dict[str, Any] = {field_of(question.id): parts}
    if question.type == "ranking":
        fields = {field_of(question.id, choice): str(place) for place, choice in enumerate(value.split(","))}
    answer = from_form(question, fields)
    return None if answer is None or question.check(answer) else question.clean(answer)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value in (None, "") else [value]


def _text(question: QuestionBase, fields: Fields) -> Any:
    return fields.get(field_of(question.id)) or None


def _number(question: QuestionBase, fields: Fields) -> Any:
    value = _text(question, fields)
    if not isinstance(value, str) or not value.isascii() or len(value) > 30:
        return value
    try:
        number = float(value)
    except ValueError:
        return value
    return int(value) if value.lstrip("-").isdigit() else number


def _other(question: QuestionBase, choice: Any, fields: Fields) -> Any:
    if choice != OTHER or not getattr(question, "other", False):
        return choice
    return {OTHER: fields.get(field_of(question.id, OTHER), "")}


def _choice(question: QuestionBase, fields: Fields) -> Any:
    return _other(question, _text(question, fields), fields)


def _choices(question: QuestionBase, fields: Fields) -> Any:
    picked = _listed(fields.get(field_of(question.id)))
    return [_other(question, choice, fields) for choice in picked] or None


def _parts(question: QuestionBase, fields: Fields) -> Any:
    prefix = field_of(question.id) + "."
    parts = {name.removeprefix(prefix): value for name, value in fields.items() if name.startswith(prefix) and value}
    return parts or None


def _ranking(question: QuestionBase, fields: Fields) -> Any:
    """Choices by the place that each was given; equal places keep the order of the form."""
    places = _parts(question, fields) or {}
    ranks = {choice: int(place) for choice, place in places.items() if isinstance(place, str) and place.isdecimal()}
    return sorted(ranks, key=lambda choice: ranks[choice]) or None


def _consent(question: QuestionBase, fields: Fields) -> Any:
    return _text(question, fields) == YES


def _files(question: QuestionBase, fields: Fields) -> Any:
    given = _text(question, fields)
    return given if isinstance(given, list) else None  # no address suggests a file


def _nothing(question: QuestionBase, fields: Fields) -> Any:
    return None


_READERS: dict[str, Callable[[QuestionBase, Fields], Any]] = {
    **dict.fromkeys(("nps", "csat", "ces", "rating", "number"), _number),
    **dict.fromkeys(("single",), _choice),
    **dict.fromkeys(("multiple", "picture"), _choices),
    **dict.fromkeys(("matrix", "contact"), _parts),
    "ranking": _ranking,
    "consent": _consent,
    "statement": _nothing,
    "file": _files,
}
