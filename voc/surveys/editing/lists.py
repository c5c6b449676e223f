"""The lists inside a question: choices, rows, columns, contact fields, rules."""

from collections.abc import Collection
from copy import deepcopy
from typing import Any

from voc.surveys.editing.structure import free_id
from voc.surveys.editing.wording import PLAIN_PICTURE, numbered

_STEMS = {"choices": "choice", "rows": "row", "columns": "column"}


def add_item(
    question: dict[str, Any], name: str, languages: list[str], *, avoid: Collection[str] = ()
) -> dict[str, Any]:
    """The question with one more choice, row or column at the end of its list `name`.

    Its id is none of `avoid`: ids that published versions use, whose answers would be counted as its own.
    """
    changed = deepcopy(question)
    items = changed.setdefault(name, [])
    number = len(items) + 1
    item: dict[str, Any] = {
        "id": free_id(f"{_STEMS[name]}_{number}", {each["id"] for each in items} | set(avoid)),
        "text": numbered(name, number, languages),
    }
    if question["type"] == "picture":
        item["image"] = PLAIN_PICTURE
    items.append(item)
    return changed


def move_item(question: dict[str, Any], name: str, at: int, to: int) -> dict[str, Any]:
    """The question with the entry at place `at` of its list `name` moved to `to`; outside means unchanged."""
    changed = deepcopy(question)
    items = changed.get(name, [])
    if 0 <= at < len(items) and 0 <= to < len(items):
        items.insert(to, items.pop(at))
    return changed


def remove_item(question: dict[str, Any], name: str, at: int) -> dict[str, Any]:
    """The question without the entry at place `at` of its list `name`; outside means unchanged."""
    changed = deepcopy(question)
    items = changed.get(name, [])
    if 0 <= at < len(items):
        del items[at]
    return changed
