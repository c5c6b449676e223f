"""Which questions a respondent meets, in which order, and where it ends; pure, the same in the widget.

`widgets/src/core/route.ts` is the twin; `tests/contract/logic.json` holds for both.
"""

import math

from voc.surveys.comparing import number
from voc.surveys.conditions import Lookup, holds
from voc.surveys.definition import Definition
from voc.surveys.facts import Facts, lookup
from voc.surveys.questions import QuestionBase
from voc.surveys.questions.base import plain_number
from voc.surveys.rules import Calculate, End, From, Jump, Require
from voc.values import Value


class Route(Value):
    """A way through a survey."""

    questions: list[str]
    """Ids in the order they are met, none twice."""
    ending: str | None
    """None for the built-in one."""
    variables: dict[str, int | float]
    """After the last rule."""
    required: list[str]
    """The questions on the route that need an answer, by themselves or by a rule, in the route's order."""


class _Walk:
    """A walk under way."""

    def __init__(self, definition: Definition, facts: Facts) -> None:
        self.definition = definition
        self.seen: list[str] = []
        self.variables = {variable.id: float(variable.initial) for variable in definition.variables}
        self.demanded: set[str] = set()
        self.look: Lookup = lookup(facts, self.variables, seen=self.seen)

    def leave(self, question: QuestionBase) -> Jump | End | None:
        """Apply the question's rules; returns what decides where to go, None for the next question."""
        decided: Jump | End | None = None
        for rule in question.rules:
            if not holds(rule.when, self.look):
                continue
            for action in rule.then:
                if isinstance(action, Calculate):
                    self.calculate(action)
                elif isinstance(action, Require):
                    self.demanded.add(action.question)
                elif decided is None and self._leads_somewhere(action):
                    decided = action
        return decided

    def calculate(self, action: Calculate) -> None:
        """Change a variable, unless what it is changed by is no number."""
        by = number(self.look(action.value.source)) if isinstance(action.value, From) else float(action.value)
        before = self.variables.get(action.variable)
        if by is None or before is None:
            return
        match action.operation:
            case "set":
                after = by
            case "add":
                after = before + by
            case "subtract":
                after = before - by
            case "multiply":
                after = before * by
            case "divide":
                after = before / by if by else before
        if math.isfinite(after):
            self.variables[action.variable] = after

    def _leads_somewhere(self, action: Jump | End) -> bool:
        return isinstance(action, End) or self.definition.question(action.to) is not None


def route(definition: Definition, facts: Facts) -> Route:
    """The way through a survey that these answers lead.

    It starts at the first question. Each question's rules see the answers to the questions met so far, its own
    included, and the variables as they are by then; a question not yet answered counts as skipped. Meeting a
    question for the second time ends the route at the first ending, so it always ends. Jumps to questions that
    do not exist are passed over, and so are calculations on unknown variables.
    """
    walk = _Walk(definition, facts)
    order = [question.id for question in definition.questions]
    endings = [ending.id for ending in definition.endings]
    ending = endings[0] if endings else None
    at = 0
    while at < len(order) and order[at] not in walk.seen:
        walk.seen.append(order[at])
        decided = walk.leave(definition.questions[at])
        if isinstance(decided, End):
            ending = decided.ending if decided.ending in endings else ending
            break
        at = order.index(decided.to) if decided else at + 1
    return Route(
        questions=walk.seen,
        ending=ending,
        variables={name: plain_number(value) for name, value in walk.variables.items()},
        required=[id_ for id_ in walk.seen if _is_required(definition, id_, walk.demanded)],
    )


def _is_required(definition: Definition, id_: str, demanded: set[str]) -> bool:
    question = definition.question(id_)
    return question is not None and question.is_asking and (question.required or id_ in demanded)
