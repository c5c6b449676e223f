"""Ids of a foreign file become ids of ours."""

import re
from collections.abc import Iterable

ID_LIMIT_CHARACTERS = 40
_OURS = re.compile(r"[a-z][a-z0-9_]*")


class Names:
    """Gives every foreign id of one scope an id that fits ours, the same one each time and no one twice."""

    def __init__(self, prefix: str, taken: Iterable[str] = ()) -> None:
        self._prefix = prefix
        self._taken = set(taken)
        self._ours: dict[str, str] = {}
        self._repeats: dict[str, int] = {}

    def give(self, foreign: str) -> str:
        """Our id for a foreign one that appears for the first time."""
        made = self.unused(foreign)
        self._ours.setdefault(foreign, made)
        return made

    def unused(self, wish: str) -> str:
        """An id like `wish` that nothing has yet, without remembering what it stands for."""
        stem = _slug(wish) or f"{self._prefix}_{len(self._taken) + 1}"
        if not stem[0].isalpha():
            stem = f"{self._prefix}_{stem}"
        stem = stem[:ID_LIMIT_CHARACTERS].rstrip("_")
        made, number = stem, self._repeats.get(stem, 1)
        while made in self._taken:
            number += 1
            made = f"{stem[: ID_LIMIT_CHARACTERS - 8]}_{number}"
        self._repeats[stem] = number
        self._taken.add(made)
        return made

    def stands_for(self, foreign: str, ours: str) -> None:
        """Say that a foreign id means one of ours that was given before."""
        self._ours[foreign] = ours

    def of(self, foreign: str) -> str | None:
        """Our id of a foreign one, or None if it was never given."""
        return self._ours.get(foreign)

    def changed(self) -> list[tuple[str, str]]:
        """Pairs of a foreign id and ours where they differ."""
        return [(foreign, ours) for foreign, ours in self._ours.items() if foreign != ours]


def _slug(text: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")
    return text if _OURS.fullmatch(text) else slug
