"""Themes from vectors, and their ids over time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml.cluster.carry import match, revived, settled
from ml.cluster.finder import ThemeFinder, describe
from ml.cluster.graph import neighbours, principal, unit
from ml.cluster.partition import chosen
from ml.cluster.search import Cut, Search
from ml.cluster.voters import Voters, vote
from ml.cluster.wording import beside_wording
from ml.threads import each


def blobs(count: int, each: int, width: int = 24, seed: int = 0, noise: float = 0.5) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    centres = unit(rng.standard_normal((count, width)))
    of = np.repeat(np.arange(count), each)
    return unit(centres[of] + noise * rng.standard_normal((len(of), width)) / np.sqrt(width)), of


def agreement(found: np.ndarray, wanted: np.ndarray) -> float:
    pairs = (found[:, None] == found[None, :]) == (wanted[:, None] == wanted[None, :])
    return float(pairs.mean())


def test_well_apart_groups_are_found():
    rows, of = blobs(8, 60)
    finder = ThemeFinder().fit(rows)
    assert finder.labels_.max() + 1 == 8
    placed = finder.labels_ >= 0
    assert placed.mean() > 0.9
    assert agreement(finder.labels_[placed], of[placed]) > 0.98


@given(st.integers(0, 60), st.integers(0, 3))
@settings(max_examples=30, deadline=None)
def test_any_number_of_texts_can_be_looked_at(n, seed):
    rows = unit(np.random.default_rng(seed).standard_normal((n, 12)).astype(np.float32))
    finder = ThemeFinder().fit(rows)
    assert finder.labels_.shape == (n,)
    assert len(finder.centroids_) == len(finder.thresholds_) == finder.labels_.max(initial=-1) + 1
    assert all((finder.labels_ == label).sum() >= 3 for label in range(len(finder.centroids_)))


def test_copies_of_one_sentence_make_no_theme():
    rows, _ = blobs(4, 30)
    copied = np.repeat(unit(np.random.default_rng(9).standard_normal((1, 24)).astype(np.float32)), 500, axis=0)
    labels = ThemeFinder().fit(np.vstack([rows, copied])).labels_
    assert len(set(labels[:120]) - {-1}) == 4
    assert len(set(labels[120:])) == 1
    assert labels[-1] == -1 or (labels[:120] == labels[-1]).sum() >= 3


def test_the_same_input_and_seed_give_the_same_themes():
    rows, _ = blobs(6, 40, noise=1.5)
    assert np.array_equal(ThemeFinder(seed=3).fit(rows).labels_, ThemeFinder(seed=3).fit(rows).labels_)


def test_the_order_of_texts_makes_no_difference():
    rows, _ = blobs(12, 25, noise=1.8)
    mixed = np.random.default_rng(1).permutation(len(rows))
    keys = [f"text {i // 2}" for i in range(len(rows))]
    for copies in (None, keys):
        straight = ThemeFinder().fit(rows, copies).labels_
        turned = ThemeFinder().fit(rows[mixed], copies and [copies[i] for i in mixed]).labels_
        assert np.array_equal(straight[mixed], turned)


@pytest.mark.parametrize("n", [9, 100, 1_037])
def test_the_nearest_neighbours_are_found_exactly(n):
    rows, _ = blobs(1, n, noise=2)
    likeness = rows @ rows.T - 3 * np.eye(n)
    found, cosines = neighbours(rows, 7, seed=0)
    assert np.array_equal(np.sort(np.argsort(-likeness, axis=1)[:, :7]), np.sort(found))
    assert np.allclose(np.take_along_axis(likeness, found, axis=1), cosines, atol=1e-5)


def test_cuts_that_crumble_are_not_chosen():
    assert chosen([0.30, 0.29, 0.28, 0.12, 0.29], [10, 17, 22, 66, 130], keep=0.8, fineness=0.3) == 2
    assert chosen([0.25, 0.28, 0.31, 0.30], [30, 50, 80, 120], keep=0.8, fineness=0.3) == 3
    assert chosen([0.0], [1], keep=0.8, fineness=0.3) == 0


def test_searching_cells_finds_nearly_the_same_neighbours(monkeypatch):
    rows, _ = blobs(20, 100)
    exact, _ = neighbours(rows, 10, seed=0)
    monkeypatch.setattr("ml.cluster.graph.EXACT_BELOW", 100)
    near, cosines = neighbours(rows, 10, seed=0)
    shared = np.mean([len(set(a) & set(b)) / 10 for a, b in zip(exact, near, strict=True)])
    assert shared > 0.8
    assert not (near == np.arange(len(rows))[:, None]).any()
    assert cosines.min() > -1.1


def test_a_theme_keeps_its_id_in_its_larger_part_when_it_splits():
    assert match(["a"] * 10 + ["b"] * 5, [0] * 7 + [1] * 3 + [2] * 5) == {0: "a", 2: "b"}


def test_of_merged_themes_the_larger_lives_on():
    assert match(["a"] * 4 + ["b"] * 9, [0] * 13) == {0: "b"}


def test_without_a_past_nothing_is_carried():
    assert match([None] * 3, [0, 0, 1]) == {}


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(-1, 4)), max_size=40))
def test_no_id_is_carried_twice(pairs):
    carried = match([theme for theme, _ in pairs], [label for _, label in pairs])
    assert len(set(carried.values())) == len(carried)


@given(st.lists(st.sampled_from(["a", "b", "c", None]), min_size=1, max_size=30))
def test_an_unchanged_partition_keeps_every_id(previous):
    numbers = {"a": 0, "b": 1, "c": 2, None: -1}
    carried = match(previous, [numbers[theme] for theme in previous])
    assert carried == {numbers[theme]: theme for theme in previous if theme}


def test_members_return_to_their_theme_and_strangers_wait():
    rows, _ = blobs(5, 50)
    finder = ThemeFinder().fit(rows)
    known = Voters(finder.centroids_, np.arange(len(finder.centroids_)), finder.thresholds_)
    again = vote(rows, known)
    placed = again >= 0
    assert placed.mean() > 0.85
    assert (again[placed] == finder.labels_[placed]).mean() > 0.97
    stranger = unit(np.random.default_rng(5).standard_normal((20, 24)).astype(np.float32))
    assert (vote(stranger, known) == -1).mean() > 0.7


def test_texts_that_still_fit_stay_where_they_were():
    rows, of = blobs(2, 10)
    centres, thresholds = describe(rows, of)
    between = np.array([*of[:-1], 0])
    old = [f"th_{label}" for label in of]
    assert np.array_equal(settled(old, between, rows, centres, thresholds - 1), of)
    assert np.array_equal(settled([None] * 20, between, rows, centres, thresholds), between)


def test_common_words_bring_texts_together_that_meaning_keeps_apart():
    rows = np.eye(4, dtype=np.float32)
    joined = beside_wording(rows, [["coupon", "checkout"], ["coupon"], ["delivery"], ["delivery", "late"]], 0.3)
    likeness = joined @ joined.T
    assert np.allclose(np.diag(likeness), 1, atol=1e-5)
    assert likeness[0, 1] > 0.2
    assert abs(likeness[1, 2]) < 1e-5
    assert beside_wording(rows, [["alone"], [], [], []], 0.3) is rows


def test_themes_that_come_back_leave_no_label_empty():
    said = ["a"] * 20 + ["c"] * 5 + ["d"] * 5 + ["e"] * 5
    rows = np.eye(4, dtype=np.float32)[["acde".index(theme) for theme in said]]
    labels = np.zeros(len(said), dtype=np.int64)
    labels[[20, 25, 30]] = 1  # nobody's: one text of each of three themes that another has swallowed
    out = revived(said, labels, rows)
    assert [len(set(out[np.array(said) == theme])) for theme in "acde"] == [1, 1, 1, 1]
    assert sorted(set(out.tolist())) == [0, 1, 2, 3]
    assert np.isfinite(describe(rows, out)[1]).all()


@pytest.mark.parametrize("n", [5, 20, 60])
def test_components_are_the_leading_ones_however_few_rows_there_are(n):
    rows = unit(np.random.default_rng(n).standard_normal((n, 24)).astype(np.float32))
    left, values, _ = np.linalg.svd(rows - rows.mean(axis=0), full_matrices=False)
    wanted = unit(left[:, :4] * values[:4])
    found = principal(rows, 4)
    assert np.allclose(found @ found.T, wanted @ wanted.T, atol=1e-3)


def test_parts_are_answered_in_order_however_many_run_at_once():
    assert each(lambda part: part * part, range(9)) == [part * part for part in range(9)]
    with pytest.raises(ZeroDivisionError):
        each(lambda part: 1 // part, [1, 0, 2])


def searched(parts, margins, *, thorough=False, fewest=3, most=99):
    """What a search over so many cuts chooses, and which it made."""
    made = []

    def cut(resolution):
        made.append(resolution)
        return Cut(np.array([resolution]), parts[resolution], margins[resolution])

    search = Search(cut, range(len(parts)), fewest, most, keep=0.7, fineness=0.3)
    return int(search.best(thorough=thorough).labels[0]), sorted(made)


def test_the_best_cut_is_found_without_making_all():
    parts = [2, 3, 4, 6, 9, 13, 19, 28, 40, 55, 70, 90]
    margins = [0.20, 0.21, 0.22, 0.23, 0.26, 0.30, 0.31, 0.29, 0.10, 0.08, 0.07, 0.06]
    best, made = searched(parts, margins)
    assert best == searched(parts, margins, thorough=True)[0] == 7
    assert made == [1, 3, 5, 6, 7, 8, 9]


@given(st.lists(st.tuples(st.integers(0, 9), st.floats(0, 1)), min_size=1, max_size=12), st.integers(1, 60))
def test_a_search_makes_no_cut_twice_and_prefers_what_runs(steps, fewest):
    parts = list(np.cumsum([1, *(step for step, _ in steps)])[1:])
    best, made = searched(parts, [margin for _, margin in steps], fewest=fewest, most=fewest + 20)
    runs = [fewest <= count <= fewest + 20 for count in parts]
    assert len(set(made)) == len(made)
    assert runs[best] or not any(runs[at] for at in made)
