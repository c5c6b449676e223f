"""Themes by shards beside themes by one process: alike, and what each takes.

Each shard, the reducer and the one process are processes of their own that find their input on disk
and leave their answers there, so that time and memory are theirs alone:
`python -m ml.evaluate.distributed FOLDER STEP [SHARD]`.
"""

from __future__ import annotations

import json
import pickle
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.metrics import adjusted_mutual_info_score

from ml import sharded
from ml.apart import run_apart
from ml.evaluate import Figure
from ml.evaluate.clock import timed
from ml.evaluate.run import Run
from ml.pipeline import find_themes

SETS = ("en_banking77", "en_clinc150", "en_hwu64", "en_stackoverflow", "en_airline_reasons")
SHARDS = 8
DROPPED = 0.15
"""Share of the words that a copy leaves out."""


class Took(NamedTuple):
    """What one process took."""

    seconds: float
    """Of processors, loading what it is given included."""
    megabytes: float
    """At most, at once."""


@dataclass(frozen=True)
class Corpus:
    """What is looked at, as both ways get it."""

    texts: list[str]
    languages: list[str]
    kinds: list[str]
    embeddings: np.ndarray
    at_once: int
    seed: int

    def some(self, at: np.ndarray) -> tuple[list[str], list[str], list[str], np.ndarray]:
        """Texts, languages, kinds and vectors of some places."""
        listed = ([each[i] for i in at] for each in (self.texts, self.languages, self.kinds))
        texts, languages, kinds = listed
        return texts, languages, kinds, self.embeddings[at]


def measure(run: Run, sets: Sequence[str] = SETS, shards: int = SHARDS) -> list[Figure]:
    """AMI of both ways with what people sorted by, and with each other; processor time and memory."""
    corpus, labels = _corpus(run, sets)
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept)
        _keep(folder / "corpus", corpus)
        alone = _apart(folder, "alone")
        between = [_apart(folder, "plan", shards)]
        each = [_apart(folder, "sum", shard) for shard in range(shards)]
        between.append(_apart(folder, "reduce", shards))
        each += [_apart(folder, "place", shard) for shard in range(shards)]
        one, of, many = _load(folder / "alone"), _load(folder / "dealt"), np.empty(len(labels), dtype=object)
        for shard in range(shards):
            many[of == shard] = _load(folder / f"placed{shard}")
    return _figures(labels, _numbered(one), _numbered(many.tolist()), (alone, each, between))


def _figures(
    labels: Sequence[str], one: np.ndarray, many: np.ndarray, took: tuple[Took, Sequence[Took], Sequence[Took]]
) -> list[Figure]:
    alone, each, between = took
    scores = [adjusted_mutual_info_score(labels, own) for own in (many, one)]
    most = max(each, key=lambda step: step.megabytes)
    spent = f"shards {sum(step.seconds for step in each):.0f} s, the longest step {max(s.seconds for s in each):.0f} s"
    return [
        Figure(
            f"{len(labels):,} texts by {len(each) // 2} shards: AMI with subjects",
            f"{scores[0]:.3f}",
            "",
            f"one process {scores[1]:.3f}; of both ways {adjusted_mutual_info_score(one, many):.3f}",
        ),
        Figure("… number of themes", _count(many), "", f"one process {_count(one)}"),
        Figure(
            "… processor time", f"{sum(step.seconds for step in (*each, *between)):.0f} s", "",
            f"{spent}, planning and reducing {sum(step.seconds for step in between):.0f} s; "
            f"one process {alone.seconds:.0f} s",
        ),
        Figure(
            "… most memory of a process", f"{most.megabytes:.0f} MB", "",
            f"a shard; planning {between[0].megabytes:.0f} MB, reducing {between[1].megabytes:.0f} MB; "
            f"one process {alone.megabytes:.0f} MB",
        ),
    ]  # fmt: skip


