"""Kind and sentiment against labels that were not fitted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score

from ml.classify import KINDS
from ml.classify.heads import softmax
from ml.classify.reader import HeadReader
from ml.embedding import TextEmbedder
from ml.evaluate import Figure, floors
from ml.evaluate.run import Run
from ml.pipeline import Analyser
from ml.train import kinds
from ml.train.corpora import rows, trainable
from ml.train.fit import fit_temperature
from ml.train.heads import HeadTrainer, cross_validated_korean, measured_keys
from ml.weights import HEADS

_FLOOR_ROWS = 30_000
"""Reviews with stars that the floor of sentiment is fitted on."""
_FOLDS = 5


def kind(run: Run) -> list[Figure]:
    """Both languages."""
    return [*english_kind(run.data, run.analyser), *korean_kind(run)]


def english_kind(data: Path, analyser: Analyser) -> list[Figure]:
    """The development rows; the shipped heads never saw them. The floor is fitted on the same sources."""
    found = kinds.english_dev(data)
    texts, wanted = [row["text"] for row in found], [row["label"] for row in found]
    read = analyser.read(texts)
    fitted = [
        row for row in rows(data / "en_feedback_type" / "train.jsonl.gz") if row["label"] and trainable(row["source"])
    ]
    plain = floors.predict([row["text"] for row in fitted], [row["label"] for row in fitted], texts)
    right = np.array([a == b for a, b in zip(read.kind, wanted, strict=True)])
    parts = (
        ("kind, English: macro-F1, all dev rows", lambda row: True, "with domains and sources never fitted"),
        ("… of sources that were fitted", lambda row: trainable(row["source"]), "many labels derived from stars"),
        ("… whose label a person gave", lambda row: row["strength"] == "strong", "only idea and complaint"),
    )
    figures = []
    for what, chosen, note in parts:
        at = [i for i, row in enumerate(found) if chosen(row)]
        floor = _macro(_at(wanted, at), _at(plain, at))
        figures.append(Figure(what, _macro(_at(wanted, at), _at(read.kind, at)), floor, f"{len(at)} rows; {note}"))
    return [
        *figures,
        Figure("… per kind, all: " + ", ".join(KINDS), _each(wanted, read.kind), _each(wanted, plain)),
        Figure("… expected calibration error", f"{calibration_error(read.kind_confidence, right):.3f}"),
    ]


def korean_kind(run: Run) -> list[Figure]:
    """Five-fold cross-validation on the hand-labelled rows, because the shipped head saw them all."""
    trainer = HeadTrainer(run.data, TextEmbedder.load(threads=run.threads), run.seed)
    shipped = HeadReader.load(HEADS)
    trainer.idf, trainer.heads = shipped.idf, dict(shipped.heads)
    gold = [*kinds.korean_gold(run.data, "dev"), *kinds.korean_gold(run.data, "extra_labelled")]
    weak = kinds.korean_weak(run.data, seed=run.seed, without=measured_keys(run.data))
    probabilities = cross_validated_korean(trainer, gold, weak)
    wanted = [row["label"] for row in gold]
    temperature = fit_temperature(probabilities, np.array([KINDS.index(label) for label in wanted]))
    calibrated = softmax(np.log(np.maximum(probabilities, 1e-9)) / temperature)
    found = [KINDS[i] for i in probabilities.argmax(axis=1)]
    plain = _plain_korean(gold, run.seed)
    dev = list(range(len(kinds.korean_gold(run.data, "dev"))))
    right = np.array([a == b for a, b in zip(found, wanted, strict=True)])
    either = np.mean([found[i] in (gold[i]["label"], *gold[i]["alt"]) for i in dev])
    return [
        Figure(
            "kind, Korean: macro-F1, balanced dev",
            _macro(_at(wanted, dev), _at(found, dev)),
            _macro(_at(wanted, dev), _at(plain, dev)),
            "366 rows, five-fold cross-validation; floor: the same folds, hand-labelled rows alone",
        ),
        Figure("… dev and extra", _macro(wanted, found), _macro(wanted, plain), f"{len(gold)} rows"),
        Figure("… label or an also acceptable one", f"{either:.3f}", "", "accuracy, dev"),
        Figure(
            "… per kind, dev: " + ", ".join(KINDS),
            _each(_at(wanted, dev), _at(found, dev)),
            _each(_at(wanted, dev), _at(plain, dev)),
        ),
        Figure("… expected calibration error", f"{calibration_error(calibrated.max(axis=1), right):.3f}"),
    ]


def _plain_korean(gold: Sequence[dict], seed: int) -> list[str]:
    fold = np.random.default_rng(seed).permutation(len(gold)) % _FOLDS
    out = [""] * len(gold)
    for number in range(_FOLDS):
        held, used = np.flatnonzero(fold == number), np.flatnonzero(fold != number)
        texts, labels = [gold[i]["text"] for i in used], [gold[i]["label"] for i in used]
        for place, label in zip(held, floors.predict(texts, labels, [gold[i]["text"] for i in held]), strict=True):
            out[place] = label
    return out


def sentiment(data: Path, analyser: Analyser) -> list[Figure]:
    """Positive against negative by the sign of the sentiment; neutral rows are left out."""
    sets = (
        ("sentiment, Korean: film reviews", "ko_nsmc"),
        ("… app reviews", "ko_app_reviews"),
        ("sentiment, English: app reviews", "en_play_reviews"),
    )
    figures = []
    for what, name in sets:
        found = _sided(data / name / "dev.jsonl.gz")
        read = analyser.read([row["text"] for row in found]).sentiment
        right = np.mean([(s > 0) == (row["label"] == "positive") for s, row in zip(read, found, strict=True)])
        fitted = _sided(data / name / "train.jsonl.gz")[:_FLOOR_ROWS]
        texts, labels = [row["text"] for row in fitted], [row["label"] for row in fitted]
        plain = floors.predict(texts, labels, [row["text"] for row in found])
        floor = np.mean([label == row["label"] for label, row in zip(plain, found, strict=True)])
        note = f"accuracy, {len(found)} rows; floor fitted on {len(fitted):,} of the same source"
        figures.append(Figure(what, f"{right:.3f}", f"{floor:.3f}", note))
    return figures


def _sided(path: Path) -> list[dict]:
    return [row for row in rows(path) if row["label"] != "neutral"]


def calibration_error(confidence: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error over equally wide bins of confidence, 0 to 1."""
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        abs(confidence[place == b].mean() - right[place == b].mean()) * np.mean(place == b)
        for b in range(bins)
        if (place == b).any()
    ]
    return float(sum(gaps))


def _at(values: Sequence[str], places: Sequence[int]) -> list[str]:
    return [values[i] for i in places]


def _macro(wanted: Sequence[str], found: Sequence[str]) -> str:
    present = sorted(set(wanted))
    return f"{float(f1_score(wanted, found, average='macro', labels=present)):.3f}"


def _each(wanted: Sequence[str], found: Sequence[str]) -> str:
    scores = f1_score(wanted, found, average=None, labels=list(KINDS))
    return " ".join(f"{score:.2f}" for score in scores)
