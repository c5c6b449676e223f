"""Fit the heads of both languages: sentiment first, then kind, which looks at sentiment."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from scipy import sparse

from ml.checkpoints import MINILM
from ml.classify import HEAD_LANGUAGES, KINDS, SENTIMENTS
from ml.classify.heads import LinearHead
from ml.classify.reader import SPACE, WORDS_ALONE, kind_inputs
from ml.embedding import TextEmbedder
from ml.ngrams import document_frequency_weights, weighted
from ml.text import copy_key
from ml.train import kinds, sentiments
from ml.train.corpora import Example, rows, trainable
from ml.train.fit import fit_blended, fit_head, fit_temperature

_log = logging.getLogger(__name__)
_FOLDS = 5
_STAR_REVIEWS = {"ko": "ko_app_reviews", "en": "en_play_reviews"}


@dataclass
class HeadTrainer:
    """Fits heads one after the other; later ones read earlier ones."""

    data: Path
    embedder: TextEmbedder
    seed: int = 0
    idf: np.ndarray = field(init=False)
    heads: dict[str, LinearHead] = field(init=False, default_factory=dict)

    def fit(self) -> HeadTrainer:
        """Fit and calibrate every head."""
        unseen = measured_keys(self.data)
        feelings = {
            lang: sentiments.examples(self.data, lang, seed=self.seed, without=unseen) for lang in HEAD_LANGUAGES
        }
        everything = [e.text for found in feelings.values() for e in found]
        self.idf = document_frequency_weights(SPACE.transform(everything)).astype(np.float16)
        for lang, found in feelings.items():
            _log.info("sentiment.%s: %d examples", lang, len(found))
            self.heads[f"sentiment.{lang}"] = self._sentiment(lang, found)
        self.heads["kind.en"] = self._english_kind(unseen)
        self.heads["kind.ko"] = self._korean_kind(unseen)
        return self

    def save(self, out: Path) -> None:
        """Write everything to one .npz file."""
        packed: dict[str, np.ndarray] = {"idf": self.idf}
        for name, head in self.heads.items():
            packed |= head.packed(name)
        np.savez_compressed(out, **packed)

    def ngrams(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """(n_texts, 2**bits) TF-IDF, unit rows."""
        return weighted(SPACE.transform(texts), self.idf.astype(np.float32))

    def inputs(self, lang: str, texts: Sequence[str]) -> tuple[sparse.csr_matrix, np.ndarray]:
        """What a sentiment head reads: n-grams, and what the networks make of the texts."""
        return self.ngrams(texts), self.embedder.read(texts, [lang] * len(texts)).joined

    def kind_inputs(self, lang: str, texts: Sequence[str]) -> tuple[sparse.csr_matrix, np.ndarray]:
        """What a kind head reads: the same, and the sentiment head's opinion."""
        ngrams, dense = self.inputs(lang, texts)
        return ngrams, kind_inputs(dense, self.heads[f"sentiment.{lang}"].probabilities(ngrams, dense), lang)

    def _sentiment(self, lang: str, found: Sequence[Example]) -> LinearHead:
        inputs = self.inputs(lang, [e.text for e in found])
        head = fit_blended(*inputs, MINILM.width, found, SENTIMENTS)
        dev = list(rows(self.data / _STAR_REVIEWS[lang] / "dev.jsonl.gz"))
        self._words_alone(f"sentiment.{lang}", found, SENTIMENTS, dev)
        probabilities = head.probabilities(*self.inputs(lang, [row["text"] for row in dev]))
        return _calibrated(head, probabilities, [row["label"] for row in dev])

    def _english_kind(self, unseen: set[str]) -> LinearHead:
        found = kinds.english(self.data, seed=self.seed, without=unseen)
        _log.info("kind.en: %d examples", len(found))
        inputs = self.kind_inputs("en", [e.text for e in found])
        head = fit_blended(*inputs, MINILM.width, found, KINDS)
        dev = [r for r in kinds.english_dev(self.data) if trainable(r["source"])]
        self._words_alone("kind.en", found, KINDS, dev)
        probabilities = head.probabilities(*self.kind_inputs("en", [r["text"] for r in dev]))
        return _calibrated(head, probabilities, [r["label"] for r in dev])

    def _words_alone(
        self, name: str, found: Sequence[Example], labels: Sequence[str], dev: Sequence[Mapping[str, str]]
    ) -> None:
        """Fit what reads beside another encoder: of a blend, the part for n-grams alone is no head."""
        head = fit_head(self.ngrams([e.text for e in found]), np.zeros((len(found), 0)), found, labels)
        probabilities = head.probabilities(self.ngrams([row["text"] for row in dev]), np.zeros((len(dev), 0)))
        self.heads[WORDS_ALONE + name] = _calibrated(head, probabilities, [row["label"] for row in dev])

    def _korean_kind(self, unseen: set[str]) -> LinearHead:
        """Ships fitted on every hand-labelled row; its temperature comes from cross-validation."""
        weak = kinds.korean_weak(self.data, seed=self.seed, without=unseen)
        gold = [*kinds.korean_gold(self.data, "dev"), *kinds.korean_gold(self.data, "extra_labelled")]
        _log.info("kind.ko: %d hand-labelled, %d by rule", len(gold), len(weak))
        out_of_fold = cross_validated_korean(self, gold, weak)
        found = [*kinds.korean_gold_examples(gold), *weak]
        head = fit_head(*self.kind_inputs("ko", [e.text for e in found]), found, KINDS)
        return _calibrated(head, out_of_fold, [row["label"] for row in gold])


def cross_validated_korean(trainer: HeadTrainer, gold: Sequence[dict], weak: Sequence[Example]) -> np.ndarray:
    """Kind of each hand-labelled row by a head that never saw it: (n_gold, 5) float32."""
    found = [*kinds.korean_gold_examples(gold), *weak]
    ngrams, dense = trainer.kind_inputs("ko", [example.text for example in found])
    fold = np.random.default_rng(trainer.seed).permutation(len(gold)) % _FOLDS
    out = np.zeros((len(gold), len(KINDS)), dtype=np.float32)
    for number in range(_FOLDS):
        held = np.flatnonzero(fold == number)
        used = np.setdiff1d(np.arange(len(found)), held)
        head = fit_head(ngrams[used], dense[used], [found[i] for i in used], KINDS)
        out[held] = head.probabilities(ngrams[held], dense[held])
    return out


def measured_keys(data: Path) -> set[str]:
    """Copy keys of every text that is measured on, so that none is fitted by accident."""
    files = (
        "ko_feedback_type/dev.jsonl",
        "ko_feedback_type/extra_labelled.jsonl",
        "en_feedback_type/dev.jsonl",
        "ko_app_reviews/dev.jsonl.gz",
        "en_play_reviews/dev.jsonl.gz",
        "ko_nsmc/dev.jsonl.gz",
    )
    return {copy_key(row["text"]) for name in files for row in rows(data / name)}


def _calibrated(head: LinearHead, probabilities: np.ndarray, labels: Sequence[str]) -> LinearHead:
    wanted = np.array([head.labels.index(label) for label in labels])
    return replace(head, temperature=fit_temperature(probabilities, wanted))
