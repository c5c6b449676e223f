"""What is certain about a condition before its questions are asked."""

import json
from collections.abc import Callable

from voc.surveys.exchange.surveyjs.expressions import Condition

ALWAYS: Condition = {"all": []}
NEVER: Condition = {"any": []}
_HOLD_UNANSWERED = {"skipped", "not_equals", "not_contains", "none_of", "not_starts", "not_ends"}


def conjuncts(when: Condition | None) -> list[Condition]:
    """The conditions that must all hold; none for always."""
    if when is None:
        return []
    return [part for each in when["all"] for part in conjuncts(each)] if "all" in when else [when]


def marks(parts: list[Condition]) -> frozenset[str]:
    """The conditions in a form that compares quickly."""
    return frozenset(json.dumps(each, sort_keys=True) for each in parts)


def joined(parts: list[Condition]) -> Condition:
    """One condition that says them all."""
    return parts[0] if len(parts) == 1 else {"all": parts}


def without_later(when: Condition, known: Callable[[str], bool]) -> Condition:
    """The condition without tests of questions that are still to come: those have no answer.

    Args:
        when: any condition.
        known: whether a source may have an answer by now.
    """
    if "all" in when:
        parts = [without_later(each, known) for each in when["all"]]
        return NEVER if NEVER in parts else joined([part for part in parts if part != ALWAYS])
    if "any" in when:
        parts = [without_later(each, known) for each in when["any"]]
        kept = [part for part in parts if part != NEVER]
        return ALWAYS if ALWAYS in kept else kept[0] if len(kept) == 1 else {"any": kept}
    if known(when["on"]):
        return when
    return ALWAYS if when["is"] in _HOLD_UNANSWERED else NEVER
