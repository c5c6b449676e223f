"""Shards find what one process finds."""

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from ml.cluster.finder import ThemeFinder
from ml.cluster.graph import unit
from ml.cluster.shards import assign, merge, summarise


@pytest.fixture(scope="module")
def corpus():
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 8, 1_600)
    centres = unit(rng.normal(size=(8, 32)))
    return unit(centres[truth] + rng.normal(0, 0.12, (1_600, 32))), truth


def agreement(labels, truth):
    """Share of texts in the theme that their subject has most of, one to one."""
    table = np.zeros((truth.max() + 1, labels.max() + 2))
    np.add.at(table, (truth, labels), 1)
    return table[:, :-1][linear_sum_assignment(-table[:, :-1])].sum() / len(truth)


def found(rows, shards, seed=0):
    parts = np.array_split(np.arange(len(rows)), shards)
    merged = merge([summarise(rows[part], seed) for part in parts], ThemeFinder(seed=seed))
    return np.concatenate([assign(rows[part], merged) for part in parts])


def test_four_shards_find_what_one_process_finds(corpus):
    rows, truth = corpus
    alone = ThemeFinder(seed=0).fit(rows).labels_
    assert agreement(found(rows, 4), truth) >= agreement(alone, truth) - 0.02


def test_the_same_shards_give_the_same_themes(corpus):
    rows, _ = corpus
    assert (found(rows, 3) == found(rows, 3)).all()


def test_a_summary_counts_every_text_once_and_samples_its_own(corpus):
    rows, _ = corpus
    summary = summarise(rows)
    assert summary.counts.sum() == len(rows)
    assert np.allclose(summary.sums.sum(axis=0), rows.sum(axis=0), atol=1e-2)
    assert len(set(summary.samples.tolist())) == len(summary.samples)


def test_a_shard_of_one_text_is_a_shard():
    one = summarise(np.eye(1, 8, dtype=np.float32))
    assert (one.counts.tolist(), one.samples.tolist()) == ([1], [0])
