"""Which ways through a survey there are; pure."""

from collections.abc import Collection
from typing import TypeGuard

from voc.surveys.conditions import All, Any, Test, holds
from voc.surveys.definition import Definition
from voc.surveys.questions import QuestionBase
from voc.surveys.rules import Action, End, Jump

_UNKNOWN = object()
"""An answer that may be anything."""


def ways_on(question: QuestionBase, known: Collection[str]) -> tuple[list[Jump | End], bool]:
    """Where the rules of a question may lead, and whether the next question may follow as well.

    Where few answers are possible each is tried: "4 or more" and "3 or less" leave nobody for the question after a
    satisfaction score that must be answered.

    Args:
        question: whose rules.
        known: ids of the survey's questions; a jump to any other is passed over.
    """
    deciding = []
    for rule in question.rules:
        first = next((action for action in rule.then if _leads_somewhere(action, known)), None)
        if first is not None:
            deciding.append((rule.when, first))
    ways: list[Jump | End] = []
    may_go_on = False
    for answer in _possible(question) if deciding else [_UNKNOWN]:
        taken, certain = _taken(deciding, f"answer:{question.id}", answer)
        ways += [way for way in taken if way not in ways]
        may_go_on = may_go_on or not certain
    return ways, may_go_on


def _taken(
    deciding: list[tuple[All | Any | Test, Jump | End]], source: str, answer: object
) -> tuple[list[Jump | End], bool]:
    """The ways that may be taken after an answer, and whether one of them must be."""
    taken = []
    for when, way in deciding:
        held = _held(when, source, answer)
        if held is not False:
            taken.append(way)
        if held:
            return taken, True
    return taken, False


def _held(condition: All | Any | Test, source: str, answer: object) -> bool | None:
    """Whether a condition holds when all that is known is one answer; None where more would have to be known."""
    if isinstance(condition, Test):
        return holds(condition, lambda _: answer) if condition.on == source and answer is not _UNKNOWN else None
    decisive = isinstance(condition, Any)
    parts = [_held(each, source, answer) for each in (condition.any if isinstance(condition, Any) else condition.all)]
    return decisive if decisive in parts else None if None in parts else not decisive


def _possible(question: QuestionBase) -> list[object]:
    """Every answer that the question may get, None for none; unknown where there are too many to try."""
    ends = getattr(question, "ends", None)
    if ends:
        answers: list[object] = list(range(ends[0], ends[1] + 1))
    elif question.type in ("single", "dropdown"):
        answers = [choice.id for choice in getattr(question, "choices", ())]
        answers += [{"other": ""}] if getattr(question, "other", False) else []
    else:
        return [_UNKNOWN]
    return answers if question.required else [*answers, None]


def _leads_somewhere(action: Action, known: Collection[str]) -> TypeGuard[Jump | End]:
    return isinstance(action, End) or (isinstance(action, Jump) and action.to in known)


def followers(definition: Definition) -> list[set[int]]:
    """For each question the places of the questions that may come next; the number of questions means an ending."""
    places = {question.id: place for place, question in reversed(list(enumerate(definition.questions)))}
    found = []
    for place, question in enumerate(definition.questions):
        ways, may_go_on = ways_on(question, places)
        after = {place + 1} if may_go_on else set()
        for way in ways:
            after.add(len(definition.questions) if isinstance(way, End) else places[way.to])
        found.append(after)
    return found


def reachable(definition: Definition) -> set[int]:
    """The places of all questions that some way leads to; the number of questions means the last question's end."""
    after, met, open_ = followers(definition), set[int](), [0]
    while open_:
        place = open_.pop()
        if place not in met:
            met.add(place)
            open_ += after[place] if place < len(after) else ()
    return met
