"""Themes against labels that people gave, and how fast everything is."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
from sklearn.metrics import adjusted_mutual_info_score

from ml.cluster.finder import ThemeFinder
from ml.evaluate import Figure
from ml.pipeline import Analyser, find_themes
from ml.train.corpora import rows

_SETS = (
    ("en_banking77/train.jsonl.gz", "label"),
    ("en_clinc150/dev.jsonl.gz", "label"),
    ("en_hwu64/train.jsonl.gz", "label"),
    ("en_stackoverflow/dev.jsonl.gz", "label"),
    ("en_airline_reasons/dev.jsonl.gz", "label"),
    ("ko_parakqc/dev.jsonl.gz", "topic"),
    ("ko_petitions/dev.jsonl.gz", "label"),
)


def clustering(data: Path, analyser: Analyser, seed: int) -> list[Figure]:
    """Adjusted mutual information; texts without a theme count as one group of their own."""
    figures = []
    for name, field in _SETS:
        found = list(rows(data / name))
        vectors = analyser.read([row["text"] for row in found]).embeddings
        started = time.monotonic()
        labels = ThemeFinder(seed=seed).fit(vectors).labels_
        seconds = time.monotonic() - started
        wanted = [row[field] for row in found]
        score = adjusted_mutual_info_score(wanted, labels)
        note = f"{len(found)} texts, {labels.max() + 1} themes for {len(set(wanted))}, {seconds:.1f} s"
        figures.append(Figure(f"themes of {name.split('/')[0]}: AMI", f"{score:.3f}", "", note))
    return figures


def stability(data: Path, analyser: Analyser, seed: int) -> list[Figure]:
    """Share of texts that keep their theme id when a corpus grows by 30 %."""
    figures = []
    for name in ("ko_app_reviews", "en_play_reviews"):
        texts = [row["text"] for row in rows(data / name / "dev.jsonl.gz")]
        read = analyser.read(texts)
        early = np.sort(np.random.default_rng(seed).permutation(len(texts))[: int(len(texts) / 1.3)])
        first = find_themes(
            [texts[i] for i in early],
            [read.language[i] for i in early],
            [read.kind[i] for i in early],
            read.embeddings[early],
            seed=seed,
        )
        before: list[str | None] = [None] * len(texts)
        for place, key in zip(early, first.assignments, strict=True):
            before[place] = key
        now = find_themes(texts, read.language, read.kind, read.embeddings, before, seed)
        kept = np.mean([now.assignments[i] == before[i] for i in early if before[i]])
        figures.append(Figure(f"{name} grown by 30 %: texts that keep their theme", f"{kept:.3f}"))
    return figures


def speed(data: Path, analyser: Analyser) -> list[Figure]:
    """Texts per second through `Analyser.read`, on the machine that wrote this page."""
    figures = []
    for name in ("ko_app_reviews", "en_play_reviews"):
        texts = [row["text"] for row in rows(data / name / "dev.jsonl.gz")][:2_000]
        started = time.monotonic()
        analyser.read(texts)
        rate = len(texts) / (time.monotonic() - started)
        figures.append(Figure(f"{name}: texts per second", f"{rate:,.0f}", "", "two threads, machine shared"))
    return figures
