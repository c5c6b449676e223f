"""What stays as it is when texts come again, in another order, or with more beside them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
from sklearn.metrics import adjusted_mutual_info_score

from ml.evaluate import Figure
from ml.evaluate.run import Run, numbered
from ml.pipeline import Readings, ThemeResult, find_themes

_GROWING = ("ko_app_reviews", "en_play_reviews", "en_banking77")
_SHUFFLED = ("en_banking77", "en_airline_reasons", "ko_parakqc topics", "ko_petitions")


def measure(run: Run, growing: Sequence[str] = _GROWING, shuffled: Sequence[str] = _SHUFFLED) -> list[Figure]:
    """Themes kept, and what order and repetition change."""
    mixed = [text for name in growing for text in run.labelled(name).texts[:1_000]]
    return [
        *(figure for name in growing for figure in _grown(run, name)),
        *(_order(run, name) for name in shuffled),
        _kinds(run, mixed),
        _again(run, mixed),
    ]


def _grown(run: Run, name: str) -> list[Figure]:
    """Share of texts that keep their theme id when a corpus grows by 30 %, and when it does not."""
    texts, read = run.labelled(name).texts, run.read(name)
    early = np.sort(np.random.default_rng(run.seed).permutation(len(texts))[: int(len(texts) / 1.3)])
    first = _find([texts[i] for i in early], _some(read, early), run.seed)
    before: list[str | None] = [None] * len(texts)
    for place, key in zip(early, first.assignments, strict=True):
        before[place] = key
    now = _find(texts, read, run.seed, before)
    had = [i for i in early if before[i]]
    same = _find([texts[i] for i in early], _some(read, early), run.seed, first.assignments)
    moved = sum(a != b for a, b in zip(first.assignments, same.assignments, strict=True))
    return [
        Figure(
            f"{name} grown by 30 %: texts that keep their theme",
            f"{np.mean([now.assignments[i] == before[i] for i in had]):.3f}",
            "",
            f"of {len(had):,} that had one",
        ),
        Figure("… unchanged: texts that change theme", str(moved), "", f"of {len(early):,}"),
    ]


def _order(run: Run, name: str) -> Figure:
    found, read, (plain, _) = run.labelled(name), run.read(name), run.themes(name)
    order = np.random.default_rng(run.seed + 1).permutation(len(found.texts))
    turned = _find([found.texts[i] for i in order], _some(read, order), run.seed)
    labels = np.empty(len(order), dtype=np.int64)
    labels[order] = numbered(turned)
    scores = [adjusted_mutual_info_score(found.labels, own) for own in (numbered(plain), labels)]
    note = f"AMI {scores[0]:.3f} and {scores[1]:.3f}; of one another {_alike(numbered(plain), labels):.3f}"
    return Figure(f"{name} in another order: change of AMI", f"{abs(scores[0] - scores[1]):.3f}", "", note)


def _kinds(run: Run, texts: Sequence[str]) -> Figure:
    order = np.random.default_rng(run.seed).permutation(len(texts))
    plain, turned = run.analyser.read(texts), run.analyser.read([texts[i] for i in order])
    changed = sum(plain.kind[i] != kind for i, kind in zip(order, turned.kind, strict=True))
    return Figure("kinds that another order changes", str(changed), "", f"of {len(texts):,}")


def _again(run: Run, texts: Sequence[str]) -> Figure:
    """Reading and finding twice."""
    told = [_told(*_both(run, texts)) for _ in range(2)]
    return Figure("two runs: bytes", "equal" if told[0] == told[1] else "differ", "", f"{len(texts):,} texts")


def _both(run: Run, texts: Sequence[str]) -> tuple[Readings, ThemeResult]:
    read = run.analyser.read(texts)
    return read, _find(texts, read, run.seed)


def _told(read: Readings, themes: ThemeResult) -> bytes:
    arrays = (read.embeddings, read.sentiment, read.urgency, read.kind_confidence)
    names = [(theme.key, theme.name, theme.keywords, theme.size, theme.quotes) for theme in themes.themes]
    return b"".join(array.tobytes() for array in arrays) + repr((read.kind, themes.assignments, names)).encode()


def _find(texts: Sequence[str], read: Readings, seed: int, before: Sequence[str | None] | None = None) -> ThemeResult:
    return find_themes(texts, read.language, read.kind, read.embeddings, before, seed)


def _some(read: Readings, at: np.ndarray) -> Readings:
    found = {field.name: getattr(read, field.name) for field in dataclasses.fields(read)}
    return Readings(**{k: v[at] if isinstance(v, np.ndarray) else [v[i] for i in at] for k, v in found.items()})


def _alike(one: np.ndarray, other: np.ndarray) -> float:
    return float(adjusted_mutual_info_score(one, other))
