"""Choose the encoder: the networks of this repository, or any other."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ml.checkpoints import MINILM
from ml.encoder import Encoder
from ml.weights import ENGLISH, KOREAN

if TYPE_CHECKING:
    from ml.encoder.onnx import OnnxEncoder

_KOREAN_TOKENS = 128


def is_ours(encoder: str | None) -> bool:
    """Whether the name stands for the networks of this repository: None or the default's."""
    return not encoder or encoder == MINILM.name


def load_encoder(encoder: str | None = None, threads: int = 1) -> Encoder:
    """The English network of this repository, or any model by folder or hub id.

    Args:
        encoder: see `is_ours`.
        threads: see `OnnxEncoder` and `TransformersEncoder`.
    """
    if encoder and not is_ours(encoder):
        from ml.encoder.hub import TransformersEncoder

        return TransformersEncoder(encoder, threads=threads)
    from ml.encoder.onnx import OnnxEncoder

    return OnnxEncoder(
        ENGLISH, name=f"en-{_digest(ENGLISH)}", width=MINILM.width, max_tokens=MINILM.max_tokens, threads=threads
    )


def load_korean(threads: int = 1) -> OnnxEncoder:
    """The Korean network of this repository, which shares the English one's space."""
    from ml.encoder.onnx import OnnxEncoder

    return OnnxEncoder(
        KOREAN, name=f"ko-{_digest(KOREAN)}", width=MINILM.width, max_tokens=_KOREAN_TOKENS, threads=threads
    )


@cache
def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for name in ("model.onnx", "tokenizer.json"):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:6]
