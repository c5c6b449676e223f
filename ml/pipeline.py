"""What the service uses: read texts, find themes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from ml.classify import HEAD_LANGUAGES, KINDS, heads_of
from ml.classify.heads import best
from ml.classify.reader import HeadReader
from ml.classify.urgency import urgency
from ml.embedding import TextEmbedder
from ml.language import detect_all
from ml.refit.lessons import Opinions
from ml.refit.reader import ShiftedReader
from ml.refit.shift import Shift
from ml.romanised import in_hangul
from ml.segments import find_segments, without_connective
from ml.segments.joining import Tone, tone
from ml.text import readable
from ml.themes import FoundTheme, ThemeResult, find_themes
from ml.weights import HEADS

__all__ = ["Analyser", "FoundTheme", "Readings", "Segment", "ThemeResult", "find_themes"]


OTHER_IN_PARTS = 0.3
"""How much rarer `other` is among the parts of a text than among texts: a part was cut out because it says something
of its own. Chosen on the development half of `ml.evaluate.aspects`."""
_OWN_LANGUAGE_LETTERS = 12
"""A part shorter than this is taken to be in its text's language."""


@dataclass(frozen=True)
class Segment:
    """A part of a text that speaks of one thing, read on its own."""

    start: int
    end: int
    """Characters of the text as given; `text[start:end]` is the segment."""
    language: str
    kind: str
    kind_confidence: float
    sentiment: float
    embedding: np.ndarray
    """(width,) float32, a unit row."""


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
        cutting: decides where a text is parted, where that is not the heads' business.
    """

    version: str
    """Changes whenever the encoder or any trained weight does."""

    def __init__(
        self, embedder: TextEmbedder, heads: HeadReader | ShiftedReader, cutting: HeadReader | None = None
    ) -> None:
        self._embedder = embedder
        self._heads = heads
        self._cutting = cutting or heads
        self.version = f"{embedder.name}/heads-{heads.version}"

    @classmethod
    def load(cls, encoder: str | None = None, threads: int = 1) -> Self:
        """Load the networks and the heads.

        Args:
            encoder: None for the default, else a folder or hub id.
            threads: see `ml.encoder`.
        """
        return cls(TextEmbedder.load(encoder, threads), HeadReader.load(HEADS))

    @property
    def width(self) -> int:
        """Length of an embedding."""
        return self._embedder.width

    def embed(self, texts: Sequence[str], languages: Sequence[str]) -> np.ndarray:
        """Vectors alone, of short texts whose language is known: (n, width) float32, unit rows."""
        return self._embedder.encode(texts, languages)

    def read(self, texts: Sequence[str]) -> Readings:
        """Read texts of any length and content; what cannot be read is `other`, neutral, calm."""
        return self._answered(*self._looked(texts))

    def _answered(
        self,
        safe: list[str],
        languages: list[str],
        known: np.ndarray | None,
        embeddings: np.ndarray,
        parts: bool = False,
    ) -> Readings:
        """Readings of what `_looked` saw.

        Of parts of texts the kind tells more about the feeling: too few words are left for the feeling alone.
        """
        kinds, feelings = self._heads.read(safe, languages, known)
        felt = feelings[:, 2] - feelings[:, 0]
        if parts:
            kinds[:, KINDS.index("other")] *= OTHER_IN_PARTS
            kinds /= kinds.sum(axis=1, keepdims=True)
            felt = (felt + kinds[:, KINDS.index("praise")] - kinds[:, KINDS.index("complaint")]) / 2
        silent = np.array([not any(c.isalnum() for c in text) for text in safe], dtype=bool)
        kinds[silent] = np.eye(len(KINDS), dtype=np.float32)[KINDS.index("other")]
        names, confidence = best(kinds, KINDS)
        sentiment = np.where(silent, 0.0, felt).astype(np.float32)
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
        return Analyser(self._embedder, ShiftedReader(self._heads, shift), cutting=self._heads)

    def opinions(self, texts: Sequence[str]) -> Opinions:
        """What the heads make of texts, with what they see: what corrections are learnt from."""
        safe, languages, known, _ = self._looked(texts)
        return Opinions(safe, *self._heads.read(safe, languages, known), known, heads_of(languages))

    def _looked(
        self, texts: Sequence[str], languages: list[str] | None = None
    ) -> tuple[list[str], list[str], np.ndarray | None, np.ndarray]:
        """Texts and languages as the heads get them, what they see beside (None: nothing), and the vectors."""
        safe = [readable(text) for text in texts]
        languages = detect_all(safe) if languages is None else languages
        safe = [
            in_hangul(text) if spoken == "ko" and text.isascii() else text
            for text, spoken in zip(safe, languages, strict=True)
        ]
        seen = self._embedder.read(safe, languages)
        return safe, languages, seen.joined if self._embedder.is_default else None, seen.vectors

    def segments(self, texts: Sequence[str], readings: Readings) -> list[list[Segment]]:
        """The segments of each text; a text that is a single one is not read again.

        Args:
            texts: the same that `read` got.
            readings: what `read` answered.
        """
        spans = find_segments(texts, readings.language, self.tones)
        several = [i for i, own in enumerate(spans) if len(own) > 1]
        parts = [(texts[i][start:end], readings.language[i]) for i in several for start, end in spans[i]]
        read = self._read_parts(*zip(*parts, strict=True)) if parts else readings
        place = iter(range(len(parts)))
        return [
            [_segment(span, read, next(place)) if len(own) > 1 else _segment(span, readings, i) for span in own]
            for i, own in enumerate(spans)
        ]

    def tones(self, pieces: list[str], languages: list[str]) -> list[Tone]:
        """By n-grams alone, without the encoder: no worse at telling where one thing ends, and far cheaper."""
        kinds, feelings = self._cutting.read([readable(piece) for piece in pieces], languages, None)
        names, _ = best(kinds, KINDS)
        return [tone(kind, float(s[2] - s[0])) for kind, s in zip(names, feelings, strict=True)]

    def _read_parts(self, parts: Sequence[str], languages: Sequence[str]) -> Readings:
        own = [without_connective(part, language) for part, language in zip(parts, languages, strict=True)]
        found = [
            spoken if spoken in HEAD_LANGUAGES and len(part) >= _OWN_LANGUAGE_LETTERS else language
            for part, spoken, language in zip(own, detect_all(own), languages, strict=True)
        ]
        return self._answered(*self._looked(own, found), parts=True)


def _segment(span: tuple[int, int], readings: Readings, at: int) -> Segment:
    return Segment(
        start=span[0],
        end=span[1],
        language=readings.language[at],
        kind=readings.kind[at],
        kind_confidence=float(readings.kind_confidence[at]),
        sentiment=float(readings.sentiment[at]),
        embedding=readings.embeddings[at],
    )
