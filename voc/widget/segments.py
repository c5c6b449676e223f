"""Segments between a form and the workspace's rules; pure.

A form shows a segment as rows of attribute, comparison and value that all, or any of them, must hold. A deeper one,
made over the API, is shown as a sentence and not edited here.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from voc.asks.domain import Segment
from voc.surveys.conditions import Condition
from voc.values import Value

OPERATORS = (
    "equals", "not_equals", "contains", "not_contains", "greater", "less", "at_least", "at_most", "in", "not_in",
    "answered", "skipped",
)  # fmt: skip
ROWS = 8
_ALONE = ("answered", "skipped")
_LISTS = ("in", "not_in")
_CONDITION: TypeAdapter[Any] = TypeAdapter(Condition)
SEGMENTS_LIMIT = 100


class Row(Value):
    """One line of the form."""

    attribute: str = ""
    operator: str = "equals"
    value: str = ""


class Lines(Value):
    """A segment as the form shows it."""

    id: str = ""
    name: str = ""
    join: str = "all"
    rows: list[Row] = []

    def shown(self) -> list[Row]:
        """The rows and some empty ones, at least three in all."""
        return [*self.rows, *[Row()] * max(1, 3 - len(self.rows))][:ROWS]


def lines_of_form(form: Mapping[str, Any]) -> Lines:
    """What was sent: `attribute_0`, `operator_0`, `value_0` and so on; rows without an attribute are left out."""
    rows = [
        Row(**{name: str(form.get(f"{name}_{at}", "")).strip()[:500] for name in ("attribute", "operator", "value")})
        for at in range(ROWS)
    ]
    return Lines(
        id=str(form.get("id", ""))[:60],
        name=str(form.get("name", "")).strip(),
        join="any" if form.get("join") == "any" else "all",
        rows=[row for row in rows if row.attribute],
    )


def segment_of(lines: Lines) -> tuple[Segment | None, dict[str, str]]:
    """The segment, or what is wrong by field."""
    wrong: dict[str, str] = {}
    if not 1 <= len(lines.name) <= 80:
        wrong["name"] = "empty"
    if not lines.rows:
        wrong["attribute_0"] = "empty"
    tests = []
    for at, row in enumerate(lines.rows):
        if not row.value and row.operator not in _ALONE:
            wrong[f"value_{at}"] = "empty"
            continue
        try:
            tests.append(_CONDITION.validate_python(_test(row)))
        except ValidationError:
            wrong[f"value_{at}"] = "fits_not"
    if wrong:
        return None, wrong
    return Segment(name=lines.name, where=_CONDITION.validate_python({lines.join: tests})), {}


def lines_of(id_: str, segment: Segment) -> Lines | None:
    """The form's view of a segment; None where it is too deep for it."""
    where = segment.model_dump(mode="json")["where"]
    join = next((name for name in ("all", "any") if name in where), "all")
    tests = where.get(join, [where])
    if len(tests) > ROWS or not all(str(test.get("on", "")).startswith("customer:") for test in tests):
        return None
    return Lines(id=id_, name=segment.name, join=join, rows=[_row(test) for test in tests])


def new_id(name: str, known: Iterable[str]) -> str:
    """An id that tells what it is where the name has Latin letters; `segment_3` otherwise."""
    taken = set(known)
    stem = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:40]
    stem = stem if stem[:1].isalpha() else "segment"
    return next(id_ for at in range(1, len(taken) + 2) if (id_ := stem if at == 1 else f"{stem}_{at}") not in taken)


def _test(row: Row) -> dict[str, Any]:
    made: dict[str, Any] = {"on": f"customer:{row.attribute}", "is": row.operator}
    if row.operator in _ALONE:
        return made
    words = [word.strip() for word in row.value.split(",") if word.strip()]
    return made | {"value": words if row.operator in _LISTS else row.value}


def _row(test: dict[str, Any]) -> Row:
    value = test.get("value")
    text = ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return Row(attribute=test["on"].partition(":")[2], operator=test["is"], value=text)
