"""The shipped heads and a shift, behind the heads' own interface."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ml.classify import heads_of
from ml.classify.reader import HeadReader
from ml.refit.shift import Shift


@dataclass(frozen=True)
class ShiftedReader:
    """Reads as `HeadReader` does, and then as people corrected it."""

    heads: HeadReader
    shift: Shift

    @property
    def version(self) -> str:
        """Of the heads, with the shift's."""
        return f"{self.heads.version}+{self.shift.version}"

    def read(
        self, texts: Sequence[str], languages: Sequence[str], dense: np.ndarray | None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Probabilities of each kind and each sentiment; see `HeadReader.read`."""
        kinds, feelings = self.heads.read(texts, languages, dense)
        return self.shift.applied(texts, heads_of(languages), dense, kinds, feelings)
