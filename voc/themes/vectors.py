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


def stored(theme: Any, ids: Sequence[str], model: str) -> dict[str, Any]:
    """What is kept of a found theme, name and standing left aside.

    Args:
        theme: as `inference.find_themes` found it.
        ids: of the feedback that it was found in.
        model: that made the vectors.
    """
    return {
        "kind": theme.kind,
        "language": theme.language,
        "keywords": list(theme.keywords),
        "size": theme.size,
        "quotes": [ids[index] for index in theme.quotes],
        "model": model,
        "centroid": theme.centroid.astype("<f4").tobytes(),
        "threshold": float(theme.threshold),
        "anchors": [f"{anchor.space}|{anchor.language}" for anchor in theme.anchors],
        "anchor_centroids": b"".join(anchor.centroid.astype("<f4").tobytes() for anchor in theme.anchors),
        "anchor_thresholds": [float(anchor.threshold) for anchor in theme.anchors],
    }


class Assigner:
    """The themes in use, ready for one new text after the other.

    Args:
        themes: in use.
        merged: themes that went up in others; what is near to them belongs to those.
    """

    def __init__(self, themes: Sequence[dict[str, Any]], merged: Sequence[dict[str, Any]] = ()) -> None:
        becomes = heirs(themes, merged)
        places: dict[tuple[str, str], list[tuple[str, np.ndarray, float]]] = defaultdict(list)
        for theme in (*themes, *merged):
            for where, centroid, threshold in anchors(theme) if theme["_id"] in becomes else ():
                places[theme["model"], where].append((becomes[theme["_id"]], centroid, threshold))
        self._places = {
            key: ([id_ for id_, _, _ in own], np.stack([row for _, row, _ in own]), np.array([at for _, _, at in own]))
            for key, own in places.items()
        }

    def nearest(self, text: Analysed) -> str | None:
        """The theme of the text's space and language that it is near enough to; None: it waits for discovery."""
        place = self._places.get((text.model, f"{space_of(text.kind)}|{text.language}"))
        if place is None:
            return None
        ids, centroids, thresholds = place
        margins = centroids @ text.embedding - thresholds
        best = int(margins.argmax())
        return ids[best] if margins[best] >= 0 else None


def heirs(themes: Sequence[dict[str, Any]], merged: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Theme in use by id: itself, or the one that it went up in; those that lead nowhere are left out."""
    in_use = {theme["_id"] for theme in themes}
    into = {theme["_id"]: theme["merged_into"] for theme in merged if theme["_id"] not in in_use}
    out = {id_: id_ for id_ in in_use}
    for id_ in into:
        heir, steps = id_, 0
        while heir in into and steps <= len(into):
            heir, steps = into[heir], steps + 1
        if heir in in_use:
            out[id_] = heir
    return out


def anchors(theme: dict[str, Any]) -> list[tuple[str, np.ndarray, float]]:
    """Where, unit row (width,) and threshold of each place where new texts find a theme."""
    if not theme.get("anchors"):
        return []
    rows = np.frombuffer(theme["anchor_centroids"], "<f4").reshape(len(theme["anchors"]), -1)
    return list(zip(theme["anchors"], rows, theme["anchor_thresholds"], strict=True))
