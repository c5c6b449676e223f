"""Sets of people by theme, as numbers that tell nobody who they are; pure.

A person is the first eight bytes of a hash of their id: among a million people two share a number once in forty million
such sets. A day of ten thousand mentions takes 100 to 200 kB.
"""

import hashlib
from collections.abc import Iterable, Mapping
from struct import iter_unpack, pack_into
from typing import Any

import msgspec

from voc.feedback.parts import themes_of

EVERYBODY = ""
"""Stands for all themes and none."""
_WIDTH = 8

People = dict[str, set[int]]
"""By theme, or `EVERYBODY`."""


def count(rows: Iterable[Mapping[str, Any]]) -> People:
    """Who spoke of what: rows with respondent, theme, also, noise. What is no feedback is left out."""
    found: People = {}
    for row in rows:
        if not row.get("noise"):
            person = number_of(row["respondent"])
            for theme in (EVERYBODY, *themes_of(row)):
                found.setdefault(theme, set()).add(person)
    return found


def number_of(respondent: str) -> int:
    """The number that stands for a respondent."""
    return int.from_bytes(hashlib.sha256(respondent.encode("utf-8", "surrogatepass")).digest()[:_WIDTH], "little")


def union(days: Iterable[People], same: Mapping[int, int]) -> dict[str, int]:
    """How many spoke of what on any of these days.

    Args:
        days: people of each day.
        same: by number, the number of the person that they turned out to be.
    """
    together: People = {}
    for day in days:
        for theme, people in day.items():
            together.setdefault(theme, set()).update(people)
    folded = same.keys()
    return {
        theme: len({same.get(person, person) for person in people}) if people & folded else len(people)
        for theme, people in together.items()
    }


def pack(people: People) -> bytes:
    """As it is stored."""
    return msgspec.msgpack.encode({theme: _packed(numbers) for theme, numbers in sorted(people.items())})


def unpack(stored: bytes) -> People:
    """As `pack` wrote it."""
    packed = msgspec.msgpack.decode(stored, type=dict[str, bytes]) if stored else {}
    return {theme: {number for (number,) in iter_unpack("<Q", numbers)} for theme, numbers in packed.items()}


def _packed(numbers: set[int]) -> bytes:
    room = bytearray(_WIDTH * len(numbers))
    pack_into(f"<{len(numbers)}Q", room, 0, *sorted(numbers))
    return bytes(room)
