"""Measure everything that we quote. `python -m ml.evaluate --data …` writes `ml/README.md`.

Each module measures one thing and answers `Figure`s; `report` makes the page.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured number."""

    what: str
    value: str
    floor: str = ""
    """What a plain baseline scores, as the project measured it before this code; "" if unknown."""
    note: str = ""
