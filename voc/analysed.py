"""What the model tells of a text, and what it may be told of a workspace; see `voc.inference`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:  # nothing at run time reads these annotations
    import numpy as np


class Segment(Protocol):
    """A part of a text that speaks of something of its own."""

    start: int
    end: int
    """Characters of the text."""
    language: str
    kind: str
    kind_confidence: float
    sentiment: float
    embedding: np.ndarray


class Analysed(NamedTuple):
    """What the model made of one text."""

    model: str
    """Version; changes whenever the encoder or a head does."""
    language: str
    kind: str
    kind_confidence: float
    sentiment: float
    """−1…1."""
    urgency: float
    """0…1."""
    embedding: np.ndarray
    """(width,) float32, a unit row."""
    heads: str | None = None
    """Version of the workspace's own heads; None: as shipped."""
    segments: Sequence[Segment] = ()
    """The parts of the text that speak of something of their own; together they cover it."""
    noise: str | None = None
    """`spam` or `abuse`; None: feedback."""
    coarse: bool = False
    """Whether it swears, whatever else it says."""


class OwnHeads(Protocol):
    """A workspace's own heads, as `voc.heads` keeps them."""

    id: str
    model: str
    weights: bytes
