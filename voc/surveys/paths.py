"""Which ways through a survey there are, whatever is answered; pure."""

from collections.abc import Collection
from typing import TypeGuard

from voc.surveys.conditions import All, Any, Test
from voc.surveys.definition import Definition
from voc.surveys.questions import QuestionBase
from voc.surveys.rules import Action, End, Jump


def always_holds(condition: All | Any | Test) -> bool:
    """Whether a condition holds whatever is known: `{"all": []}` and what comes to the same."""
    if isinstance(condition, All):
        return all(map(always_holds, condition.all))
    return isinstance(condition, Any) and any(map(always_holds, condition.any))


def never_holds(condition: All | Any | Test) -> bool:
    """Whether a condition never holds: `{"any": []}` and what comes to the same."""
    if isinstance(condition, All):
        return any(map(never_holds, condition.all))
    return isinstance(condition, Any) and all(map(never_holds, condition.any))


def ways_on(question: QuestionBase, known: Collection[str]) -> tuple[list[Jump | End], bool]:
    """Where the rules of a question may lead, and whether the next question may follow as well.

    Args:
        question: whose rules.
        known: ids of the survey's questions; a jump to any other is passed over.
    """
    ways: list[Jump | End] = []
    for rule in question.rules:
        first = next((action for action in rule.then if _leads_somewhere(action, known)), None)
        if first is None or never_holds(rule.when):
            continue
        ways.append(first)
        if always_holds(rule.when):
            return ways, False
    return ways, True


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
