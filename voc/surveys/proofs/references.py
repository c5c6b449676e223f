"""Conditions and calculations that look at what is not there."""

from collections.abc import Iterator
from typing import Any as Anything

from voc.surveys.conditions import All, Any, Test
from voc.surveys.definition import Definition
from voc.surveys.problems import Problem, problem
from voc.surveys.questions import QuestionBase
from voc.surveys.questions.choices import OTHER
from voc.surveys.rules import Calculate, From

CHOICE_OPERATORS = frozenset({"equals", "not_equals", "contains", "not_contains", "in", "not_in", "any_of", "none_of"})
"""Those that compare with whole values, which for a choice must be its id."""
CHOICE_TYPES = frozenset({"single", "multiple", "dropdown", "picture", "ranking"})


def references(definition: Definition) -> Iterator[Problem]:
    """Sources, variables, choices and endings that do not exist, or are not known yet."""
    for place, question in enumerate(definition.questions):
        for at, rule in enumerate(question.rules):
            pointer = f"/questions/{place}/rules/{at}"
            yield from condition_problems(definition, rule.when, f"{pointer}/when", place)
            for action_at, action in enumerate(rule.then):
                if isinstance(action, Calculate):
                    yield from _calculation(definition, action, f"{pointer}/then/{action_at}", place)
    endings = {ending.id for ending in definition.endings}
    for at, quota in enumerate(definition.schedule.quotas):
        pointer = f"/schedule/quotas/{at}"
        yield from condition_problems(definition, quota.where, f"{pointer}/where")
        if quota.ending and quota.ending not in endings:
            yield problem("unknown-ending", f"{pointer}/ending", id=quota.ending)


def condition_problems(
    definition: Definition, condition: All | Any | Test, pointer: str, place: int | None = None
) -> Iterator[Problem]:
    """What is wrong with a condition; `place` is that of the question whose rule it is, None for after the last."""
    if isinstance(condition, Test):
        yield from source_problems(definition, condition.on, f"{pointer}/on", place)
        yield from _choices(definition, condition, pointer)
        return
    name, parts = ("all", condition.all) if isinstance(condition, All) else ("any", condition.any)
    for at, part in enumerate(parts):
        yield from condition_problems(definition, part, f"{pointer}/{name}/{at}", place)


def source_problems(definition: Definition, source: str, pointer: str, place: int | None) -> Iterator[Problem]:
    """What is wrong with a source where the question at `place` was just left."""
    kind, _, name = source.partition(":")
    match kind:
        case "answer":
            yield from _answer(definition, name, pointer, place)
        case "hidden" if name not in definition.hidden:
            yield problem("unknown-hidden", pointer, id=name)
        case "variable" if name not in [variable.id for variable in definition.variables]:
            yield problem("unknown-variable", pointer, id=name)
        case "hidden" | "variable" | "customer" | "language":
            return
        case _:
            yield problem("unknown-source", pointer, source=source)


def _answer(definition: Definition, name: str, pointer: str, place: int | None) -> Iterator[Problem]:
    id_, _, part = name.partition(".")
    question = definition.question(id_)
    if question is None:
        yield problem("unknown-question", pointer, id=id_)
    elif not question.is_asking:
        yield problem("unanswerable", pointer, id=id_)
    elif place is not None and (definition.place(id_) or 0) > place:
        yield problem("later", pointer, id=id_)
    elif part and part not in parts_of(question):
        yield problem("unknown-part", pointer, question=id_, id=part)


def parts_of(question: QuestionBase) -> list[str]:
    """What may follow the dot in `answer:ID.PART`."""
    parts = [*getattr(question, "rows", []), *getattr(question, "fields", [])]
    return [part.id for part in parts] + ([OTHER] if getattr(question, "other", False) else [])


def _choices(definition: Definition, test: Test, pointer: str) -> Iterator[Problem]:
    kind, _, name = test.on.partition(":")
    id_, _, part = name.partition(".")
    question = definition.question(id_) if kind == "answer" else None
    if question is None or test.operator not in CHOICE_OPERATORS:
        return
    if part:
        things = getattr(question, "columns", None)
    else:
        things = getattr(question, "choices", None) if question.type in CHOICE_TYPES else None
    if things is None:
        return
    known = {one.id for one in things} | ({OTHER} if getattr(question, "other", False) else set())
    values: list[Anything] = test.value if isinstance(test.value, list) else [test.value]
    for value in values:
        if str(value).strip().lower() not in known:
            yield problem("unknown-choice", f"{pointer}/value", question=id_, id=str(value))


def _calculation(definition: Definition, action: Calculate, pointer: str, place: int) -> Iterator[Problem]:
    if action.variable not in [variable.id for variable in definition.variables]:
        yield problem("unknown-variable", f"{pointer}/variable", id=action.variable)
    if isinstance(action.value, From):
        yield from source_problems(definition, action.value.source, f"{pointer}/value/from", place)
