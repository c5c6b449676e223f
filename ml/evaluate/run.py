"""What the parts share: the model, the data, and readings that several of them need."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from ml.evaluate.clock import Answer, Took, timed
from ml.evaluate.sets import SETS, Labelled, labelled
from ml.naming.ranking import ranked
from ml.pipeline import Analyser, Readings, ThemeResult, find_themes


@dataclass(frozen=True)
class Run:
    """One evaluation; what is read or found once is kept."""

    analyser: Analyser
    data: Path
    cache: Path
    """Where answers of peers that took long are kept."""
    seed: int = 0
    threads: int = 2
    again: bool = False
    """Peers answer anew."""
    distributed: int = 0
    """Texts of the part `distributed`: more than its sets hold are made by leaving out words."""
    kept: dict[tuple[str, str], Any] = field(default_factory=dict)
    """What parts share, by what it is and of which set or file."""

    def labelled(self, name: str) -> Labelled:
        """A set of texts that people sorted; see `sets.SETS`."""
        return self._once(("set", name), lambda: labelled(self.data, name))

    def read(self, name: str) -> Readings:
        """What the model makes of a set."""
        return self._once(("read", SETS[name].file), lambda: self.analyser.read(self.labelled(name).texts))

    def themes(self, name: str) -> tuple[ThemeResult, Took]:
        """Themes of a set, named, as `voc analyse` finds them, and what that took after reading."""

        def find() -> tuple[ThemeResult, Took]:
            said, read = self.labelled(name).texts, self.read(name)
            return timed(lambda: self._named(said, read))

        return self._once(("themes", SETS[name].file), find)

    def _named(self, said: Sequence[str], read: Readings) -> ThemeResult:
        found = find_themes(said, read.language, read.kind, read.embeddings, seed=self.seed)
        return replace(found, themes=ranked(found.themes, self.analyser.embed))

    def _once(self, key: tuple[str, str], make: Callable[[], Answer]) -> Answer:
        if key not in self.kept:
            self.kept[key] = make()
        return self.kept[key]


def numbered(result: ThemeResult) -> np.ndarray:
    """The theme of each text by number, -1 for none: (n,) int64."""
    number = {theme.key: i for i, theme in enumerate(result.themes)}
    return np.array([-1 if key is None else number[key] for key in result.assignments], dtype=np.int64)
