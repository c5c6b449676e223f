"""Metrics: bounds, symmetry, and agreement with what textbooks and scipy say."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from scipy import stats

from tests.simulations import metrics as simulation
from voc.insights.metrics import METRICS
from voc.insights.metrics.base import Direction, direction
from voc.insights.metrics.distributions import normal_p, student_p
from voc.insights.metrics.samples import sample, standardised, weighted
from voc.insights.trends.false_discovery import adjusted

VALUES = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7), "response_rate": (0, 1), "churn": (0, 1)}
LIMITS = {"nps": (-100, 100), "csat": (0, 1), "ces": (1, 7), "response_rate": (0, 1), "churn": (0, 1)}


@st.composite
def asked(draw, largest=400):
    """A metric and answers to it."""
    kind = draw(st.sampled_from(sorted(METRICS)))
    low, high = VALUES[kind]
    counts = st.dictionaries(st.integers(low, high), st.integers(1, largest), min_size=1)
    return METRICS[kind], draw(counts), draw(counts)


@given(asked())
def test_an_interval_holds_its_estimate_and_stays_on_the_scale(given_):
    metric, counts, _ = given_
    found = metric.estimate(sample(counts))
    low, high = LIMITS[metric.kind]
    assert low <= found.value <= high
    if found.low is not None:
        assert low <= found.low <= found.value <= found.high <= high


@given(asked())
def test_a_change_read_backwards_is_its_opposite(given_):
    metric, counts, others = given_
    there = metric.change(sample(counts), sample(others))
    back = metric.change(sample(others), sample(counts))
    assume(there is not None)
    mirrored = (-back.difference, -back.high, -back.low, back.p)
    assert (there.difference, there.low, there.high, there.p) == pytest.approx(mirrored, abs=1e-9)
    assert there.low <= there.difference <= there.high
    assert 0 <= there.p <= 1


@given(asked(), st.floats(0.1, 10))
def test_weights_that_are_all_the_same_change_nothing(given_, weight):
    metric, counts, others = given_
    parts = weighted([(weight, counts), (weight, others)])
    whole = sample({value: counts.get(value, 0) + others.get(value, 0) for value in counts | others})
    assert parts.n == whole.n
    assert parts.n_eff == pytest.approx(whole.n)
    assert metric.estimate(parts).value == pytest.approx(metric.estimate(whole).value)


@given(asked(), st.floats(0.05, 20))
def test_weighted_answers_are_worth_no_more_than_they_are_many(given_, weight):
    metric, counts, others = given_
    found = weighted([(1, counts), (weight, others)])
    assert 0 < found.n_eff <= found.n * (1 + 1e-9)
    assert sum(found.counts.values()) == pytest.approx(found.n_eff)


def test_kish_counts_two_weights_as_worth_what_they_are():
    found = weighted([(3.0, {10: 10}), (1.0, {0: 10})])
    assert found.n == 20
    assert found.n_eff == pytest.approx((3 * 10 + 10) ** 2 / (9 * 10 + 10))


def test_a_whole_made_up_of_shares_is_the_mean_of_its_groups():
    groups = {"app": {1: 90, 0: 10}, "mail": {1: 2, 0: 8}}
    found = METRICS["response_rate"].estimate(standardised(groups, {"app": 1, "mail": 3}))
    assert found.value == pytest.approx(0.25 * 0.9 + 0.75 * 0.2)
    assert standardised(groups, {"none": 1}).n == 0


@pytest.mark.parametrize("n", simulation.SIZES)
def test_nps_intervals_hold_the_truth_as_often_as_they_say(n):
    ours, plain = simulation.coverage(n), simulation.coverage(n, simulation.plain)
    assert 0.92 <= ours.mean <= 0.97
    assert ours.least >= 0.89
    assert ours.mean > plain.mean


def test_an_unchanged_score_is_rarely_called_changed():
    found = simulation.changes(30)
    assert found.mean_false <= 0.055
    assert found.coverage >= 0.94


def test_shares_are_compared_as_newcombe_does():
    # his example: 56 of 70 against 48 of 80, method 10
    found = METRICS["response_rate"].change(sample({1: 56, 0: 14}), sample({1: 48, 0: 32}))
    assert (found.difference, found.low, found.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


@given(
    st.dictionaries(st.integers(1, 7), st.integers(1, 40), min_size=2),
    st.dictionaries(st.integers(1, 7), st.integers(1, 40), min_size=2),
)
def test_effort_is_compared_as_welch_does(now, before):
    found = METRICS["ces"].change(sample(now), sample(before))
    told = [[value for value, count in counts.items() for _ in range(count)] for counts in (now, before)]
    theirs = stats.ttest_ind(*told, equal_var=False)
    assert found.p == pytest.approx(theirs.pvalue, abs=1e-9)


@given(st.floats(-40, 40), st.floats(1, 5_000))
@example(3.4e-9, 1.0)  # SciPy says 1 there, off by 2e-9: it squares the value, and loses those below 1.5e-8
def test_tails_are_those_of_the_tables(value, freedom):
    assert student_p(value, freedom) == pytest.approx(2 * stats.t.sf(abs(value), freedom), abs=2e-8)
    assert normal_p(value) == pytest.approx(2 * stats.norm.sf(abs(value)), abs=1e-12)


@given(st.lists(st.floats(0, 1), max_size=40))
def test_adjusting_for_many_looks_is_what_benjamini_and_hochberg_say(ps):
    assert adjusted(ps) == pytest.approx(list(stats.false_discovery_control(ps)) if ps else [])


def test_few_answers_get_no_arrow():
    nps = METRICS["nps"]
    few, more = sample({10: 29}), sample({0: 400})
    change = nps.change(few, more)
    assert change.p < 1e-6
    assert direction(change, few, more, change.p) is None
    enough = sample({10: 30})
    assert direction(nps.change(enough, more), enough, more, 1e-9) == Direction.up
    assert direction(nps.change(more, enough), more, enough, 1e-9) == Direction.down
    assert direction(nps.change(enough, enough), enough, enough, 1.0) == Direction.unclear
    assert nps.change(sample({}), more) is None


@pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))
def test_every_metric_says_in_both_languages_what_it_is(metric):
    assert set(metric.definition) == {"en", "ko"}
    assert "95%" in metric.definition["en"]
    assert "95%" in metric.definition["ko"]
