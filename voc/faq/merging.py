"""Entries that a person found to ask the same: one answers for all, and each goes on gathering its own questions.

So a merged entry is what it was as soon as it is separate again, whatever was asked in between; pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from voc.errors import Invalid
from voc.faq.states import ANSWERLESS

Row = dict[str, Any]


def check(row: Row, target: Row) -> None:
    """Whether one entry may answer for another.

    Raises:
        Invalid: they are one, of two languages, or the target answers nothing itself.
    """
    why = None
    if row["_id"] == target["_id"]:
        why = "is the entry itself"
    elif row["language"] != target["language"]:
        why = "is of another language: link the two as each other's translation instead"
    elif target["state"] in ANSWERLESS:
        why = f"is {target['state']} itself"
    if why:
        told = "An entry is merged into one of its language that answers."
        raise Invalid(told, errors=[{"pointer": "/into", "message": why}])


def foremost(rows: Sequence[Row]) -> Row:
    """Of several entries the one that answers for all: one that is published, then what most people ask."""
    return min(rows, key=lambda row: (row["live"] is None, -row["askers"], row["_id"]))


def answering(rows: Iterable[Row]) -> dict[str, str]:
    """By merged entry the one that answers for it, over as many as lie between; one that leads nowhere is missing."""
    every = {row["_id"]: row.get("into") for row in rows}
    found = {}
    for id_ in every:
        passed, at = {id_}, id_
        while (further := every.get(at)) and further not in passed:
            passed.add(further)
            at = further
        if at != id_ and at in every and not every[at]:
            found[id_] = at
    return found


def together(keys: Sequence[str], answers: Mapping[str, str]) -> dict[str, list[int]]:
    """Places of groups by the entry that answers them, its own group first.

    Args:
        keys: of the groups.
        answers: see `answering`.
    """
    found: dict[str, list[int]] = {}
    for place, key in enumerate(keys):
        found.setdefault(answers.get(key, key), []).append(place)
    return {id_: sorted(places, key=lambda place, id_=id_: keys[place] != id_) for id_, places in found.items()}


def combined(groups: Sequence[Any]) -> Any:
    """Several groups as the first, with everybody who asks; the others' questions are further wordings of it."""
    first, *others = groups
    members = dict.fromkeys(place for group in groups for place in group.members)
    worded = [*(group.canonical for group in others), *(place for group in groups for place in group.aliases)]
    aliases = dict.fromkeys(place for place in worded if place != first.canonical)
    return replace(first, members=tuple(members), aliases=tuple(aliases)) if others else first
