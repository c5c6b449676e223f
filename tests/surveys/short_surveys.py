"""Surveys in few words: questions, their rules, and what rules look at."""

from typing import Any

from voc.surveys.definition import Definition

ALWAYS: dict[str, Any] = {"all": []}
NEVER: dict[str, Any] = {"any": []}
CHOICES = [{"id": "yes", "text": {"en": "Yes"}}, {"id": "no", "text": {"en": "No"}}]
CALCULATE = {"do": "calculate", "variable": "v", "operation": "add", "value": 1}
QUOTA = {"id": "q", "name": "Q", "where": ALWAYS, "limit": 5}


def ask(id_: str, type_: str = "nps", *rules: Any, **fields: Any) -> dict[str, Any]:
    return {"id": id_, "type": type_, "text": {"en": "?"}, "rules": list(rules)} | fields


def rule(when: Any, *then: Any) -> dict[str, Any]:
    return {"when": when, "then": list(then)}


def jump(to: str) -> dict[str, Any]:
    return {"do": "jump", "to": to}


def end(ending: str) -> dict[str, Any]:
    return {"do": "end", "ending": ending}


def look(on: str, is_: str = "answered", **value: Any) -> dict[str, Any]:
    return {"on": on, "is": is_} | value


def survey(*questions: dict[str, Any], **fields: Any) -> Definition:
    return Definition.model_validate({"name": "Broken", "questions": list(questions)} | fields)


def endings(*ids: str) -> list[dict[str, Any]]:
    return [{"id": id_, "title": {"en": id_}} for id_ in ids]


def when(source: str, **value: Any) -> dict[str, Any]:
    """One question whose rule looks at a source."""
    return ask("a", "nps", rule(look(source, **value), {"do": "require", "question": "b"}))


AT_LEAST_4, AT_MOST_3 = look("answer:a", "at_least", value=4), look("answer:a", "at_most", value=3)
