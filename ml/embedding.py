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

from ml.classify import KINDS, SENTIMENTS
from ml.encoder import Encoder, TellingEncoder
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
    kinds: np.ndarray
    """(n, 5) float32: scores of `ml.classify.KINDS`; likewise."""

    @classmethod
    def nothing(cls, texts: int, width: int) -> Self:
        """Zeros, to be written to."""
        return cls(*(np.zeros((texts, columns), np.float32) for columns in (width, len(SENTIMENTS), len(KINDS))))

    @property
    def joined(self) -> np.ndarray:
        """(n, width + 3 + 5) float32: what heads see of a text beside its n-grams."""
        return np.hstack([self.vectors, self.feelings, self.kinds])

    def put(self, at: np.ndarray, texts: Sequence[str], encoder: Encoder) -> None:
        """Write what an encoder makes of texts into the rows `at`."""
        if not isinstance(encoder, TellingEncoder):
            self.vectors[at] = encoder.encode(texts)
            return
        begins = np.cumsum([encoder.width, *encoder.told.values()])[:-1]
        found = np.split(encoder.read(texts), begins, axis=1)
        for name, rows in zip(("vectors", *encoder.told), found, strict=True):
            getattr(self, name)[at] = rows


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
        seen = Seen.nothing(len(texts), self.width)
        korean = np.array([lang == "ko" and self.korean is not None for lang in languages], dtype=bool)
        for at, encoder in ((np.flatnonzero(korean), self.korean), (np.flatnonzero(~korean), self.encoder)):
            if encoder is not None and len(at):
                seen.put(at, [texts[i] for i in at], encoder)
        return seen
