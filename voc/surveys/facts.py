"""What is known while a respondent answers, and how conditions and recall look it up; pure."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from voc.values import Value


class Facts(Value):
    """Everything that a survey's logic may ask about."""

    answers: dict[str, Any] = {}
    """By question id, in normal form."""
    hidden: dict[str, Any] = {}
    """By field id, as the page or the link gave them."""
    customer: dict[str, Any] = {}
    """The customer's attributes."""
    language: str | None = None
    """That the respondent reads."""


def part_of(answer: Any, part: str) -> Any:
    """One row, field or the words of "other" in an answer; None where there is none."""
    if isinstance(answer, list):
        return next((one[part] for one in answer if isinstance(one, dict) and part in one), None)
    return answer.get(part) if isinstance(answer, dict) else None


def lookup(
    facts: Facts, variables: Mapping[str, float] | None = None, *, seen: Collection[str] | None = None
) -> Callable[[str], Any]:
    """A look-up of sources such as `answer:why`, `hidden:plan`, `customer:city`.

    Args:
        variables: their values so far.
        seen: where given, answers to other questions count as not given.
    """

    def answer(name: str) -> Any:
        question, _, part = name.partition(".")
        if seen is not None and question not in seen:
            return None
        found = facts.answers.get(question)
        return part_of(found, part) if part else found

    kinds: dict[str, Callable[[str], Any]] = {
        "answer": answer,
        "hidden": facts.hidden.get,
        "customer": facts.customer.get,
        "variable": (variables or {}).get,
        "language": lambda _: facts.language,
    }

    def look(source: str) -> Any:
        kind, _, name = source.partition(":")
        return kinds[kind](name) if kind in kinds else None

    return look
