"""The model of the process, loaded with the first text."""

from __future__ import annotations

import os
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from voc.settings import Settings

if TYPE_CHECKING:
    from ml.pipeline import Analyser


_loading = Lock()


class _Chosen:
    encoder: str | None = None


def configure(settings: Settings) -> None:
    """Say which encoder to use; before the first text."""
    _Chosen.encoder = settings.encoder
    _loaded.cache_clear()


def version() -> str:
    """Of the process's model; loads it."""
    return analyser().version


def load() -> None:
    """Load the model now rather than with the first text; does nothing the second time."""
    analyser()


def analyser() -> Analyser:
    """Reads texts; the same one every time, also where two threads ask for the first."""
    with _loading:
        return _loaded()


@cache
def _loaded() -> Analyser:
    prepare()
    from ml.pipeline import Analyser

    return Analyser.load(encoder=_Chosen.encoder, threads=_threads())


def prepare() -> None:
    """Before transformers is imported: no look-ups on a hub, and no thread pools fighting each other."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("OMP_NUM_THREADS", str(_threads()))


def _threads() -> int:
    return max(1, min(4, os.cpu_count() or 1))
