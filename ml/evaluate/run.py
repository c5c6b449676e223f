"""What the parts share: the model, the data, and readings that several of them need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ml.evaluate.clock import Took, timed
from ml.evaluate.sets import Labelled, labelled
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

    def labelled(self, name: str) -> Labelled:
        """A set of texts that people sorted; see `sets.SETS`."""
        return self._once(("set", name), lambda: labelled(self.data, name))

    def read(self, name: str) -> Readings:
        """What the model makes of a set."""
        return self._once(("read", name), lambda: self.analyser.read(self.labelled(name).texts))

    def themes(self, name: str) -> tuple[ThemeResult, Took]:
        """Themes of a set, named, as `voc analyse` finds them, and what that took after reading."""

        def find() -> tuple[ThemeResult, Took]:
            said, read = self.labelled(name).texts, self.read(name)
            return timed(lambda: find_themes(said, read.language, read.kind, read.embeddings, seed=self.seed))

        return self._once(("themes", name), find)

    def meaning(self, texts: Sequence[str]) -> np.ndarray:
        """What the encoder alone says, without n-grams beside it: (n, width) float32, unit rows."""
        dense = self.analyser.opinions(texts).dense
        return dense if dense is not None else self.analyser.read(texts).embeddings

    def _once(self, key, make):
        kept = self.__dict__.setdefault("_kept", {})
        if key not in kept:
            kept[key] = make()
        return kept[key]


def numbered(result: ThemeResult) -> np.ndarray:
    """The theme of each text by number, -1 for none: (n,) int64."""
    number = {theme.key: i for i, theme in enumerate(result.themes)}
    return np.array([-1 if key is None else number[key] for key in result.assignments], dtype=np.int64)
