"""Rules, comparisons and actions added and removed, one at a time."""

from copy import deepcopy
from typing import Any

from voc.surveys.pages.workbench.sentences import OPERATORS, VALUELESS, Source, default_value, source_of, tests_of

Question = dict[str, Any]
Definition = dict[str, Any]


def add_rule(definition: Definition, question: Question, known: list[Source]) -> Question:
    """One more rule, about the question's own answer; it skips the next question, or ends the survey."""
    changed = deepcopy(question)
    rule = {"when": {"all": [_first_test(question, known)]}, "then": [_first_action(definition, question)]}
    changed["rules"] = [*changed.get("rules", []), rule]
    return changed


def change_rules(definition: Definition, question: Question, known: list[Source], what: str, *at: int) -> Question:
    """The question after `rule_remove`, `when_add`, `when_remove`, `then_add` or `then_remove` at the place `at`.

    A place that is not there changes nothing, and the last comparison or action of a rule stays.
    """
    changed = deepcopy(question)
    rules = changed.get("rules", [])
    if not at or not 0 <= at[0] < len(rules):
        return changed
    if what == "rule_remove":
        del rules[at[0]]
        return changed
    rule = rules[at[0]]
    if what == "when_add" and (tests := tests_of(rule["when"])) is not None:
        mode = "any" if "any" in rule["when"] else "all"
        rule["when"] = {mode: [*tests, _first_test(question, known)]}
    elif what == "when_remove":
        _drop(rule["when"].get("all", rule["when"].get("any", [])), at)
    elif what == "then_add":
        rule["then"].append(_first_action(definition, question))
    elif what == "then_remove":
        _drop(rule["then"], at)
    return changed


def _drop(parts: list[Any], at: tuple[int, ...]) -> None:
    if len(parts) > 1 and len(at) > 1 and 0 <= at[1] < len(parts):
        del parts[at[1]]


def _first_test(question: Question, known: list[Source]) -> dict[str, Any]:
    source = source_of(known, f"answer:{question['id']}")
    source = source if source.group != "gone" else known[0]
    subject = source.value if source.value != "customer:" else "customer:plan"
    operator = OPERATORS[source.kind][0]
    value = None if operator in VALUELESS else default_value(source, operator)
    return {"on": subject, "is": operator, "value": value}


def _first_action(definition: Definition, question: Question) -> dict[str, Any]:
    ids = [each["id"] for each in definition["questions"]]
    later = ids[ids.index(question["id"]) + 1 :]
    if len(later) > 1:
        return {"do": "jump", "to": later[1]}
    if definition.get("endings"):
        return {"do": "end", "ending": definition["endings"][0]["id"]}
    others = later or [id_ for id_ in ids if id_ != question["id"]] or ids
    return {"do": "jump", "to": others[-1]}
