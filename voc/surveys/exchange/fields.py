"""Reading a foreign object while remembering what nobody read."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

_NOTHING: tuple[Any, ...] = (None, "", [], {}, False)


class Fields:
    """One JSON object of a foreign file.

    Readers ask for what they know, by type; what is left over at the end, or has another type than asked for, is
    reported by `left`. So a field that a later release of the foreign program adds shows up in the notes by itself.
    """

    def __init__(self, raw: Any) -> None:
        self._raw: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
        self._read: set[str] = set()
        self._children: list[tuple[str, Fields]] = []
        self._partly: list[str] = []

    def __contains__(self, name: str) -> bool:
        return self._raw.get(name) not in _NOTHING

    def raw(self, name: str) -> Any:
        """The value whatever it is; None when there is none."""
        self._read.add(name)
        return self._raw.get(name)

    def text(self, name: str) -> str:
        """A string without spaces around it, or ""."""
        value = self._raw.get(name)
        if isinstance(value, str):
            self._read.add(name)
            return value.strip()
        return ""

    def name(self, name: str) -> str:
        """A string, or a number as one: foreign ids and values may be either."""
        value = self._raw.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            self._read.add(name)
            return f"{value:g}" if isinstance(value, float) else str(value)
        return self.text(name)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A boolean; `default` when there is none."""
        value = self._raw.get(name)
        if isinstance(value, bool):
            self._read.add(name)
            return value
        return default

    def number(self, name: str) -> float | int | None:
        """A finite number, or None."""
        value = self._raw.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            self._read.add(name)
            return value
        return None

    def whole(self, name: str) -> int | None:
        """A whole number, or None."""
        value = self.number(name)
        return int(value) if value is not None and value == int(value) else None

    def items(self, name: str) -> list[Any]:
        """A list's values, or none."""
        value = self._raw.get(name)
        if isinstance(value, list):
            self._read.add(name)
            return value
        return []

    def child(self, name: str) -> "Fields":
        """An object inside this one; an empty one when there is none."""
        value = self._raw.get(name)
        if isinstance(value, Mapping):
            self._read.add(name)
        child = Fields(value)
        self._children.append((name, child))
        return child

    def children(self, name: str) -> list["Fields"]:
        """The objects of a list; that there is anything else in it is reported."""
        found = self.items(name)
        objects = [Fields(each) for each in found if isinstance(each, Mapping)]
        if len(objects) < len(found):
            self._partly.append(f"{name} (in part)")
        return objects

    def skip(self, *names: str) -> None:
        """Count as read what says nothing about the survey, or is said by what was read."""
        self._read.update(names)

    def close(self) -> None:
        """Say that what is left was reported."""
        self._read.update(self._raw)
        self._children.clear()
        self._partly.clear()

    def left(self) -> list[str]:
        """Names of what holds something and was not read, `outer.inner` for objects."""
        return list(self._left())

    def _left(self) -> Iterator[str]:
        for name, value in self._raw.items():
            if name not in self._read and value not in _NOTHING:
                yield name
        yield from self._partly
        for name, child in self._children:
            yield from (f"{name}.{each}" for each in child._left())
