"""Formbricks' logic becomes rules: conditions and actions, and the jumps of the oldest exports."""

from typing import Any

from voc.surveys.exchange.fields import Fields
from voc.surveys.exchange.formbricks.reading import Asked, Reading

_PLAIN = {
    "equals": "equals",
    "doesNotEqual": "not_equals",
    "contains": "contains",
    "doesNotContain": "not_contains",
    "startsWith": "starts",
    "doesNotStartWith": "not_starts",
    "endsWith": "ends",
    "doesNotEndWith": "not_ends",
    "isGreaterThan": "greater",
    "isLessThan": "less",
    "isGreaterThanOrEqual": "at_least",
    "isLessThanOrEqual": "at_most",
    "isAfter": "greater",
    "isBefore": "less",
    "equalsOneOf": "in",
    "isAnyOf": "in",
    "includesOneOf": "any_of",
    "doesNotIncludeOneOf": "none_of",
    "doesNotIncludeAllOf": "none_of",
}
_BARE = dict.fromkeys(("isSubmitted", "isSet", "isNotEmpty"), "answered")
_BARE |= dict.fromkeys(("isSkipped", "isNotSet", "isEmpty"), "skipped")
_OLD = {
    "submitted": "isSubmitted",
    "skipped": "isSkipped",
    "uploaded": "isSubmitted",
    "notUploaded": "isSkipped",
    "accepted": "isAccepted",
    "clicked": "isClicked",
    "booked": "isBooked",
    "notEquals": "doesNotEqual",
    "lessThan": "isLessThan",
    "lessEqual": "isLessThanOrEqual",
    "greaterThan": "isGreaterThan",
    "greaterEqual": "isGreaterThanOrEqual",
    "includesAll": "includesAllOf",
    "includesOne": "includesOneOf",
}
"""Conditions of exports from before 2024, by today's name."""
_OPERATIONS = {"assign": "set", "add": "add", "subtract": "subtract", "multiply": "multiply", "divide": "divide"}
ALWAYS: dict[str, Any] = {"all": []}


class Inexpressible(Exception):
    """Something that our rules cannot say; the message is for a note."""


def add(reading: Reading, holder: Fields, after: Asked) -> None:
    """Put the logic of a question or block behind the question that was taken for it."""
    for raw in holder.items("logic"):
        rule = raw if isinstance(raw, dict) else {}
        try:
            when = _condition(reading, rule["conditions"] if "conditions" in rule else _modern(after, rule, reading))
        except Inexpressible as error:
            reading.notes.add("logic", place=after.place, rule=error)
            continue
        actions = rule.get("actions") or [{"objective": "jumpToQuestion", "target": rule.get("destination")}]
        if then := _actions(reading, actions if isinstance(actions, list) else [], after):
            reading.draft.rule(after.place, after.id, when, then)
    fallback = holder.name("logicFallback")
    jump = [{"objective": "jumpToQuestion", "target": fallback}] if fallback else []
    if then := _actions(reading, jump, after):
        reading.draft.rule(after.place, after.id, ALWAYS, then)


def _modern(after: Asked, rule: dict[str, Any], reading: Reading) -> dict[str, Any]:
    """The condition of an old rule, which is about its own question, in today's form."""
    operator = _OLD.get(str(rule.get("condition")), rule.get("condition"))
    foreign = next(name for name, asked in reading.asked.items() if asked is after)
    right = {"type": "static", "value": rule["value"]} if rule.get("value") is not None else None
    return {"leftOperand": {"type": "question", "value": foreign}, "operator": operator, "rightOperand": right}


def _condition(reading: Reading, node: Any) -> dict[str, Any]:
    if not isinstance(node, dict):
        raise Inexpressible("a condition that is no object")
    if isinstance(node.get("conditions"), list):
        parts = [_condition(reading, each) for each in node["conditions"]]
        return parts[0] if len(parts) == 1 else {"any" if node.get("connector") == "or" else "all": parts}
    left, operator = node.get("leftOperand"), str(node.get("operator"))
    if not isinstance(left, dict):
        raise Inexpressible(f"“{operator}” of nothing")
    source, asked = _source(reading, left)
    if asked and asked.type == "statement":
        raise Inexpressible(f"“{operator}” of “{left.get('value')}”, which takes no answer")
    return _test(reading, operator, source, asked, node.get("rightOperand"))