def _corpus(run: Run, sets: Sequence[str]) -> tuple[Corpus, list[str]]:
    """The sets one after the other; beyond them, copies that leave out some words."""
    read = [run.read(name) for name in sets]
    texts = [text for name in sets for text in run.labelled(name).texts]
    labels = [f"{name} {label}" for name in sets for label in run.labelled(name).labels]
    languages = [each for own in read for each in own.language]
    kinds = [each for own in read for each in own.kind]
    embeddings = np.concatenate([own.embeddings for own in read])
    if (more := run.distributed - len(texts)) > 0:
        rng = np.random.default_rng(run.seed)
        at = rng.integers(len(texts), size=more)
        copies = [_copy(texts[i], rng) for i in at]
        again = run.analyser.read(copies)
        texts, labels = [*texts, *copies], [*labels, *(labels[i] for i in at)]
        languages, kinds = [*languages, *again.language], [*kinds, *again.kind]
        embeddings = np.concatenate([embeddings, again.embeddings])
    return Corpus(texts, languages, kinds, embeddings, len(texts) // 4, run.seed), labels


def _copy(text: str, rng: np.random.Generator) -> str:
    words = text.split()
    return " ".join(word for word in words if rng.random() >= DROPPED) or text


def _numbered(themes: Sequence[str | None]) -> np.ndarray:
    number = {key: place for place, key in enumerate(sorted({key for key in themes if key}))}
    return np.array([number[key] if key else -1 for key in themes], dtype=np.int64)


def _count(labels: np.ndarray) -> str:
    return f"{len(set(labels[labels >= 0]))} ({np.mean(labels >= 0):.0%} of the texts)"


def _keep(file: Path, value: Any) -> None:
    file.write_bytes(pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL))


def _load(file: Path) -> Any:
    """What this run has written itself a moment ago."""
    return pickle.loads(file.read_bytes())


def _apart(folder: Path, step: str, number: int = 0) -> Took:
    return Took(*json.loads(run_apart("ml.evaluate.distributed", str(folder), step, str(number))))


def alone(folder: Path, _: int) -> None:
    """All texts in one process."""
    corpus = _load(folder / "corpus")
    found = find_themes(corpus.texts, corpus.languages, corpus.kinds, corpus.embeddings, seed=corpus.seed)
    _keep(folder / "alone", list(found.assignments))


def plan(folder: Path, shards: int) -> None:
    """Which shard each text goes to; from here on nobody reads the corpus whole."""
    corpus = _load(folder / "corpus")
    said = corpus.texts, corpus.languages, corpus.kinds
    plans = sharded.planned(*said, corpus.at_once, corpus.seed)
    of = sharded.dealt(corpus.texts, [None] * len(corpus.texts), shards)
    _keep(folder / "dealt", of)
    _keep(folder / "plans", plans)
    for shard in range(shards):
        _keep(folder / f"texts{shard}", corpus.some(np.flatnonzero(of == shard)))


def sum_up(folder: Path, shard: int) -> None:
    """The first step of one shard."""
    said = _load(folder / f"texts{shard}")
    nobody = [None] * len(said[0])
    _keep(folder / f"told{shard}", sharded.summed_up(*said, nobody, nobody, _load(folder / "plans")))


def reduce(folder: Path, shards: int) -> None:
    """Of what all shards told, and a sample."""
    plans, told = _load(folder / "plans"), [_load(folder / f"told{shard}") for shard in range(shards)]
    reducer = sharded.Reducer(plans, told)
    drawn: list[Any] = [None] * len(reducer.wanted)
    for shard in range(shards):
        texts, languages, kinds, embeddings = _load(folder / f"texts{shard}")
        for number, (own, place) in enumerate(reducer.wanted):
            if own == shard:
                drawn[number] = texts[place], languages[place], kinds[place], embeddings[place].copy()
    texts, languages, kinds, rows = zip(*drawn, strict=True)
    found = reducer.reduced(sharded.Sample(texts, languages, kinds, np.stack(rows)))
    themes = [(theme.key, theme.anchors) for theme in found.themes]
    _keep(folder / "found", (found.of_micros, themes))


def place(folder: Path, shard: int) -> None:
    """The second step of one shard."""
    plans, (of_micros, themes) = _load(folder / "plans"), _load(folder / "found")
    told = [_load(folder / f"told{each}") for each in range(len(of_micros))]
    standing = sharded.Standing.of(plans, told, of_micros, themes, ())
    _, *said = _load(folder / f"texts{shard}")
    found = sharded.placed(*said, [None] * len(said[0]), told[shard], of_micros[shard], standing)
    _keep(folder / f"placed{shard}", found)


_STEPS = {"alone": alone, "plan": plan, "sum": sum_up, "reduce": reduce, "place": place}


def _peak_megabytes() -> float:
    """Of this process alone: what `resource` says a child inherits from its parent."""
    (kilobytes,) = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("utf-8"))
    return int(kilobytes) / 1024


if __name__ == "__main__":
    _, spent = timed(lambda: _STEPS[sys.argv[2]](Path(sys.argv[1]), int(sys.argv[3])))
    print(json.dumps([spent.processor, _peak_megabytes()]))
