"""What the service uses: read texts, find themes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from ml.classify import KINDS
from ml.classify.heads import best
from ml.classify.reader import HeadReader
from ml.classify.urgency import urgency
from ml.embedding import LexicalProjection, TextEmbedder
from ml.encoder.load import DEFAULT_NAME, load_encoder
from ml.encoder.student import KoreanStudent
from ml.language import detect_all
from ml.refit.lessons import Opinions
from ml.refit.reader import ShiftedReader
from ml.refit.shift import Shift
from ml.romanised import in_hangul
from ml.segments import sentences
from ml.text import readable
from ml.themes import FoundTheme, ThemeResult, find_themes
from ml.weights import HEADS, LEXICAL, STUDENT, STUDENT_TOKENIZER

__all__ = ["Analyser", "FoundTheme", "Readings", "Segment", "ThemeResult", "find_themes"]


@dataclass(frozen=True)
class Segment:
    """One sentence of a text, read on its own."""

    start: int
    end: int
    """Characters of the text as given; `text[start:end]` is the sentence."""
    kind: str
    kind_confidence: float
    sentiment: float


@dataclass(frozen=True)
class Readings:
    """What the model made of n texts, one entry each."""

    language: list[str]
    """See `ml.language.detect`."""
    kind: list[str]
    """One of `ml.classify.KINDS`."""
    kind_confidence: np.ndarray
    """(n,) float32, 0 to 1: how often such a reading is right."""
    sentiment: np.ndarray
    """(n,) float32 from -1 to 1: probability of positive less that of negative."""
    urgency: np.ndarray
    """(n,) float32, 0 to 1."""
    embeddings: np.ndarray
    """(n, width) float32, unit rows; see `ml.embedding`."""


class Analyser:
    """Reads texts. Safe to call from several threads.

    Args:
        embedder: makes the vectors.
        heads: read kind and sentiment; of another encoder than the default, whose vectors they were
            fitted on, they see nothing and keep to n-grams.
    """

    version: str
    """Changes whenever the encoder or any trained weight does."""

    def __init__(self, embedder: TextEmbedder, heads: HeadReader | ShiftedReader) -> None:
        self._embedder = embedder
        self._heads = heads
        self.version = f"{embedder.name}/heads-{heads.version}"

    @classmethod
    def load(cls, cache_dir: Path, encoder: str | None = None, threads: int = 1) -> Self:
        """Load the encoder and the committed weights; the first time the encoder is exported.

        Args:
            cache_dir: where exported networks live; created when missing.
            encoder: None for the default, else a folder or hub id.
            threads: see `ml.encoder`.
        """
        chosen = load_encoder(Path(cache_dir), encoder, threads)
        student = KoreanStudent.load(STUDENT_TOKENIZER, STUDENT) if chosen.name == DEFAULT_NAME else None
        embedder = TextEmbedder(chosen, student, LexicalProjection.load(LEXICAL))
        return cls(embedder, HeadReader.load(HEADS))

    @property
    def width(self) -> int:
        """Length of an embedding."""
        return self._embedder.width

    def read(self, texts: Sequence[str]) -> Readings:
        """Read texts of any length and content; what cannot be read is `other`, neutral, calm."""
        safe, languages, known, embeddings = self._looked(texts)
        kinds, feelings = self._heads.read(safe, languages, known)
        silent = np.array([not any(c.isalnum() for c in text) for text in safe], dtype=bool)
        kinds[silent] = np.eye(len(KINDS), dtype=np.float32)[KINDS.index("other")]
        names, confidence = best(kinds, KINDS)
        sentiment = np.where(silent, 0.0, feelings[:, 2] - feelings[:, 0]).astype(np.float32)
        return Readings(
            language=languages,
            kind=names,
            kind_confidence=confidence,
            sentiment=sentiment,
            urgency=urgency(safe, names, sentiment),
            embeddings=embeddings,
        )

    def shifted(self, shift: Shift) -> Analyser:
        """The same encoder, with heads that read as people corrected them; share it between threads likewise.

        Raises:
            ValueError: the shift was fitted beside another version.
        """
        if shift.base != self.version or not isinstance(self._heads, HeadReader):
            raise ValueError(f"the shift belongs to {shift.base}, not to {self.version}")
        return Analyser(self._embedder, ShiftedReader(self._heads, shift))

    def opinions(self, texts: Sequence[str]) -> Opinions:
        """What the heads make of texts, with what they see: what corrections are learnt from."""
        safe, languages, known, _ = self._looked(texts)
        return Opinions(safe, *self._heads.read(safe, languages, known), known)

    def _looked(self, texts: Sequence[str]) -> tuple[list[str], list[str], np.ndarray | None, np.ndarray]:
        """Texts as the heads read them, their languages, and the rows of meaning (None: not the heads') and joined."""
        safe = [readable(text) for text in texts]
        languages = detect_all(safe)
        safe = [
            in_hangul(text) if spoken == "ko" and text.isascii() else text
            for text, spoken in zip(safe, languages, strict=True)
        ]
        meaning, embeddings = self._embedder.encode(safe, languages)
        known = meaning if self._embedder.encoder.name == DEFAULT_NAME else None
        return safe, languages, known, embeddings

    def segments(self, texts: Sequence[str], readings: Readings) -> list[list[Segment]]:
        """The sentences of each text; one that is a single sentence is not read again.

        Args:
            texts: the same that `read` got.
            readings: what `read` answered.
        """
        spans = [sentences(text) for text in texts]
        pieces = [text[start:end] for text, own in zip(texts, spans, strict=True) if len(own) > 1 for start, end in own]
        read = self.read(pieces)
        place = 0
        out = []
        for i, own in enumerate(spans):
            source, first = (read, place) if len(own) > 1 else (readings, i)
            out.append([_segment(span, source, first + n) for n, span in enumerate(own)])
            place += len(own) if len(own) > 1 else 0
        return out


def _segment(span: tuple[int, int], readings: Readings, at: int) -> Segment:
    return Segment(
        start=span[0],
        end=span[1],
        kind=readings.kind[at],
        kind_confidence=float(readings.kind_confidence[at]),
        sentiment=float(readings.sentiment[at]),
    )
