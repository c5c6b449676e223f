"""Conditions: a tree of `all` and `any` over tests of one source each; pure, the same in the widget.

`widgets/src/core/conditions.ts` is the twin of `holds`; `tests/contract/conditions.json` holds for both.
How values compare is said in `voc.surveys.comparing`.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Iterator
from enum import StrEnum

from pydantic import AfterValidator, Discriminator, Field, StringConstraints, Tag, create_model, model_validator
from typing_extensions import TypeAliasType

from voc.surveys.comparing import OPPOSITES, POSITIVE, is_date, missing, number, plain
from voc.surveys.patterns import compiled
from voc.values import Value

DEPTH_LIMIT = 8
TESTS_LIMIT = 50
LIST_LIMIT = 100
TEXT_LIMIT_CHARACTERS = 1_000
_ID = r"[a-z][a-z0-9_]{0,39}"
_SOURCE = re.compile(
    rf"answer:{_ID}(?:\.[A-Za-z0-9_]{{1,40}})?|(?:hidden|variable):{_ID}|segment:[A-Za-z0-9_]{{1,60}}"
    r"|(?:customer|event):[^\s\x00-\x1f][^\x00-\x1f]{0,99}|url|device|language"
)


def _source(value: str) -> str:
    if not _SOURCE.fullmatch(value):
        raise ValueError(
            "a source is answer:QUESTION, answer:QUESTION.PART, hidden:FIELD, variable:ID, customer:ATTRIBUTE, "
            "segment:ID, event:PROPERTY, url, device or language"
        )
    return value


Source = typing.Annotated[
    str, AfterValidator(_source), Field(json_schema_extra={"pattern": f"^(?:{_SOURCE.pattern})$"})
]
"""What a test looks at, such as `answer:why`, `answer:rows.speed`, `customer:plan`, `segment:vip`, `url`."""
Lookup = Callable[[str], typing.Any]
"""The value of a source; None when there is none."""


class Operator(StrEnum):
    """How a value is compared; every negation holds exactly when its positive does not."""

    equals = "equals"
    not_equals = "not_equals"
    contains = "contains"
    not_contains = "not_contains"
    greater = "greater"
    less = "less"
    at_least = "at_least"
    at_most = "at_most"
    between = "between"
    in_ = "in"
    not_in = "not_in"
    any_of = "any_of"
    none_of = "none_of"
    answered = "answered"
    skipped = "skipped"
    starts = "starts"
    not_starts = "not_starts"
    ends = "ends"
    not_ends = "not_ends"
    matches = "matches"
    not_matches = "not_matches"


Scalar = (
    typing.Annotated[bool, Field(strict=True)]
    | typing.Annotated[int, Field(strict=True, ge=-(2**53), le=2**53)]
    | typing.Annotated[float, Field(strict=True, allow_inf_nan=False)]
    | typing.Annotated[str, StringConstraints(strict=True, max_length=TEXT_LIMIT_CHARACTERS)]
)
Wanted = Scalar | typing.Annotated[list[Scalar], Field(max_length=LIST_LIMIT)] | None

# `is` is a word of the language; a field of that very name needs no alias, so that every dump says the same.
_Fields = create_model("_Fields", __base__=Value, on=(Source, ...), **{"is": (Operator, ...), "value": (Wanted, None)})


class Test(_Fields):  # type: ignore[misc,valid-type]
    """`{"on": source, "is": operator, "value": …}`: one comparison. In Python, `is` is read as `operator`."""

    __test__: typing.ClassVar[bool] = False

    @property
    def operator(self) -> Operator:
        """The field `is`."""
        return getattr(self, "is")

    @model_validator(mode="after")
    def _value_fits(self) -> Test:
        positive = OPPOSITES.get(self.operator, self.operator)
        if problem := _problem(positive, self.value):
            raise ValueError(f"{self.operator} {problem}")
        if positive == Operator.matches:
            compiled(self.value)
        return self


class All(Value):
    """Holds when every part holds; without parts, always."""

    all: list[Condition] = Field(max_length=TESTS_LIMIT)


class Any(Value):
    """Holds when a part holds; without parts, never."""

    any: list[Condition] = Field(max_length=TESTS_LIMIT)


def _tag(value: typing.Any) -> str:
    names = value if isinstance(value, dict) else type(value).model_fields if isinstance(value, Value) else ()
    return next((name for name in ("all", "any") if name in names), "test")


def _within_limits(condition: All | Any | Test) -> All | Any | Test:
    if _depth(condition) > DEPTH_LIMIT:
        raise ValueError(f"is nested deeper than {DEPTH_LIMIT} levels")
    every = list(_walk(condition))
    if max(sum(isinstance(each, Test) for each in every), len(every) // 2) > TESTS_LIMIT:
        raise ValueError(f"has more than {TESTS_LIMIT} tests")
    return condition


Condition = TypeAliasType(
    "Condition",
    typing.Annotated[
        typing.Annotated[All, Tag("all")] | typing.Annotated[Any, Tag("any")] | typing.Annotated[Test, Tag("test")],
        Discriminator(_tag),
        AfterValidator(_within_limits),
    ],
)
"""`All | Any | Test`."""

All.model_rebuild()
Any.model_rebuild()
ALWAYS = All(all=[])
"""The condition that always holds."""


def holds(condition: All | Any | Test, lookup: Lookup) -> bool:
    """Whether the condition holds for what `lookup` finds."""
    if isinstance(condition, All):
        return all(holds(each, lookup) for each in condition.all)
    if isinstance(condition, Any):
        return any(holds(each, lookup) for each in condition.any)
    found = plain(lookup(condition.on))
    positive = OPPOSITES.get(condition.operator, condition.operator)
    held = not missing(found) and POSITIVE[positive](found, condition.value)
    return held != (positive != condition.operator)


def sources(condition: All | Any | Test) -> list[str]:
    """Every source that the condition looks at, once, in the order of its tests."""
    return list(dict.fromkeys(each.on for each in tests(condition)))


def tests(condition: All | Any | Test) -> Iterator[Test]:
    """Every test in the tree, in order."""
    return (each for each in _walk(condition) if isinstance(each, Test))


def _parts(condition: All | Any | Test) -> list[All | Any | Test]:
    return condition.all if isinstance(condition, All) else condition.any if isinstance(condition, Any) else []


def _walk(condition: All | Any | Test) -> Iterator[All | Any | Test]:
    yield condition
    for part in _parts(condition):
        yield from _walk(part)


def _depth(condition: All | Any | Test) -> int:
    return 1 + max((_depth(part) for part in _parts(condition)), default=0)


def _problem(operator: str, value: typing.Any) -> str | None:
    """Why an operator cannot use this value; None when it can."""
    match operator:
        case "answered":
            return None if value is None else "takes no value"
        case "equals":
            return "needs a value" if value is None else None
        case "contains":
            return "needs one value" if missing(value) or isinstance(value, list) else None
        case "starts" | "ends" | "matches":
            return "needs text" if not isinstance(value, str) or not value else None
        case "in" | "any_of":
            return "needs a list" if not isinstance(value, list) or not value else None
        case "between":
            fits = isinstance(value, list) and len(value) == 2 and all(map(_has_order, value))
            return None if fits else "needs two numbers or two dates"
    return None if _has_order(value) else "needs a number or a date"


def _has_order(value: typing.Any) -> bool:
    return number(value) is not None or is_date(value)
