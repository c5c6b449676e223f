"""New texts find the themes in use by the vote of their members.

Themes name their voters; the vectors are read from `Analysis` when themes have changed, and kept for a while.
"""

import time
from collections import OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from voc import inference
from voc.themes import queries
from voc.themes.vectors import anchors, heirs, unpack, voters

Row = dict[str, Any]
Vectors = Mapping[tuple[str, str], bytes]
"""Packed vectors by model and feedback."""

KEPT_SECONDS = 600.0
"""Vectors of feedback that is erased meanwhile stay in memory no longer."""
_MOST_WORKSPACES = 8
"""Of which a worker keeps the vectors: 7 MB for 120 themes."""
_kept: OrderedDict[str, "_Kept"] = OrderedDict()


class Assigner:
    """The themes in use, ready for one new text after the other.

    Args:
        themes: in use.
        merged: themes that went up in others; what is near to them belongs to those.
        vectors: of the feedback that votes; a theme without any draws what is near its centroid.
    """

    def __init__(self, themes: Sequence[Row], merged: Sequence[Row], vectors: Vectors) -> None:
        becomes = heirs(themes, merged)
        found: dict[tuple[str, str], list[_Anchor]] = defaultdict(list)
        for theme in sorted((*themes, *merged), key=lambda theme: becomes.get(theme["_id"], "")):
            for where, anchor in _anchors(theme, becomes, vectors):
                found[theme["model"], where].append(anchor)
        self._places = {where: _Place(own) for where, own in found.items()}

    def nearest(self, text: inference.Analysed) -> str | None:
        """The theme of the text's space and language that it is like enough to; None: it waits for discovery."""
        place = self._places.get((text.model, f"{inference.space_of(text.kind)}|{text.language}"))
        return place.nearest(text.embedding) if place else None


class _Anchor(NamedTuple):
    theme: str
    rows: np.ndarray
    """(n_voters, width) float32; one row, the centroid, where nobody votes."""
    threshold: float
    voted: bool


class _Place:
    """One space and language of one model."""

    def __init__(self, own: Sequence[_Anchor]) -> None:
        self._voted = [anchor for anchor in own if anchor.voted]
        self._ids = sorted({anchor.theme for anchor in self._voted})
        number = {id_: place for place, id_ in enumerate(self._ids)}
        self._themes = np.repeat(
            [number[anchor.theme] for anchor in self._voted], [len(anchor.rows) for anchor in self._voted]
        ).astype(np.int64)
        self._rows = np.concatenate([anchor.rows for anchor in self._voted]) if self._voted else None
        self._asked = np.array(
            [min(anchor.threshold for anchor in self._voted if anchor.theme == id_) for id_ in self._ids], np.float32
        )
        self._silent = [anchor for anchor in own if not anchor.voted]

    def nearest(self, row: np.ndarray) -> str | None:
        """Of what the members elect and of what has only a centroid, that whose threshold is passed by more."""
        margins = [(float(anchor.rows[0] @ row) - anchor.threshold, anchor.theme) for anchor in self._silent]
        if self._rows is not None:
            (elected,), (margin,) = inference.elect(row[None], self._rows, self._themes, self._asked)
            margins.append((float(margin), self._ids[elected]))
        margin, theme = max(margins)
        return theme if margin >= 0 else None


def _anchors(theme: Row, becomes: Mapping[str, str], vectors: Vectors) -> list[tuple[str, _Anchor]]:
    heir = becomes.get(theme["_id"])
    if heir is None:
        return []
    found = []
    for (where, centroid, threshold), (ids, asked) in zip(anchors(theme), voters(theme), strict=True):
        rows = [vectors[theme["model"], id_] for id_ in ids if (theme["model"], id_) in vectors]
        anchor = _Anchor(heir, unpack(rows), asked, True) if rows else _Anchor(heir, centroid[None], threshold, False)
        found.append((where, anchor))
    return found


class _Kept(NamedTuple):
    standing: list[tuple[Any, ...]]
    until: float
    assigner: Assigner


async def assigner(workspace: str, themes: Sequence[Row], merged: Sequence[Row]) -> Assigner:
    """The assigner of a workspace; made anew when its themes have changed.

    Args:
        workspace: whose.
        themes: in use, as `queries.active_rows`.
        merged: as `queries.merged_rows`.
    """
    standing = [_standing(row) for row in (*themes, *merged)]
    kept = _kept.pop(workspace, None)
    if kept is None or kept.standing != standing or kept.until < time.monotonic():
        vectors = await _vectors(workspace, [*themes, *merged])
        kept = _Kept(standing, time.monotonic() + KEPT_SECONDS, Assigner(themes, merged, vectors))
    _kept[workspace] = kept
    while len(_kept) > _MOST_WORKSPACES:
        _kept.popitem(last=False)
    return kept.assigner


def _standing(theme: Row) -> tuple[Any, ...]:
    """Whatever an assigner is made of."""
    fields = ("_id", "model", "merged_into", "anchors", "anchor_centroids", "anchor_thresholds", "anchor_voters")
    return tuple(theme.get(field) for field in fields)


async def _vectors(workspace: str, themes: Sequence[Row]) -> Vectors:
    speak: dict[str, set[str]] = defaultdict(set)
    for theme in themes:
        for ids, _ in voters(theme):
            speak[theme["model"]].update(ids)
    return {
        (model, id_): packed
        for model, ids in speak.items()
        for id_, packed in (await queries.embeddings_of(workspace, model, sorted(ids))).items()
    }
