"""sentence-transformers with the network that our English vectors come from, as it is published."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from ml.checkpoints import MINILM
from ml.evaluate.peers import digest, installed
from ml.train import teacher

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # read once, when transformers is imported


def available() -> bool:
    """Whether the library and the network are here."""
    return installed("sentence-transformers") is not None and find_spec(MINILM.package) is not None


def kept(texts: Sequence[str], cache: Path, threads: int) -> np.ndarray:
    """`encode`, remembered."""
    file = cache / "peers" / f"sentences-{digest(installed('sentence-transformers') or '', list(texts))}.npy"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        np.save(file, encode(texts, threads))
    return np.load(file)


def encode(texts: Sequence[str], threads: int) -> np.ndarray:
    """(n, 384) float32, unit rows, in batches of 64 on the processor."""
    import torch

    torch.set_num_threads(threads)
    return _model().encode(list(texts), batch_size=64, show_progress_bar=False, normalize_embeddings=True)


@cache
def _model() -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(teacher.folder()), device="cpu")
