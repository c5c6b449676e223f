"""Measure everything that we quote. `python -m ml.evaluate --data …` writes `ml/README.md`.

`parts` names what is measured, one module each, and answers `Figure`s; `run` holds what they share,
`floors` and `peers` what ours is set beside, `results` keeps the figures per model version, and
`report` makes the page of them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured number."""

    what: str
    value: str
    floor: str = ""
    """What a plain baseline scores, in the same run unless `note` says otherwise; "" where none applies."""
    note: str = ""
    peer: str = ""
    """What the well-known library scores; "" where none applies."""
