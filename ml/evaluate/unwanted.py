"""Spam and abuse against our own sentences, and how much of real reviews is called either."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from ml.evaluate import Figure
from ml.noise import noise_of
from ml.train.corpora import rows

_OWN = Path(__file__).with_name("noise.tsv")
_REVIEWS = ("ko_app_reviews", "ko_nsmc", "en_play_reviews", "en_airline_reasons")


def unwanted(data: Path) -> list[Figure]:
    """Our sentences were written for this; what customers say of loans, codes and swearing is among them."""
    with _OWN.open(encoding="utf-8", newline="") as file:
        own = list(csv.DictReader(file, delimiter="\t"))
    right = np.mean([(noise_of(row["text"]) or "none") == row["label"] for row in own])
    note = f"{len(own)} sentences, seen while the rules were written"
    figures = [Figure("spam and abuse: own sentences", f"{right:.3f}", "", note)]
    for name in _REVIEWS:
        found = [noise_of(row["text"]) is not None for row in rows(data / name / "dev.jsonl.gz")]
        figures.append(Figure(f"… found in {name}", f"{100 * np.mean(found):.2f} %", "", f"{len(found)} texts"))
    return figures
