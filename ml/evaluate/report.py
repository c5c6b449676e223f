"""Figures to a page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ml.evaluate import Figure

_NOTES = Path(__file__).with_name("notes.md")
"""What a person saw when reading the results; kept beside the code, printed under the figures."""


def page(figures: Sequence[Figure], version: str) -> str:
    """The whole `ml/README.md`."""
    lines = [
        "# What the model scores",
        "",
        f"Model `{version}`. Written by `python -m ml.evaluate`; change the code, not this page.",
        "Sources and licences: [MODEL_CARD.md](MODEL_CARD.md). *Floor*: word and character TF-IDF with logistic",
        "regression: for English kinds fitted in this run, for Korean as measured before this code was written.",
        "",
        "| measured | figure | floor | remarks |",
        "|---|---|---|---|",
        *(f"| {f.what} | {f.value} | {f.floor} | {f.note} |" for f in figures),
        "",
    ]
    return "\n".join(lines) + "\n" + _NOTES.read_text("utf-8")
