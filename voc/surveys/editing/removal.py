"""Removing without asking: what was taken out can be put back exactly."""

from copy import deepcopy
from typing import Any, Literal

from pydantic import Field

from voc.errors import Invalid
from voc.surveys.editing.structure import find, free_id, replace, taken
from voc.values import Value

Kind = Literal["questions", "endings"]


class Removed(Value):
    """What a removal took: a question or an ending, or, inside of one, a choice or a rule."""

    kind: Kind
    at: int | None = Field(default=None, ge=0, le=1000)
    """Where the entry stood; None where it still stands there, and only lost something."""
    entry: dict[str, Any]
    """The whole entry as it was."""


def remove(definition: dict[str, Any], kind: Kind, id_: str) -> tuple[dict[str, Any], Removed]:
    """Take an entry out. Rules elsewhere keep naming it: the author is told, and putting it back mends them.

    Raises:
        NotFound: it is not there.
        Invalid: it is the only question.
    """
    at = find(definition, kind, id_)
    if kind == "questions" and len(definition["questions"]) == 1:
        raise Invalid("A survey needs one question. Add another one first.")
    changed = deepcopy(definition)
    entry = changed[kind].pop(at)
    return changed, Removed(kind=kind, at=at, entry=entry)


def restore(definition: dict[str, Any], removed: Removed) -> tuple[dict[str, Any], str]:
    """Put an entry back where it stood, at the end of a list that became shorter, or whole where it lost a part.

    Returns:
        The definition and the entry's id: a new one only if another entry took it meanwhile.

    Raises:
        NotFound: it lost a part, and was removed as a whole since.
    """
    if removed.at is None:
        return replace(definition, removed.kind, removed.entry), removed.entry["id"]
    changed = deepcopy(definition)
    entries = changed.setdefault(removed.kind, [])
    others = taken(definition) if removed.kind == "questions" else {entry["id"] for entry in entries}
    id_ = free_id(removed.entry["id"], others)
    entries.insert(min(removed.at, len(entries)), deepcopy(removed.entry) | {"id": id_})
    return changed, id_
