"""The one door to `ml`: a model per process, loaded on first use.

Only tasks use it, so the web process never loads a model; importing this module loads nothing heavy.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from voc.settings import Settings

if TYPE_CHECKING:  # nothing at run time reads these annotations, and importing ml is what we avoid
    import numpy as np

    from ml.pipeline import Analyser, Readings, Segment, ThemeResult

MODELS_FOLDER = "models"


class Analysed(NamedTuple):
    """What the model made of one text."""

    model: str
    """Version; changes whenever the encoder or a head does."""
    language: str
    kind: str
    kind_confidence: float
    sentiment: float
    """−1…1."""
    urgency: float
    """0…1."""
    embedding: np.ndarray
    """(width,) float32, a unit row."""


class _Chosen:
    cache_dir: Path = Path(".voc") / MODELS_FOLDER
    encoder: str | None = None


def configure(settings: Settings) -> None:
    """Say where the exported model is kept and which encoder to use; before the first text."""
    _Chosen.cache_dir = settings.data_dir / MODELS_FOLDER
    _Chosen.encoder = settings.encoder
    _analyser.cache_clear()


def analyse(texts: Sequence[str]) -> list[Analysed]:
    """Read texts with the process's model."""
    analyser = _analyser()
    return _analysed(analyser, analyser.read(texts))


def _analysed(analyser: Analyser, readings: Readings) -> list[Analysed]:
    return [
        Analysed(
            model=analyser.version,
            language=readings.language[index],
            kind=readings.kind[index],
            kind_confidence=float(readings.kind_confidence[index]),
            sentiment=float(readings.sentiment[index]),
            urgency=float(readings.urgency[index]),
            embedding=readings.embeddings[index],
        )
        for index in range(len(readings.kind))
    ]


def analyse_with_segments(texts: Sequence[str]) -> list[tuple[Analysed, list[Segment]]]:
    """The same, and what each sentence of a text says on its own."""
    analyser = _analyser()
    readings = analyser.read(texts)
    segments = analyser.segments(texts, readings)
    return list(zip(_analysed(analyser, readings), segments, strict=True))


def find_themes(
    texts: Sequence[str],
    languages: Sequence[str],
    kinds: Sequence[str],
    embeddings: np.ndarray,
    previous: Sequence[str | None] | None = None,
    seed: int = 0,
) -> ThemeResult:
    """Group texts into themes per space and language (see `space_of`), carrying the ids in `previous`."""
    _prepare()
    from ml.pipeline import find_themes as find

    return find(texts, languages, kinds, embeddings, previous, seed)


def space_of(kind: str) -> str:
    """The space that themes of `kind` are found in: one theme may hold a complaint, a wish and a question."""
    from ml.themes import space_of as space

    return space(kind)


def load() -> None:
    """Load the model now rather than with the first text; does nothing the second time."""
    _analyser()


@cache
def _analyser() -> Analyser:
    _prepare()
    from ml.pipeline import Analyser

    return Analyser.load(cache_dir=_Chosen.cache_dir, encoder=_Chosen.encoder, threads=_threads())


def _prepare() -> None:
    """Before transformers is imported: no look-ups on a hub, and no thread pools fighting each other."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("OMP_NUM_THREADS", str(_threads()))


def _threads() -> int:
    return max(1, min(4, os.cpu_count() or 1))
