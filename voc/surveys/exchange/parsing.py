"""A file's text becomes JSON values, or is refused before it can cost anything."""

import json
from typing import Any

from voc.errors import Invalid

CHARACTERS_LIMIT = 1_000_000
"""A survey of fifty questions in ten languages is a tenth of this."""
DEPTH_LIMIT = 40
"""Nested objects and lists; a panel in a panel in a page of a foreign survey needs about twenty."""


def parse(text: str) -> dict[str, Any]:
    """The JSON object that `text` is.

    Raises:
        Invalid: too large, too deep, no JSON, or JSON that is not one object; the message is for the person who chose
            the file.
    """
    if len(text) > CHARACTERS_LIMIT:
        raise Invalid(f"This file is too large for a survey: more than {CHARACTERS_LIMIT:,} characters.")
    try:
        value = json.loads(
            text.removeprefix("\ufeff"), parse_constant=_refuse_constant, object_pairs_hook=_without_repetition
        )
    except json.JSONDecodeError as error:
        raise Invalid(f"This is not JSON: {error.msg} (line {error.lineno}, column {error.colno}).") from None
    except RecursionError:
        raise _too_deep() from None
    except ValueError as error:
        raise Invalid(f"This is not JSON that a survey may hold: {error}.") from None
    if not isinstance(value, dict):
        raise Invalid("A survey is one JSON object; this file holds something else.")
    _check(value)
    return value


def _check(value: Any) -> None:
    """Refuse what is nested too deep and text that cannot be stored, without recursion."""
    waiting: list[tuple[Any, int]] = [(value, 1)]
    while waiting:
        each, depth = waiting.pop()
        if depth > DEPTH_LIMIT:
            raise _too_deep()
        if isinstance(each, str) and (not _is_unicode(each) or "\0" in each):
            raise Invalid("This file holds characters that are not text.")
        if isinstance(each, dict):
            waiting += [(name, depth) for name in each]
            waiting += [(child, depth + 1) for child in each.values()]
        elif isinstance(each, list):
            waiting += [(child, depth + 1) for child in each]


def _too_deep() -> Invalid:
    return Invalid(f"This file is nested deeper than any survey: more than {DEPTH_LIMIT} levels.")


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number in JSON")


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"an object names {next(n for n in names if names.count(n) > 1)[:60]!r} twice")
    return made
