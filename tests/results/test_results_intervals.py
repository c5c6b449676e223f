"""Estimates and their intervals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.estimates import Estimate, share
from voc.results import intervals

scores = st.dictionaries(st.integers(0, 10), st.integers(1, 500), min_size=1)


@given(scores)
def test_an_interval_holds_its_estimate_and_stays_on_the_scale(counts):
    nps = intervals.net_promoter_score(counts)
    assert -100 <= nps.low <= nps.value <= nps.high <= 100
    mean = intervals.mean(counts, (0, 10))
    if mean.low is not None:
        assert 0 <= mean.low <= mean.value <= mean.high <= 10


@given(scores)
def test_swapping_promoters_and_detractors_negates_the_score(counts):
    groups = [0, 0, 0]
    for score, count in counts.items():
        groups[0 if score <= 6 else 1 if score <= 8 else 2] += count
    one = intervals.net_promoter_score({0: groups[0], 7: groups[1], 10: groups[2]})
    other = intervals.net_promoter_score({0: groups[2], 7: groups[1], 10: groups[0]})
    assert (one.value, one.low, one.high) == pytest.approx((-other.value, -other.high, -other.low))


@given(st.integers(0, 200), st.integers(1, 200), st.integers(2, 50))
def test_more_of_the_same_narrows_a_share(hits, n, times):
    hits = min(hits, n)
    few, many = share(hits, n), share(hits * times, n * times)
    assert 0 <= few.low <= few.value <= few.high <= 1
    assert many.high - many.low < few.high - few.low


def test_nobody_and_one_person_have_no_interval():
    assert intervals.net_promoter_score({}) is None
    assert share(0, 0) is None
    assert intervals.mean({}) is None
    assert intervals.mean({4: 1}) == Estimate(value=4, low=None, high=None, n=1)


def test_known_values():
    wilson = share(8, 10)
    assert (wilson.low, wilson.high) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    mean = intervals.mean({1: 2, 2: 3, 5: 1})
    assert (mean.value, mean.low, mean.high) == pytest.approx((13 / 6, 0.6219, 3.7114), abs=1e-3)
