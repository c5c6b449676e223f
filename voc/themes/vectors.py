"""Vectors as bytes, and the theme nearest to one. Imports numpy: for workers, never for the web process."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

from voc.inference import Analysed, space_of


def pack(vector: np.ndarray) -> bytes:
    """(width,) to float16 bytes: half the size; cosine moves by less than 1e-3."""
    return vector.astype("<f2").tobytes()


def unpack(rows: Sequence[bytes]) -> np.ndarray:
    """Packed vectors to (n, width) float32."""
    return np.frombuffer(b"".join(rows), "<f2").reshape(len(rows), -1).astype(np.float32)


class Assigner:
    """The themes in use, ready for one new text after the other."""

    def __init__(self, themes: Sequence[dict[str, Any]]) -> None:
        groups: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
        for theme in themes:
            groups[theme["model"], space_of(theme["kind"]), theme["language"]].append(theme)
        self._groups = {
            key: (
                [theme["_id"] for theme in members],
                np.stack([np.frombuffer(theme["centroid"], "<f4") for theme in members]),
                np.array([theme["threshold"] for theme in members]),
            )
            for key, members in groups.items()
        }

    def nearest(self, text: Analysed) -> str | None:
        """The theme of the text's space and language that it is near enough to; None: it waits for discovery."""
        group = self._groups.get((text.model, space_of(text.kind), text.language))
        if group is None:
            return None
        ids, centroids, thresholds = group
        margins = centroids @ text.embedding - thresholds
        best = int(margins.argmax())
        return ids[best] if margins[best] >= 0 else None
