"""Choose the encoder: the networks of this repository, or any other."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING

from ml.checkpoints import MINILM
from ml.encoder import Encoder
from ml.weights import ENGLISH, KOREAN

if TYPE_CHECKING:
    from ml.encoder.onnx import OnnxEncoder

DEFAULT_NAME = "minilm-l6-int8"
_KOREAN_TOKENS = 128


def load_encoder(encoder: str | None = None, threads: int = 1) -> Encoder:
    """The English network of this repository, or any model by folder or hub id.

    Args:
        encoder: None or the default's name for the default.
        threads: see `OnnxEncoder` and `TransformersEncoder`.
    """
    if encoder and encoder != MINILM.name:
        from ml.encoder.hub import TransformersEncoder

        return TransformersEncoder(encoder, threads=threads)
    from ml.encoder.onnx import OnnxEncoder

    return OnnxEncoder(ENGLISH, name=DEFAULT_NAME, width=MINILM.width, max_tokens=MINILM.max_tokens, threads=threads)


def load_korean(threads: int = 1) -> OnnxEncoder:
    """The Korean network of this repository, which shares the English one's space; its digest is in the name."""
    from ml.encoder.onnx import OnnxEncoder

    return OnnxEncoder(
        KOREAN, name=f"ko-{_korean_digest()}", width=MINILM.width, max_tokens=_KOREAN_TOKENS, threads=threads
    )


@cache
def _korean_digest() -> str:
    digest = hashlib.sha256()
    for name in ("model.onnx", "tokenizer.json"):
        digest.update((KOREAN / name).read_bytes())
    return digest.hexdigest()[:6]
