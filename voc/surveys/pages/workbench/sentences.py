"""Rules as sentences: what may stand at the place of the subject, and what can be said about it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from voc.surveys.texts import in_language

Definition = dict[str, Any]
OPERATORS: dict[str, tuple[str, ...]] = {
    "number": ("less", "at_most", "greater", "at_least", "between", "equals", "not_equals", "answered", "skipped"),
    "choice": ("equals", "not_equals", "in", "not_in", "answered", "skipped"),
    "list": ("any_of", "none_of", "answered", "skipped"),
    "text": ("contains", "not_contains", "equals", "not_equals", "starts", "ends", "answered", "skipped"),
    "attribute": (
        "equals", "not_equals", "contains", "not_contains", "less", "at_most", "greater", "at_least", "answered",
        "skipped",
    ),
    "date": ("less", "greater", "between", "equals", "answered", "skipped"),
    "truth": ("equals", "answered", "skipped"),
    "presence": ("answered", "skipped"),
}  # fmt: skip
"""By the kind of a source's value, the comparisons that make sense, the likeliest first."""
_KINDS = {
    "nps": "number", "csat": "number", "ces": "number", "rating": "number", "number": "number", "single": "choice",
    "dropdown": "choice", "multiple": "list", "picture": "list", "text": "text", "email": "text", "phone": "text",
    "url": "text", "date": "date", "consent": "truth",
}  # fmt: skip
_MIDDLES = {"nps": 7, "ces": 4, "number": 1}
"""Where the others divide follows from their scale; 6 and less are detractors."""
VALUELESS = ("answered", "skipped")
LISTED = ("in", "not_in", "any_of", "none_of")
ORDERED = ("less", "at_most", "greater", "at_least")
ATTRIBUTE = "customer:"
"""What the source of a customer's attribute begins with; its name follows."""


class Source(NamedTuple):
    """Something that a rule may look at."""

    value: str
    kind: str
    group: str
    """`answers`, `fields` or `customer`."""
    label: str
    number: int | None = None
    """The question's number, where it is one."""
    options: tuple[tuple[str, str], ...] = ()
    """Ids and words of the choices."""
    middle: int = 0
    """Where a scale divides: below it is a bad answer."""


def sources(definition: Definition, upto: str, language: str) -> list[Source]:
    """What the rules of question `upto` may look at: answers until there, hidden fields, variables, the customer."""
    found: list[Source] = []
    for number, question in enumerate(definition["questions"], start=1):
        found += _of_question(question, number, language, definition["languages"][0])
        if question["id"] == upto:
            break
    found += [Source(f"hidden:{id_}", "attribute", "fields", id_) for id_ in definition.get("hidden", [])]
    found += [
        Source(f"variable:{each['id']}", "number", "fields", each["id"]) for each in definition.get("variables", [])
    ]
    return [*found, Source(ATTRIBUTE, "attribute", "customer", "")]


def source_of(known: list[Source], value: str) -> Source:
    """The source by its name; one that is no longer there stands for itself, so that its author sees what is broken."""
    if value.startswith(ATTRIBUTE):
        return Source(ATTRIBUTE, "attribute", "customer", "")
    return next((each for each in known if each.value == value), Source(value, "text", "gone", value))


def tests_of(condition: dict[str, Any]) -> list[dict[str, Any]] | None:
    """The comparisons of `all` or `any` of them, or of one alone; None for a deeper tree."""
    if "on" in condition:
        return [condition]
    parts = condition.get("all", condition.get("any", []))
    return parts if all("on" in part for part in parts) else None


def sayable(condition: dict[str, Any], known: list[Source]) -> bool:
    """Whether the selects of a sentence can say the condition."""
    tests = tests_of(condition)
    return tests is not None and all(fits(test, source_of(known, test["on"])) for test in tests)


def fits(test: dict[str, Any], source: Source) -> bool:
    """Whether a comparison makes sense for its source, with a value that the source may have."""
    operator, value = test["is"], test.get("value")
    if source.group == "gone" or operator not in OPERATORS[source.kind]:
        return False
    if operator in VALUELESS:
        return True
    values = value if isinstance(value, list) else [value]
    if operator == "between" and len(values) != 2:
        return False
    number = source.kind == "number" or (source.kind == "attribute" and operator in ORDERED)
    return bool(values) and all(_is_value(each, source, number) for each in values)


def settled(test: dict[str, Any], source: Source) -> dict[str, Any]:
    """The nearest comparison that makes sense: the operator if it may stay, and a value to start from."""
    allowed = OPERATORS[source.kind]
    operator = test["is"] if test["is"] in allowed else allowed[0]
    value = None if operator in VALUELESS else default_value(source, operator)
    return {"on": test["on"], "is": operator, "value": value}


def _is_value(value: Any, source: Source, number: bool) -> bool:
    if source.kind == "truth":
        return isinstance(value, bool)
    if number:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if source.options:
        return value in [id_ for id_, _ in source.options]
    return value is not None and value != ""


def default_value(source: Source, operator: str) -> Any:
    """A value that makes the sentence complete until its author chooses one."""
    first = source.options[0][0] if source.options else "…"
    base: Any = {
        "number": source.middle, "choice": first, "list": first, "date": "2026-01-01", "truth": True,
        "attribute": "…", "text": "…",
    }.get(source.kind)  # fmt: skip
    if operator in ORDERED and source.kind == "attribute":
        return 0
    if operator == "between":
        return [base, base]
    return [base] if operator in LISTED else base


def _of_question(question: Definition, number: int, language: str, first: str) -> Iterator[Source]:
    id_, type_ = question["id"], question["type"]
    label = in_language(question["text"], language, first)
    if type_ == "statement":
        return
    options = _options(question.get("choices", []), language, first)
    if question.get("other"):
        options = (*options, ("other", "…"))
    middle = _MIDDLES.get(type_, question.get("scale", 5) // 2 + 1)
    yield Source(f"answer:{id_}", _KINDS.get(type_, "presence"), "answers", label, number, options, middle)
    columns = _options(question.get("columns", []), language, first)
    for row in question.get("rows", []):
        words = f"{label} · {in_language(row['text'], language, first)}"
        yield Source(f"answer:{id_}.{row['id']}", "choice", "answers", words, number, columns)
    for field in question.get("fields", []):
        yield Source(f"answer:{id_}.{field['id']}", "text", "answers", f"{label} · {field['id']}", number)


def _options(items: list[Definition], language: str, first: str) -> tuple[tuple[str, str], ...]:
    return tuple((item["id"], in_language(item["text"], language, first) or item["id"]) for item in items)
