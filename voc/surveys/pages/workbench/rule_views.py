"""A rule as the selects of a sentence."""

import json
from typing import Any

from voc.surveys.pages.workbench.sentences import ATTRIBUTE, OPERATORS, Source, sayable, source_of, tests_of


def rule_view(rule: dict[str, Any], at: int, known: list[Source]) -> dict[str, Any]:
    """What the template needs to say the rule at place `at`; `told` is its condition as JSON if no sentence says it."""
    when = rule["when"]
    plain = sayable(when, known)
    return {
        "at": at,
        "told": None if plain else json.dumps(when, ensure_ascii=False),
        "mode": "any" if "any" in when else "all",
        "tests": [_test_view(test, known) for test in tests_of(when) or []] if plain else [],
        "actions": [_action_view(action) for action in rule["then"]],
    }


def _test_view(test: dict[str, Any], known: list[Source]) -> dict[str, Any]:
    source = source_of(known, test["on"])
    value = test.get("value")
    values = value if isinstance(value, list) else [] if value is None else [value]
    return {
        "on": source.value,
        "attribute": test["on"].removeprefix(ATTRIBUTE) if source.value == ATTRIBUTE else "",
        "kind": source.kind,
        "operators": OPERATORS[source.kind],
        "is": test["is"],
        "values": ["true" if each is True else "false" if each is False else each for each in values],
        "options": source.options,
    }


def _action_view(action: dict[str, Any]) -> dict[str, Any]:
    target = {"jump": "to", "end": "ending", "require": "question", "calculate": "variable"}[action["do"]]
    value = action.get("value")
    return {
        "what": f"{action['do']}:{action[target]}",
        "do": action["do"],
        "target": action[target],
        "operation": action.get("operation"),
        "amount": value if isinstance(value, int | float) else None,
        "source": value["from"] if isinstance(value, dict) else "",
    }
