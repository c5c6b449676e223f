"""Vectors as they rest in the database, for those who must not import numpy."""

import struct
from collections.abc import Sequence


def floats(packed: bytes) -> Sequence[float]:
    """Of little-endian float32, as centres of themes are kept."""
    return struct.unpack(f"<{len(packed) // 4}f", packed)


def halves(packed: bytes) -> Sequence[float]:
    """Of little-endian float16, as embeddings are kept."""
    return struct.unpack(f"<{len(packed) // 2}e", packed)


def cosine(one: Sequence[float], other: Sequence[float]) -> float:
    """Of two unit vectors."""
    return sum(a * b for a, b in zip(one, other, strict=False))
