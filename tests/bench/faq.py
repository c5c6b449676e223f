"""Questions grouped and found again, beside TF-IDF and the encoder alone, on halves that nothing was chosen on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median
from time import perf_counter
from typing import Any

import numpy as np
from rich.progress import Progress

from ml.embedding import TextEmbedder
from ml.evaluate import floors
from ml.questions.nearest import KnownQuestions
from ml.questions.partition import partition
from tests.bench import faq_claims, report
from tests.bench.faq_scores import average_linkage, cut, known_and_asked, pairwise, top
from tests.bench.faq_sets import APART, TUNING, Asked, read
from voc.cli.console import err
from voc.faq.matching import QuestionIndex

_FLOORS = ("tfidf", "cosine")
_DRAWS = 5
"""Of the questions that are known, where there are many to choose from."""
_CUTS = np.round(np.arange(0.05, 0.95, 0.05), 2)
"""Likeness at which the floors' groups are cut; of these, each gets the best on the halves for choosing."""


@dataclass(frozen=True)
class Plan:
    """What to measure on; the options of the command."""

    data: Path
    threads: int = 2


Likeness = Callable[[Asked, np.ndarray], np.ndarray]
_LIKENESS: dict[str, Likeness] = {
    "tfidf": lambda asked, _: _tfidf(asked.texts, asked.texts),
    "cosine": lambda _, vectors: vectors @ vectors.T,
}


def run(plan: Plan) -> dict[str, Any]:
    """Figures of every set, and of what drafts are checked with."""
    embedder = TextEmbedder.load(threads=plan.threads)
    with Progress(console=err, transient=True) as progress:
        steps = progress.add_task("questions", total=13)
        halves = {half: _read(plan.data, half, embedder) for half in (TUNING, APART)}
        cuts = {name: _best_cuts(halves[TUNING], name, lambda: progress.advance(steps)) for name in _FLOORS}
        sets = {}
        for asked, vectors in halves[APART]:
            grouping = _grouping(asked, vectors, cuts)
            progress.advance(steps)
            sets[asked.name] = {"texts": len(asked.texts)} | {"grouping": grouping} | _retrieval(asked, vectors)
            progress.advance(steps)
        claims = faq_claims.figures(embedder.encode)
        progress.advance(steps)
    return {"sets": sets, "cuts": cuts, "claims": claims}


def tell(figures: dict[str, Any], *, as_json: bool) -> None:
    """Print the figures."""
    report.faq(figures, as_json=as_json)


def behind(figures: dict[str, Any]) -> list[str]:
    """Where a floor is as good as ours or better."""
    return [
        f"{name}: {part} beside {floor}"
        for name, one in figures["sets"].items()
        for part, scores in (("grouping", ("f1",)), ("retrieval", ("top1", "top3")))
        for floor in _FLOORS
        if any(one[part]["voc"][score] <= one[part][floor][score] for score in scores)
    ]


def _read(data: Path, half: str, embedder: TextEmbedder) -> list[tuple[Asked, np.ndarray]]:
    return [(asked, embedder.encode(asked.texts, [asked.language] * len(asked.texts))) for asked in read(data, half)]


def _best_cuts(half: Sequence[tuple[Asked, np.ndarray]], name: str, step: Callable[[], None]) -> dict[str, float]:
    """One cut per language, as ours has one: the best on average over the sets of that language."""
    scores: dict[str, list[list[float]]] = {}
    for asked, vectors in half:
        tree = average_linkage(_LIKENESS[name](asked, vectors))
        scores.setdefault(asked.language, []).append([pairwise(cut(tree, at), asked.groups)["f1"] for at in _CUTS])
        step()
    return {language: float(_CUTS[np.mean(own, axis=0).argmax()]) for language, own in scores.items()}


def _grouping(asked: Asked, vectors: np.ndarray, cuts: dict[str, dict[str, float]]) -> dict[str, Any]:
    found = {
        name: pairwise(cut(average_linkage(_LIKENESS[name](asked, vectors)), cuts[name][asked.language]), asked.groups)
        for name in _FLOORS
    }
    return found | {"voc": pairwise(partition(asked.texts, asked.language, vectors), asked.groups)}


def _retrieval(asked: Asked, vectors: np.ndarray) -> dict[str, Any]:
    """Means over draws of what is known."""
    draws = [_drawn(asked, vectors, draw) for draw in range(1 if asked.pairs is not None else _DRAWS)]
    return {
        "asked": draws[0]["asked"],
        "known": draws[0]["known"],
        "retrieval": {
            side: {score: round(fmean(one["sides"][side][score] for one in draws), 3) for score in ("top1", "top3")}
            for side in draws[0]["sides"]
        },
        **{name: median(one[name] for one in draws) for name in ("lexical_ms", "index_ms")},
    }


def _drawn(asked: Asked, vectors: np.ndarray, draw: int) -> dict[str, Any]:
    known, others = known_and_asked(asked, draw)
    wordings = [[asked.texts[i] for i in places] for places in known.values()]
    flat = [i for places in known.values() for i in places]
    of = np.repeat(np.arange(len(known)), [len(places) for places in known.values()])
    place = {group: at for at, group in enumerate(known)}
    right = np.array([place[asked.groups[i]] for i in others])
    texts = [asked.texts[i] for i in others]
    ours = KnownQuestions().fit(wordings, [[asked.language] * len(one) for one in wordings], vectors[flat])
    index_ms, lexical_ms, by_words = _looked_up(wordings, texts)
    sides = {
        "tfidf": top(_nearest(_tfidf(texts, [asked.texts[i] for i in flat]), of), right),
        "cosine": top(_nearest(vectors[others] @ vectors[flat].T, of), right),
        "voc": top(ours.likeness(texts, [asked.language] * len(texts), vectors[others]), right),
        "lexical": top(by_words, right),
    }
    return {
        "asked": len(others),
        "known": len(known),
        "sides": sides,
        "lexical_ms": lexical_ms,
        "index_ms": index_ms,
    }


def _looked_up(wordings: Sequence[Sequence[str]], texts: Sequence[str]) -> tuple[float, float, np.ndarray]:
    """Milliseconds to make the index, the median of a look-up, and likeness (n, n_known) of what was found."""
    started = perf_counter()
    index = QuestionIndex((str(place), one) for place, one in enumerate(wordings))
    made = perf_counter() - started
    likeness, taken = np.zeros((len(texts), len(wordings)), dtype=np.float32), []
    for row, text in zip(likeness, texts, strict=True):
        started = perf_counter()
        found = index.nearest(text, 3, 0.0)
        taken.append(perf_counter() - started)
        for match in found:
            row[int(match.key)] = match.likeness
    return round(made * 1e3, 1), round(median(taken) * 1e3, 2), likeness


def _tfidf(texts: Sequence[str], known: Sequence[str]) -> np.ndarray:
    one, other = floors.rows(texts, known) if texts is not known else floors.rows(texts) * 2
    return (one @ other.T).toarray()


def _nearest(likeness: np.ndarray, of: np.ndarray) -> np.ndarray:
    """To each known question, by the nearest of its wordings."""
    return np.stack([likeness[:, of == place].max(axis=1) for place in range(of.max() + 1)], axis=1)
