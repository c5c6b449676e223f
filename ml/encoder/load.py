"""Choose the encoder: the networks of this repository, or any other."""

from __future__ import annotations

from pathlib import Path

from ml.checkpoints import MINILM
from ml.encoder import Encoder
from ml.weights import ENGLISH

DEFAULT_NAME = "minilm-l6-int8"


def load_encoder(cache_dir: Path, encoder: str | None = None, threads: int = 1) -> Encoder:
    """The English network of this repository, or any model by folder or hub id.

    Args:
        cache_dir: not needed any more.
        encoder: None or the default's name for the default.
        threads: see `OnnxEncoder` and `TransformersEncoder`.
    """
    if encoder and encoder != MINILM.name:
        from ml.encoder.hub import TransformersEncoder

        return TransformersEncoder(encoder, threads=threads)
    from ml.encoder.onnx import OnnxEncoder

    return OnnxEncoder(ENGLISH, name=DEFAULT_NAME, width=MINILM.width, max_tokens=MINILM.max_tokens, threads=threads)
