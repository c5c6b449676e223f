"""One unit vector per text, in one space for both languages, in which cosine means likeness.

English is read by the encoder whose space it is; Korean by a network of our own that learned to place a sentence where
the encoder places its translation. Other languages go through the English one, which knows their words only as far as
they resemble English: what it makes of them is a hint.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from ml.classify import SENTIMENTS
from ml.encoder import Encoder
from ml.encoder.load import is_ours, load_encoder, load_korean

if TYPE_CHECKING:
    from ml.encoder.onnx import OnnxEncoder


@dataclass(frozen=True)
class Seen:
    """What the networks make of n texts."""

    vectors: np.ndarray
    """(n, width) float32, unit rows."""
    feelings: np.ndarray
    """(n, 3) float32: scores of `ml.classify.SENTIMENTS`; zeros where the network tells none."""

    @property
    def joined(self) -> np.ndarray:
        """(n, width + 3) float32: what heads see of a text beside its n-grams."""
        return np.hstack([self.vectors, self.feelings])


@dataclass(frozen=True)
class TextEmbedder:
    """A network per language, one space."""

    encoder: Encoder
    korean: OnnxEncoder | None
    """Reads Korean in the default encoder's place; None leaves Korean to the encoder."""

    @classmethod
    def load(cls, encoder: str | None = None, threads: int = 1) -> Self:
        """The networks of this repository, or another one for every language.

        Args:
            encoder: None for the default, else a folder or hub id.
            threads: see `ml.encoder`.
        """
        return cls(load_encoder(encoder, threads), load_korean(threads) if is_ours(encoder) else None)

    @property
    def name(self) -> str:
        """Changes whenever a vector of any language does."""
        return f"{self.encoder.name}+{self.korean.name}" if self.korean else self.encoder.name

    @property
    def width(self) -> int:
        """Length of one vector."""
        return self.encoder.width

    @property
    def is_default(self) -> bool:
        """Whether the vectors are those that the committed heads were fitted beside."""
        return self.korean is not None

    def encode(self, texts: Sequence[str], languages: Sequence[str]) -> np.ndarray:
        """(n_texts, width) float32, unit rows. Arguments as in `read`."""
        return self.read(texts, languages).vectors

    def read(self, texts: Sequence[str], languages: Sequence[str]) -> Seen:
        """Each text by the network of its language.

        Args:
            texts: (n_texts,).
            languages: one per text, as `ml.language` names them.
        """
        seen = Seen(np.zeros((len(texts), self.width), np.float32), np.zeros((len(texts), len(SENTIMENTS)), np.float32))
        korean = np.array([lang == "ko" and self.korean is not None for lang in languages], dtype=bool)
        at = np.flatnonzero(korean)
        if self.korean is not None and len(at):
            rows = self.korean.read([texts[i] for i in at])
            seen.vectors[at] = rows[:, : self.width]
            if self.korean.feelings:
                seen.feelings[at] = rows[:, self.width :]
        at = np.flatnonzero(~korean)
        if len(at):
            seen.vectors[at] = self.encoder.encode([texts[i] for i in at])
        return seen
