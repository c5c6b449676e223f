"""What SurveyJS shows, hides and requires becomes rules behind questions.

They say of each question when it is visible; we say after each question where to go. So behind every question that a
conditional one follows stand jumps, in order: to the next question if its condition holds, otherwise to the one after
it if that holds, and so on to the first that is always visible, or to the end. The first jump that holds decides,
hence no condition has to be turned around. Inside a panel whose condition made the question before visible, none is
needed.
"""

from typing import Any

from voc.surveys.conditions import TESTS_LIMIT
from voc.surveys.exchange.fields import Fields
from voc.surveys.exchange.surveyjs.expressions import Condition, condition
from voc.surveys.exchange.surveyjs.logic import ALWAYS, NEVER, conjuncts, joined, marks, without_later
from voc.surveys.exchange.surveyjs.reading import Asked, Reading
from voc.surveys.exchange.surveyjs.tokens import Inexpressible
from voc.surveys.exchange.wording import THANKS


def add(reading: Reading, survey: Fields) -> None:
    """Add every rule: triggers first, then what is required, then what is visible."""
    asked = list(reading.asked.values())
    for trigger in survey.children("triggers"):
        _trigger(reading, asked, trigger)
    for question in asked:
        if question.required_if:
            _after_what_it_looks_at(
                reading, asked, question, question.required_if, {"do": "require", "question": question.id}
            )
    _jumps(reading, asked)


def _trigger(reading: Reading, asked: list[Asked], trigger: Fields) -> None:
    kind, expression = trigger.text("type"), trigger.text("expression")
    place = f"trigger {kind}"
    if kind == "complete" and expression:
        action = {"do": "end", "ending": first_ending(reading)}
    elif kind == "skip" and trigger.text("gotoName") in reading.asked:
        action = {"do": "jump", "to": reading.asked[trigger.text("gotoName")].id}
    else:
        reading.notes.add("logic", place=place, rule=f"“{expression}”")
        return
    reading.draft.report(place, trigger)
    _after_what_it_looks_at(reading, asked, Asked(id="", place=place), expression, action)


def first_ending(reading: Reading) -> str:
    """Id of the first ending, which is made if there is none."""
    if not reading.draft.endings:
        id_ = reading.draft.ending_names.give("thanks")
        reading.draft.ending("endings", {"id": id_, "title": reading.wording.own(THANKS)})
    return str(reading.draft.endings[0]["id"])


def _after_what_it_looks_at(
    reading: Reading, asked: list[Asked], about: Asked, expression: str, action: dict[str, Any]
) -> None:
    """Put a rule behind the last question that its expression looks at, where all of it is known."""
    when = _condition(reading, about.place, expression)
    place = max((_position(asked, source) for source in _sources(when)), default=-1) if when else -1
    if when is None:
        return
    if place < 0 or (about.id and asked[place].id == about.id):
        reading.notes.add("logic", place=about.place, rule=f"“{expression}”")
    else:
        reading.draft.rule(about.place, asked[place].id, when, [action])


def _jumps(reading: Reading, asked: list[Asked]) -> None:
    parts = [conjuncts(_visibility(reading, asked, number)) for number in range(len(asked))]
    for number, question in enumerate(asked):
        if number + 1 < len(asked) and not _remaining(asked, parts, number, number + 1):
            continue
        ruled_out: list[frozenset[str]] = []
        for later in range(number + 1, len(asked)):
            left = _remaining(asked, parts, number, later)
            marked = marks(left or [])
            if left is None or any(before <= marked for before in ruled_out):
                continue  # it cannot be visible where an earlier one is not
            ruled_out.append(marked)
            jump = {"do": "jump", "to": asked[later].id}
            reading.draft.rule(asked[later].place, question.id, joined(left), [jump])
            if not left:
                break
        else:
            _finish(reading, question, always=number + 1 < len(asked))


def _remaining(asked: list[Asked], parts: list[list[Condition]], number: int, later: int) -> list[Condition] | None:
    """What must hold for question `later` to be visible, when question `number` was just answered.

    What made that one visible holds; what was jumped over has no answer. None means never.
    """
    left: list[Condition] = []
    for each in parts[later]:
        if each in parts[number]:
            continue
        known = without_later(each, lambda source: _position(asked, source) <= number)
        if known == NEVER:
            return None
        left += conjuncts(known)
    return left


def _finish(reading: Reading, question: Asked, *, always: bool) -> None:
    """Where the survey ends after a question: the ending whose condition holds, or the first one."""
    for when, ending in reading.endings:
        reading.draft.rule(question.place, question.id, when, [{"do": "end", "ending": ending}])
    if always:
        end = {"do": "end", "ending": first_ending(reading)}
        reading.draft.rule(question.place, question.id, ALWAYS, [end])


def _visibility(reading: Reading, asked: list[Asked], number: int) -> Condition | None:
    """When a question is visible; None for always, or, with a note, where that cannot be said."""
    question = asked[number]
    if not question.visible_if:
        return None
    when = _condition(reading, question.place, question.visible_if)
    if when is not None and any(_position(asked, source) >= number for source in _sources(when)):
        reading.notes.add("logic", place=question.place, rule=f"“{question.visible_if}” looks at a later question")
        return None
    if when is not None and number == 0:
        reading.notes.add("logic", place=question.place, rule=f"“{question.visible_if}” of the first question")
        return None
    return when


def _condition(reading: Reading, place: str, expression: str) -> Condition | None:
    try:
        when = condition(expression, reading.resolve)
        if len(_sources(when)) <= TESTS_LIMIT:
            return when
        raise Inexpressible(f"more than {TESTS_LIMIT} tests: “{expression}”")
    except Inexpressible as error:
        reading.notes.add("logic", place=place, rule=error)
        return None


def _sources(when: Condition) -> list[str]:
    parts = when.get("all", when.get("any"))
    return [when["on"]] if parts is None else [source for part in parts for source in _sources(part)]


def _position(asked: list[Asked], source: str) -> int:
    id_ = source.removeprefix("answer:").partition(".")[0]
    return next((number for number, each in enumerate(asked) if each.id == id_), -1)
