"""New texts find their themes by the vote of members."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml.cluster.graph import unit
from ml.cluster.portraits import Portraits
from ml.cluster.voters import vote


def blobs(count: int, each: int, width: int = 48, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    of = np.repeat(np.arange(count), each)
    centres = unit(rng.standard_normal((count, width)))
    return unit(centres[of] + rng.standard_normal((len(of), width)) / np.sqrt(width)), of


def test_new_texts_join_their_theme_and_strangers_wait():
    rows, of = blobs(6, 80)
    early = np.arange(len(rows)) % 4 > 0
    known = Portraits(rows[early]).voters(of[early])
    found = vote(rows[~early], known)
    placed = found >= 0
    assert placed.mean() > 0.8
    assert (found[placed] == of[~early][placed]).mean() > 0.98
    strangers, _ = blobs(3, 20, seed=8)
    assert (vote(strangers, known) == -1).mean() > 0.9


def test_a_theme_of_two_halves_takes_texts_of_both_and_none_between():
    rows, of = blobs(3, 40)
    joined = np.where(of == 2, 1, of)
    known = Portraits(rows).voters(joined)
    assert (vote(rows[of > 0], known) == 1).mean() > 0.8
    noise = unit(np.random.default_rng(2).standard_normal((20, 48)))
    between = unit(rows[of == 1][:20] + rows[of == 2][:20] + 2 * noise)
    assert (vote(between, known) == -1).mean() > 0.9


def test_themes_have_so_many_voters_at_most():
    rows, of = blobs(2, 90)
    known = Portraits(rows, most=40).voters(np.where(np.arange(len(of)) < 95, of, -1))
    assert np.bincount(known.themes).tolist() == [40, 5]


@pytest.mark.parametrize("n", [0, 3])
def test_with_no_theme_every_text_waits(n):
    none = Portraits(np.ones((4, 8), np.float32)).voters(np.full(4, -1))
    assert vote(np.ones((n, 8), np.float32), none).tolist() == [-1] * n


@given(st.integers(1, 12), st.integers(1, 5), st.integers(0, 9))
@settings(max_examples=25, deadline=None)
def test_any_themes_can_be_asked(each, count, n):
    rows, of = blobs(count, each)
    found = vote(rows[:n], Portraits(rows).voters(of))
    assert found.shape == (min(n, len(rows)),)
    assert found.max(initial=-1) < count


def test_a_text_is_placed_in_a_millisecond():
    rows, of = blobs(120, 40, width=384)
    known = Portraits(rows).voters(of)
    took = []
    for row in rows[:200]:
        started = time.thread_time()
        vote(row[None], known)
        took.append(time.thread_time() - started)
    assert min(took) < 1e-3  # beside other work, the threads of a product wait for each other
