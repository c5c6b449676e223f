"""Themes against the subjects that people sorted texts by, and what finding them takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from sklearn.metrics import adjusted_mutual_info_score, v_measure_score

from ml.cluster.finder import ThemeFinder
from ml.evaluate import Figure, floors
from ml.evaluate.clock import Took, timed
from ml.evaluate.peers import NOT_INSTALLED, digest, remembered
from ml.evaluate.peers.topics import VARIANTS, Topics, topics
from ml.evaluate.run import Run, numbered
from ml.evaluate.sets import SETS, Labelled
from ml.themes import ThemeResult
from ml.tree import READ_PER_THEME, find_areas

Score = Callable[[Sequence[str], np.ndarray], float]
_SCORES: tuple[tuple[str, Score], ...] = (("AMI", adjusted_mutual_info_score), ("V", v_measure_score))


def measure(run: Run, sets: Iterable[str] = tuple(SETS)) -> list[Figure]:
    """AMI, V, number of themes and time of every set."""
    return [figure for name in sets for figure in _set(run, name)]


def _set(run: Run, name: str) -> list[Figure]:
    found = run.labelled(name)
    vectors = run.read(name).embeddings
    finder, cutting = timed(lambda: ThemeFinder(seed=run.seed).fit(vectors))
    result, naming = run.themes(name)
    whole = numbered(result)
    plain = _floor(run, found)
    theirs = topics(found.texts, vectors, run.cache, again=run.again)
    return [
        *(
            Figure(
                f"{f'themes of {name}:' if title == 'AMI' else '…'} {title}",
                f"{score(found.labels, finder.labels_):.3f}",
                f"{score(found.labels, plain):.3f}",
                f"with names {score(found.labels, whole):.3f}",
                _each(theirs, lambda own, score=score: f"{score(found.labels, own.labels):.3f}"),
            )
            for title, score in _SCORES
        ),
        Figure(
            f"… number, for {found.subjects} subjects",
            _count(finder.labels_),
            "",
            f"{len(found.texts):,} texts; with names {_count(whole)}",
            _each(theirs, lambda own: _count(own.labels)),
        ),
        _upper(found, result),
        _time(cutting, naming, theirs),
    ]


def _upper(found: Labelled, result: ThemeResult) -> Figure:
    """The areas that join themes, where subjects are as coarse as areas are meant to be."""
    texts_of: dict[str, list[str]] = {theme.key: [] for theme in result.themes}
    for text, key in zip(found.texts, result.assignments, strict=True):
        if key is not None:
            texts_of[key].append(text)
    areas = find_areas(result.themes, [texts_of[theme.key][:READ_PER_THEME] for theme in result.themes], {}, {})
    area_of = {theme: number for number, area in enumerate(areas) for theme in area.themes}
    labels = np.array([area_of.get(key or "", -1) for key in result.assignments])
    ami, v = (f"{score(found.labels, labels):.3f}" for _, score in _SCORES)
    return Figure("… the level above: AMI", ami, "", f"V {v}, {len(areas)} areas ({np.mean(labels >= 0):.0%})")


def _floor(run: Run, found: Labelled) -> np.ndarray:
    file = run.cache / "peers" / f"kmeans-{digest(found.texts, str(found.subjects), str(run.seed))}.json"
    made = remembered(file, lambda: {"labels": floors.themes(found.texts, found.subjects, run.seed).tolist()})
    return np.array(made["labels"])


def _count(labels: np.ndarray) -> str:
    """Themes, and the share of texts that have one."""
    return f"{len(set(labels[labels >= 0]))} ({np.mean(labels >= 0):.0%})"


def _each(theirs: dict[str, Topics] | None, tell: Callable[[Topics], str]) -> str:
    return NOT_INSTALLED if theirs is None else " / ".join(tell(theirs[variant]) for variant in VARIANTS)


def _time(cutting: Took, naming: Took, theirs: dict[str, Topics] | None) -> Figure:
    """Processor time: by the clock, a busy machine and kept answers of peers would say more about the neighbours."""
    note = f"without names {cutting.processor:.1f} s; by the clock {naming.wall:.1f} s"
    if theirs is not None:
        times = theirs["default"].took
        note += f", peer {times.wall:.0f} s; the peer takes ×{times.processor / naming.processor:.1f}"
    ours = f"{naming.processor:.1f} s"
    return Figure("… time with names", ours, "", note, _each(theirs, lambda own: f"{own.took.processor:.1f} s"))