def _source(reading: Reading, operand: dict[str, Any]) -> tuple[str, Asked | None]:
    name = str(operand.get("value"))
    asks = operand.get("type") in ("question", "element")
    asked = reading.asked.get(name) if asks else None
    source = reading.sources.get(name)
    if source is None or (asks and asked is None):
        raise Inexpressible(f"it looks at “{name}”, which was not taken over")
    meta = operand.get("meta")
    row = meta.get("row") if isinstance(meta, dict) else None
    if asked and asked.rows and row is not None:
        return f"{source}.{_of_matrix(asked.rows, row)}", asked
    return source, asked


def _of_matrix(pairs: list[tuple[str, str]], wanted: Any) -> str:
    """Our row or column by their number (from 0) or id."""
    text = str(wanted)
    if text.isdecimal() and int(text) < len(pairs):
        return pairs[int(text)][1]
    found = next((ours for foreign, ours in pairs if foreign and foreign == text), None)
    if found is None:
        raise Inexpressible(f"it looks at “{text}”, which the table does not have")
    return found


def _test(reading: Reading, operator: str, source: str, asked: Asked | None, right: Any) -> dict[str, Any]:
    if operator in _BARE:
        return {"on": source, "is": _BARE[operator]}
    if operator == "isAccepted":
        return {"on": source, "is": "equals", "value": True}
    if operator in ("isCompletelySubmitted", "isPartiallySubmitted") and asked and asked.rows:
        return _filled(source, [ours for _, ours in asked.rows], whole=operator == "isCompletelySubmitted")
    if operator not in _PLAIN and operator != "includesAllOf":
        raise Inexpressible(f"“{operator}”")
    if not isinstance(right, dict) or right.get("type") != "static":
        raise Inexpressible(f"“{operator}” compares with another answer")
    value = _value(asked, source, right.get("value"))
    if operator == "includesAllOf":
        parts = value if isinstance(value, list) else [value]
        return {"all": [{"on": source, "is": "contains", "value": each} for each in parts]}
    listed = _PLAIN[operator] in ("in", "any_of", "none_of") and not isinstance(value, list)
    return {"on": source, "is": _PLAIN[operator], "value": [value] if listed else value}


def _filled(source: str, rows: list[str], *, whole: bool) -> dict[str, Any]:
    answered: list[dict[str, Any]] = [{"on": f"{source}.{row}", "is": "answered"} for row in rows]
    if whole:
        return {"all": answered}
    return {"all": [{"any": answered}, {"any": [test | {"is": "skipped"} for test in answered]}]}


def _value(asked: Asked | None, source: str, value: Any) -> Any:
    """Their value as ours: choices and columns are named by our ids."""
    if isinstance(value, list):
        return [_value(asked, source, each) for each in value]
    if asked and asked.columns and "." in source:
        return _of_matrix(asked.columns, value)
    if asked and asked.type in ("single", "multiple", "dropdown", "picture", "ranking"):
        found = "other" if value == "other" else asked.options.of(str(value)) or asked.labels.get(str(value))
        if found is None:
            raise Inexpressible(f"it looks for the choice “{value}”, which there is not")
        return found
    return value


def _actions(reading: Reading, actions: list[Any], after: Asked) -> list[dict[str, Any]]:
    made = []
    for action in actions:
        try:
            made.append(_action(reading, Fields(action)))
        except Inexpressible as error:
            reading.notes.add("logic", place=after.place, rule=error)
    return made


def _action(reading: Reading, action: Fields) -> dict[str, Any]:
    objective, target = action.text("objective"), action.name("target")
    if objective in ("jumpToQuestion", "jumpToBlock"):
        if target not in reading.targets:
            raise Inexpressible(f"a jump to “{target}”, which was not taken over")
        return reading.targets[target]
    if objective == "requireAnswer" and target in reading.asked:
        return {"do": "require", "question": reading.asked[target].id}
    if objective == "calculate":
        return _calculation(reading, action)
    raise Inexpressible(f"“{objective}”")


def _calculation(reading: Reading, action: Fields) -> dict[str, Any]:
    name, operator, value = action.name("variableId"), action.text("operator"), action.child("value")
    kind, _, variable = reading.sources.get(name, "").partition(":")
    if kind != "variable" or operator not in _OPERATIONS:
        raise Inexpressible(f"a calculation (“{operator}”) of what is no number")
    if value.text("type") == "static":
        number = value.number("value")
        if number is None:
            raise Inexpressible(f"a calculation (“{operator}”) with what is no number")
        return {"do": "calculate", "variable": variable, "operation": _OPERATIONS[operator], "value": number}
    source = _source(reading, {"type": value.text("type"), "value": value.name("value")})[0]
    return {"do": "calculate", "variable": variable, "operation": _OPERATIONS[operator], "value": {"from": source}}
