"""The definition that grows while a foreign file is read."""

from typing import Any

from pydantic import TypeAdapter, ValidationError

from voc.errors import Invalid
from voc.surveys.appearance import Appearance
from voc.surveys.definition import Definition, Ending, Schedule
from voc.surveys.exchange.fields import Fields
from voc.surveys.exchange.names import Names
from voc.surveys.exchange.notes import Notes
from voc.surveys.questions import Question
from voc.surveys.rules import Rule
from voc.surveys.targeting import Targeting

ELEMENTS_LIMIT = 500
"""Questions of a file that are looked at; of these the first fifty that map are taken."""
QUESTIONS_LIMIT, ENDINGS_LIMIT, RULES_LIMIT = 50, 10, 50
_QUESTION: TypeAdapter[Question] = TypeAdapter(Question)
_PARTS: dict[str, type] = {"targeting": Targeting, "schedule": Schedule, "appearance": Appearance}


class Draft:
    """Collects what maps; whatever our models refuse becomes a note instead of an error."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.names = Names("q")
        """Ids of questions, hidden fields and variables: one scope."""
        self.ending_names = Names("ending")
        self.questions: list[dict[str, Any]] = []
        self.endings: list[dict[str, Any]] = []
        self.parts: dict[str, dict[str, Any]] = {part: {} for part in _PARTS}

    def question(self, place: str, question: dict[str, Any]) -> bool:
        """Take a question if it is one; its rules come later."""
        if len(self.questions) >= QUESTIONS_LIMIT:
            self.notes.add("surplus", place="questions", limit=QUESTIONS_LIMIT)
            return False
        given = {name: value for name, value in question.items() if value is not None}
        try:
            _QUESTION.validate_python(given)
        except ValidationError as error:
            self.notes.add("refused", place=place, reason=reason(error))
            return False
        self.questions.append(given)
        return True

    def ending(self, place: str, ending: dict[str, Any]) -> bool:
        """Take an ending if it is one."""
        if len(self.endings) >= ENDINGS_LIMIT:
            self.notes.add("surplus", place="endings", limit=ENDINGS_LIMIT)
            return False
        given = {name: value for name, value in ending.items() if value is not None}
        try:
            Ending.model_validate(given)
        except ValidationError as error:
            self.notes.add("refused", place=place, reason=reason(error))
            return False
        self.endings.append(given)
        return True

    def rule(self, place: str, question: str, when: dict[str, Any], then: list[dict[str, Any]]) -> None:
        """Add a rule to a question that was taken."""
        rule = {"when": when, "then": then}
        asked = next(each for each in self.questions if each["id"] == question)
        rules = asked.setdefault("rules", [])
        try:
            Rule.model_validate(rule)
        except ValidationError as error:
            self.notes.add("logic", place=place, rule=reason(error))
            return
        if len(rules) >= RULES_LIMIT:
            self.notes.add("surplus", place=f"{place}: rules", limit=RULES_LIMIT)
            return
        rules.append(rule)

    def part(self, part: str, place: str, **values: Any) -> None:
        """Set fields of `targeting`, `schedule` or `appearance`, unless our model refuses them."""
        wanted = self.parts[part] | {name: value for name, value in values.items() if value is not None}
        try:
            _PARTS[part].model_validate(wanted)
        except ValidationError as error:
            self.notes.add("refused", place=place, reason=reason(error))
        else:
            self.parts[part] = wanted

    def has_question(self, id_: str | None) -> bool:
        """Whether a question with this id of ours was taken."""
        return any(question["id"] == id_ for question in self.questions)

    def has_ending(self, id_: str | None) -> bool:
        """Whether an ending with this id of ours was taken."""
        return any(ending["id"] == id_ for ending in self.endings)

    def report(self, place: str, fields: Fields) -> None:
        """Note what nobody read of an object."""
        if left := fields.left():
            self.notes.add("ignored", place=place, fields=", ".join(left))
        fields.close()

    def finish(self, **fields: Any) -> Definition:
        """The definition; `fields` are its name, languages, hidden fields and variables.

        Raises:
            Invalid: no question could be taken, or there is more of something than a survey holds.
        """
        if not self.questions:
            raise Invalid("No question in this file can be asked here.", notes=[n.message for n in self.notes.all()])
        if changed := self.names.changed():
            self.notes.add("renamed", ids=", ".join(f"{foreign} → {ours}" for foreign, ours in changed))
        made = {**fields, "questions": self.questions, "endings": self.endings}
        try:
            return Definition.model_validate(made | {part: values for part, values in self.parts.items() if values})
        except ValidationError as error:
            raise Invalid(f"This file makes no survey: {reason(error)}.") from None


def reason(error: ValidationError) -> str:
    """The first thing wrong, as a clause: `choices: List should have at least 2 items`."""
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']}" if place else str(first["msg"])
