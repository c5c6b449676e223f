"""The languages of a survey: added, removed, and what is not yet written in one of them."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from voc.errors import Invalid

_TEXTS = ("text", "help", "low", "high", "placeholder", "unit", "label", "button", "title")
_LISTS = ("choices", "rows", "columns")


def add_language(definition: dict[str, Any], language: str) -> dict[str, Any]:
    """The survey also in `language`: its texts fall back to the first language until they are written."""
    changed = deepcopy(definition)
    if language not in changed["languages"]:
        changed["languages"] = [*changed["languages"], language]
    return changed


def remove_language(definition: dict[str, Any], language: str) -> dict[str, Any]:
    """The survey no longer offered in `language`; what was written in it stays, should it come back.

    Raises:
        Invalid: it is the only one.
    """
    changed = deepcopy(definition)
    changed["languages"] = [each for each in changed["languages"] if each != language]
    if not changed["languages"]:
        raise Invalid("A survey needs one language.")
    return changed


def missing(definition: dict[str, Any], language: str) -> int:
    """How many texts are written in some language but not in this one."""
    return sum(not text.get(language, "").strip() for text in texts(definition) if any(text.values()))


def texts(definition: dict[str, Any]) -> Iterator[dict[str, str]]:
    """Every text of the questions and endings, as language → words."""
    for entry in [*definition["questions"], *definition.get("endings", [])]:
        yield from _texts_of(entry)


def _texts_of(entry: dict[str, Any]) -> Iterator[dict[str, str]]:
    for name in _TEXTS:
        value = entry.get(name)
        if name == "button" and isinstance(value, dict) and isinstance(value.get("text"), dict):
            value = value["text"]
        if isinstance(value, dict):
            yield value
    for name in _LISTS:
        for item in entry.get(name) or []:
            if isinstance(item.get("text"), dict):
                yield item["text"]
