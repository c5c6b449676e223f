"""How a found value compares with a wanted one; the rules of `widgets/src/core/conditions.ts`, word for word.

- Missing: nothing, blank text, an empty list or object. It passes no positive comparison.
- Numbers and numeric text (an optional minus, digits, optional fraction; nothing else) compare by value.
- Text compares without surrounding space and in lower case, by the default mapping of Unicode and nothing more: "İ"
  becomes "i" with a dot above (two code points), so it equals neither "i" nor "I", and "ß" does not equal "ss".
- A boolean equals a boolean, or the text "true" or "false"; never a number.
- A list equals a list with the same elements in any order; one value is a list of itself.
- `{"other": text}` stands for the choice id "other"; any other object equals nothing.
- Space is what JavaScript's `trim` removes; digits are ASCII.
"""

import math
import re
from collections.abc import Callable
from typing import Any

from voc.surveys.patterns import search

SPACE = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T[^\n]*)?")

OPPOSITES = {
    "not_equals": "equals",
    "not_contains": "contains",
    "not_in": "in",
    "none_of": "any_of",
    "skipped": "answered",
    "not_starts": "starts",
    "not_ends": "ends",
    "not_matches": "matches",
}
"""Every negation and the operator it negates."""


def plain(found: Any) -> Any:
    """The value to compare: a typed "other" becomes the choice id, in a list as well."""
    if isinstance(found, list):
        return [_choice(each) for each in found]
    return _choice(found)


def _choice(value: Any) -> Any:
    return "other" if isinstance(value, dict) and "other" in value else value


def missing(value: Any) -> bool:
    """Whether this counts as not answered."""
    return value is None or value == [] or value == {} or (isinstance(value, str) and not value.strip(SPACE))


def number(value: Any) -> float | None:
    """The value as a number; None when it is neither a number nor numeric text."""
    if isinstance(value, str):
        text = value.strip(SPACE)
        return float(text) if _NUMBER.fullmatch(text) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return None if math.isnan(value) else float(value)
    except OverflowError:
        return math.copysign(math.inf, value)


def is_date(value: Any) -> bool:
    """Whether this is text such as "2026-03-01", with or without a time."""
    return _date(value) is not None


def _date(value: Any) -> str | None:
    """The day alone: a time of day never decides."""
    matched = _DATE.fullmatch(value.strip(SPACE)) if isinstance(value, str) else None
    return matched[1] if matched else None


def _folded(value: Any) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    return value.strip(SPACE).lower() if isinstance(value, str) else None


def same(one: Any, other: Any) -> bool:
    """Whether two single values are equal."""
    left, right = number(one), number(other)
    if left is not None or right is not None:
        return left == right
    return _folded(one) is not None and _folded(one) == _folded(other)


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _any_of(found: Any, wanted: Any) -> bool:
    return any(same(one, other) for one in _several(found) for other in _several(wanted))


def _equals(found: Any, wanted: Any) -> bool:
    one, other = _several(found), _several(wanted)
    return all(_any_of(each, other) for each in one) and all(_any_of(each, one) for each in other)


def _contains(found: Any, wanted: Any) -> bool:
    if isinstance(found, str) and isinstance(wanted, str):
        return wanted.lower() in found.strip(SPACE).lower()
    return isinstance(found, list) and _any_of(found, wanted)


def _compare(found: Any, wanted: Any) -> float | None:
    """Below, at or above 0 as `found` is less than, equal to or greater than `wanted`; None: no order."""
    left, right = number(found), number(wanted)
    if left is not None and right is not None:
        return (left > right) - (left < right)
    first, second = _date(found), _date(wanted)
    return (first > second) - (first < second) if first and second else None


def _ordered(fits: Callable[[float], bool]) -> Callable[[Any, Any], bool]:
    def check(found: Any, wanted: Any) -> bool:
        order = _compare(found, wanted)
        return order is not None and fits(order)

    return check


_at_least, _at_most = _ordered(lambda order: order >= 0), _ordered(lambda order: order <= 0)


def _text(check: Callable[[str, str], bool]) -> Callable[[Any, Any], bool]:
    def checked(found: Any, wanted: Any) -> bool:
        return isinstance(found, str) and isinstance(wanted, str) and check(found, wanted)

    return checked


POSITIVE: dict[str, Callable[[Any, Any], bool]] = {
    "answered": lambda found, wanted: True,
    "equals": _equals,
    "contains": _contains,
    "greater": _ordered(lambda order: order > 0),
    "less": _ordered(lambda order: order < 0),
    "at_least": _at_least,
    "at_most": _at_most,
    "between": lambda found, wanted: _at_least(found, wanted[0]) and _at_most(found, wanted[1]),
    "in": _any_of,
    "any_of": _any_of,
    "starts": _text(lambda found, wanted: found.strip(SPACE).lower().startswith(wanted.lower())),
    "ends": _text(lambda found, wanted: found.strip(SPACE).lower().endswith(wanted.lower())),
    "matches": _text(lambda found, wanted: search(wanted, found)),
}
"""Operators that are no negation; `found` is never missing."""
