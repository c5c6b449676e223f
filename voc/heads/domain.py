"""Values about versions of heads; pure."""

from typing import Any

from voc.values import StoredTime, Value

KEPT = 30
"""Versions of a workspace that stay, the one in use besides."""


class Version(Value):
    """Heads as corrections shaped them, or a candidate that was refused; without its weights."""

    id: str
    number: int
    """From 1, in the order made."""
    model: str
    """The model that it was made beside."""
    created_at: StoredTime
    lessons: int
    """Corrections and confirmations behind it."""
    verdict: str
    """As `ml.refit.judge.Verdict`."""
    report: dict[str, Any]
    """As `ml.refit.judge.Report.plain`, with ids of feedback in place of places in a list."""
    has_weights: bool
    """Whether it can be used: refused candidates keep their report alone."""


class Choice(Value):
    """What a workspace reads with."""

    heads: str | None = None
    """Id of the version; None: as shipped."""
    by: str = ""
    """Who chose: a member or a key; nobody, when the night's learning did."""
    at: StoredTime | None = None
    changes: int = 0
    """How often it was chosen."""


class Heads(Value):
    """Weights, ready for the model."""

    id: str
    model: str
    weights: bytes
    """As `ml.refit.shift.Shift.packed`."""
