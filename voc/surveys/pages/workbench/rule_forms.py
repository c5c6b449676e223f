"""Rules as the form's selects say them.

A rule of the form is `all` or `any` of plain comparisons. Deeper trees, which only an import brings, are kept as they
are and shown as such. Names are counted: `when.0.1.on` is the subject of the second comparison of the first rule.
"""

from typing import Any

from voc.surveys.pages.workbench.posted import Fields, number_in
from voc.surveys.pages.workbench.sentences import ATTRIBUTE, LISTED, VALUELESS, Source, fits, settled, source_of

Rule = dict[str, Any]


def read_rules(fields: Fields, before: list[Rule], known: list[Source]) -> list[Rule]:
    """The rules in the form's order; one that no sentence says keeps its condition."""
    rules = []
    for index in fields.many("rule"):
        kept = before[int(index)] if index.isdigit() and int(index) < len(before) else None
        if kept is None:
            continue
        when = _condition(fields, index, kept["when"], known) if fields.has(f"mode.{index}") else kept["when"]
        then = [_action(fields, f"then.{index}.{at}") for at in fields.many(f"then.{index}")]
        rules.append({"when": when, "then": [action for action in then if action] or kept["then"]})
    return rules


def _condition(fields: Fields, index: str, before: dict[str, Any], known: list[Source]) -> dict[str, Any]:
    tests = [_test(fields, f"when.{index}.{at}", known) for at in fields.many(f"when.{index}")]
    if "on" in before and len(tests) == 1 and fields.one(f"mode.{index}") != "any":
        return tests[0]
    return {"any" if fields.one(f"mode.{index}") == "any" else "all": tests}


def _test(fields: Fields, name: str, known: list[Source]) -> dict[str, Any]:
    subject, operator = fields.one(f"{name}.on"), fields.one(f"{name}.is")
    if subject == ATTRIBUTE:
        subject += fields.one(f"{name}.attribute").strip() or "plan"
    source = source_of(known, subject)
    test = {"on": subject, "is": operator, "value": None}
    if operator not in VALUELESS:
        values = [_value(text, source.kind) for text in fields.many(f"{name}.value") if text.strip()]
        several = operator in LISTED or operator == "between"
        test["value"] = values if several else (values[0] if values else None)
    return test if fits(test, source) else settled(test, source)


def _value(text: str, kind: str) -> Any:
    if kind == "truth":
        return text == "true"
    number = number_in(text) if kind in ("number", "attribute") else None
    return text.strip() if number is None else number


def _action(fields: Fields, name: str) -> dict[str, Any] | None:
    """An action from `jump:why`, `end:thanks`, `require:why`, `calculate:score` or, as it is, JSON of another."""
    what, _, target = fields.one(f"{name}.what").partition(":")
    match what:
        case "jump":
            return {"do": "jump", "to": target}
        case "end":
            return {"do": "end", "ending": target}
        case "require":
            return {"do": "require", "question": target}
        case "calculate":
            return _calculation(fields, name, target)
    return None


def _calculation(fields: Fields, name: str, variable: str) -> dict[str, Any]:
    source = fields.one(f"{name}.from")
    value: Any = {"from": source} if source else number_in(fields.one(f"{name}.amount")) or 0
    operation = fields.one(f"{name}.operation") or "add"
    return {"do": "calculate", "variable": variable, "operation": operation, "value": value}
