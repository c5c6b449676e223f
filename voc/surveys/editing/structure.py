"""The order of questions: add, move, duplicate, replace."""

import re
from collections.abc import Collection
from copy import deepcopy
from typing import Any

from voc.errors import NotFound
from voc.surveys.editing.references import renamed
from voc.surveys.editing.starting import new_question

Definition = dict[str, Any]
ID_CHARACTERS = 40
"""Longest id of a question."""


def find(definition: Definition, kind: str, id_: str) -> int:
    """Where the entry `id_` of the list `kind` (`questions` or `endings`) stands.

    Raises:
        NotFound: it is not there, perhaps because a colleague removed it.
    """
    for index, entry in enumerate(definition.get(kind, [])):
        if entry["id"] == id_:
            return index
    raise NotFound("It is no longer in this survey.", **{kind: id_})


def taken(definition: Definition) -> set[str]:
    """Every id that a new question may not have: those of questions, hidden fields and variables."""
    return {
        *(question["id"] for question in definition["questions"]),
        *definition.get("hidden", []),
        *(variable["id"] for variable in definition.get("variables", [])),
    }


def free_id(wanted: str, known: Collection[str]) -> str:
    """`wanted`, or `wanted_2`, `wanted_3` … where others have it."""
    stem = re.sub(r"_\d+$", "", wanted)[: ID_CHARACTERS - 4]
    number = 1
    chosen = wanted
    while chosen in known:
        number += 1
        chosen = f"{stem}_{number}"
    return chosen


def add_question(
    definition: Definition,
    type_: str,
    *,
    languages: list[str],
    after: str | None = None,
    avoid: Collection[str] = (),
) -> tuple[Definition, str]:
    """A new question with words to start from, behind the question `after`, or at the end.

    Its id is none of `avoid`: ids of published versions, whose answers would be counted as its own.

    Returns:
        The definition and the new question's id.

    Raises:
        NotFound: no question `after`, or no such type.
    """
    changed = deepcopy(definition)
    at = len(changed["questions"]) if after is None else find(definition, "questions", after) + 1
    id_ = free_id(type_, taken(definition) | set(avoid))
    changed["questions"].insert(at, new_question(type_, id_, languages))
    return changed, id_


def move(definition: Definition, kind: str, id_: str, to: int) -> Definition:
    """Put the entry `id_` of `kind` at the place `to`, counted from 0 without it; beyond the ends means at the end.

    Raises:
        NotFound: it is not there.
    """
    changed = deepcopy(definition)
    entry = changed[kind].pop(find(definition, kind, id_))
    changed[kind].insert(min(max(to, 0), len(changed[kind])), entry)
    return changed


def duplicate(definition: Definition, id_: str, *, avoid: Collection[str] = ()) -> tuple[Definition, str]:
    """A copy of a question right behind it; what its rules say about itself, the copy's say about the copy.

    Its id is none of `avoid`, as in `add_question`.

    Returns:
        The definition and the copy's id.

    Raises:
        NotFound: it is not there.
    """
    changed = deepcopy(definition)
    at = find(definition, "questions", id_)
    copy = free_id(id_, taken(definition) | set(avoid))
    question = deepcopy(changed["questions"][at]) | {"id": copy}
    if "rules" in question:
        question["rules"] = renamed(question["rules"], id_, copy)
    changed["questions"].insert(at + 1, question)
    return changed, copy


def replace(definition: Definition, kind: str, entry: dict[str, Any]) -> Definition:
    """Put `entry` where the one with its id stands.

    Raises:
        NotFound: it is not there.
    """
    at = find(definition, kind, entry["id"])
    changed = deepcopy(definition)
    changed[kind][at] = deepcopy(entry)
    return changed
