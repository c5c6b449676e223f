"""Rises among themes: the exact test, its two guards, and how rarely it alerts where nothing changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tests.simulations import alerts as simulation
from voc.insights.trends.emerging import LEVEL, LOOKS, dispersion, rises, tail
from voc.insights.trends.weeks import Weeks

counts = st.integers(0, 60)
eight = st.lists(counts, min_size=8, max_size=8).map(tuple)
some_weeks = st.builds(Weeks, before=eight, now=counts)


def everybody(themes, *, quiet=50):
    """Sums of the themes' weeks, and as many others each week."""
    before = tuple(sum(column) + quiet for column in zip(*(weeks.before for weeks in themes.values()), strict=True))
    return Weeks(before=before, now=sum(weeks.now for weeks in themes.values()) + quiet)


def steady(count, *, now=None, people=10):
    """Themes that nothing happens to; the first has `now` people this week."""
    themes = {f"th_{number}": Weeks(before=(people,) * 8, now=people) for number in range(count)}
    return themes | ({"th_0": Weeks(before=(people,) * 8, now=now)} if now is not None else {})


@given(st.integers(0, 80), st.integers(1, 80))
def test_without_scatter_the_tail_is_the_binomial_one(now, rest):
    total = now + rest
    theirs = stats.binom.sf(now - 1, total, 1 / 9) if now > total / 9 else 1.0
    assert tail(now, total, 1 / 9, 0.0, 9) == pytest.approx(theirs, rel=1e-9)


@given(st.integers(1, 80), st.integers(1, 80), st.floats(0.01, 3))
def test_with_scatter_the_tail_is_the_beta_binomial_one(now, rest, scatter):
    total = now + rest
    # the sum, as their `sf` is one less the other side: of a tail of 1e-7 no more than five digits are right
    theirs = stats.betabinom.pmf(range(now, total + 1), total, 1 / scatter, 8 / scatter).sum()
    assert tail(now, total, 1 / 9, scatter, 9) == pytest.approx(theirs if now > total / 9 else 1.0, rel=1e-8)


@given(st.dictionaries(st.sampled_from("abcdef"), some_weeks, min_size=1))
def test_every_p_is_one_and_more_people_are_never_less_sure(themes):
    whole = everybody(themes)
    for rise in rises(themes, whole):
        assert 0 <= rise.p <= rise.p_adjusted <= 1
        assert rise.ratio_low <= rise.ratio_high
        assert rise.ratio is None or rise.ratio >= 0
    more = {name: Weeks(before=weeks.before, now=weeks.now + 5) for name, weeks in themes.items()}
    before = {rise.theme: rise.p for rise in rises(themes, whole)}
    for rise in rises(more, whole):
        assert rise.p <= before.get(rise.theme, 1.0) * (1 + 1e-9)


def test_a_clear_rise_is_found_and_nothing_beside_it():
    themes = steady(20, now=40)
    found = rises(themes, everybody(themes))
    assert [rise.theme for rise in found if rise.emerging] == ["th_0"]
    assert found[0].expected == 10
    assert found[0].ratio == 4
    assert found[0].ratio_low > 2
    assert found[0].p_adjusted < LEVEL / LOOKS


def test_when_everybody_speaks_more_no_theme_rises():
    themes = {name: Weeks(before=weeks.before, now=40) for name, weeks in steady(10).items()}
    assert not any(rise.emerging for rise in rises(themes, Weeks(before=(100,) * 8, now=400)))


def test_when_a_campaign_ends_what_goes_on_does_not_rise():
    themes = steady(2, people=30)
    found = rises(themes, Weeks(before=(600,) * 8, now=60))
    assert not any(rise.emerging for rise in found)


def test_a_theme_that_comes_in_bursts_needs_a_larger_one():
    calm, bursts = Weeks(before=(10,) * 8, now=60), Weeks(before=(2, 1, 40, 3, 0, 28, 2, 4), now=60)
    themes = steady(20) | {"calm": calm, "bursts": bursts}
    assert [rise.theme for rise in rises(themes, everybody(themes)) if rise.emerging] == ["calm"]


def test_too_short_a_past_says_nothing():
    assert rises({"a": Weeks(before=(0, 0, 1), now=50)}, Weeks(before=(9, 9, 9), now=60)) == []
    assert rises({}, Weeks(before=(9,) * 8, now=9)) == []


def test_two_people_are_no_rise():
    themes = {"a": Weeks(before=(0,) * 8, now=2)}
    assert not rises(themes, Weeks(before=(5_000,) * 8, now=5_000))[0].emerging


@given(st.lists(st.lists(counts, min_size=8, max_size=8), max_size=6))
def test_scatter_is_never_below_poissons(series):
    assert dispersion(series) >= 0


def test_scatter_is_found_where_there_is_some():
    rng = simulation.np.random.default_rng(1)
    means = 40 * rng.gamma(4, 1 / 4, (200, 8))
    assert dispersion(rng.poisson(means).tolist()) == pytest.approx(1 / 4, abs=0.03)
    assert dispersion(rng.poisson(40, (200, 8)).tolist()) < 0.003


def test_few_weeks_in_which_nothing_changed_alert():
    for _, _, alerted in simulation.false_alerts(60):
        # 60 weeks a cell: at a rate of 5 % more than 7 are seen once in a hundred times
        assert max(alerted.values()) <= 7 / 60, alerted


def test_a_threefold_rise_of_thirty_people_is_nearly_always_found():
    found = dict(simulation.power(30, ()))
    assert found[30.0][3.0] >= 0.8
    assert found[100.0][2.0] >= 0.7
