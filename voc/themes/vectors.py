"""Vectors as bytes, and what is stored of a theme. Imports numpy: for workers, never for the web process."""

from collections.abc import Sequence
from typing import Any

import numpy as np


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
        "anchor_voters": [[ids[index] for index in anchor.voters] for anchor in theme.anchors],
        "anchor_voter_thresholds": [float(anchor.voter_threshold) for anchor in theme.anchors],
    }


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


def voters(theme: dict[str, Any]) -> list[tuple[list[str], float]]:
    """Feedback that speaks for a theme at each of its `anchors`, and the likeness to it that is asked.

    Empty where there is none: a definition that nothing fits yet, a theme of before members voted.
    """
    ids, thresholds = theme.get("anchor_voters") or [], theme.get("anchor_voter_thresholds") or []
    if len(ids) != len(theme.get("anchors") or []):
        return [([], 1.0) for _ in theme.get("anchors") or []]
    return list(zip(ids, thresholds, strict=True))
