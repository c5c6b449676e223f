"""The ranking: honest about small numbers, and a sum that anyone can check."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.backlog.domain import Driver, Mentions
from voc.backlog.ranking import basis as bases
from voc.backlog.ranking import factors, reach
from voc.backlog.ranking.drivers import NONE, Drivers
from voc.backlog.ranking.scoring import rank
from voc.backlog.ranking.weights import Weights
from voc.web.pagination import to_cursor

ACTIVE = 5_000
shares = st.integers(1, 400)
exponents = st.floats(0, 3)
worth = st.none() | st.floats(0.001, 50)


@st.composite
def themes(draw: st.DrawFn) -> list[Mentions]:
    count = draw(st.integers(1, 12))
    return [
        Mentions(
            theme=f"th_{number:02}",
            kind=draw(st.sampled_from(["complaint", "idea"])),
            customers=(customers := draw(shares)),
            mentions=customers + draw(st.integers(0, 50)),
            mean_sentiment=draw(st.floats(-1, 1)),
            mean_urgency=draw(st.floats(0, 1)),
            recency=draw(st.floats(0, 1)),
            revenue=draw(worth),
            segment=draw(worth),
            effort=draw(st.none() | st.integers(1, 5)),
        )
        for number in range(count)
    ]


@st.composite
def weighed(draw: st.DrawFn) -> Weights:
    return Weights(**{name: draw(exponents) for name, field in Weights.model_fields.items() if field.default == 1.0})


@st.composite
def told(draw: st.DrawFn, ranked: list[Mentions]) -> Drivers:
    """What scores tell of some of the themes."""
    known = [theme.theme for theme in ranked if draw(st.booleans())]
    costs = {theme: draw(st.floats(-3, 3)) + np.linspace(-1, 1, 20) for theme in known}
    drivers = {
        theme: Driver(
            customers=draw(shares), cost=own.mean(), cost_low=own[2], cost_high=own[-3], gain=0, gain_low=0, gain_high=0
        )
        for theme, own in costs.items()
    }
    return Drivers(drivers, costs, 100 if known else 0, 1.0)


@st.composite
def rankings(draw: st.DrawFn) -> tuple[list[Mentions], Weights, Drivers]:
    ranked = draw(themes())
    return ranked, draw(weighed()), draw(told(ranked))


def one(customers: int, *, sentiment: float = -0.5, urgency: float = 0.2, theme: str = "th_a", **more) -> Mentions:
    return Mentions(
        theme=theme, kind="complaint", customers=customers, mentions=customers, mean_sentiment=sentiment,
        mean_urgency=urgency, **more,
    )  # fmt: skip


@given(rankings())
def test_the_logarithms_of_the_factors_add_up_to_the_score_whatever_is_weighed(given_):
    mentions, weights, drivers = given_
    for score in rank(mentions, ACTIVE, weights, drivers):
        assert math.isclose(sum(factor.log for factor in score.factors), math.log(score.value), abs_tol=1e-9)
        for factor in score.factors:
            assert math.isclose(factor.log, factor.exponent * math.log(factor.value), abs_tol=1e-9)


@given(rankings())
def test_places_lie_within_their_ranges_and_shares_within_their_intervals(given_):
    mentions, weights, drivers = given_
    found = rank(mentions, ACTIVE, weights, drivers)
    assert [score.rank for score in found] == list(range(1, len(mentions) + 1))
    for score in found:
        assert 1 <= score.rank_best <= score.rank <= score.rank_worst <= len(mentions)
        assert 0 < score.share_low <= score.share_mid <= score.share_high <= 1


@given(rankings())
def test_the_order_of_the_input_does_not_matter(given_):
    mentions, weights, drivers = given_
    assert rank(mentions, ACTIVE, weights, drivers) == rank(mentions[::-1], ACTIVE, weights, drivers)


@given(rankings())
def test_the_smallest_change_does_what_it_says(given_):
    mentions, weights, drivers = given_
    found = rank(mentions, ACTIVE, weights, drivers)
    basis = bases.of(sorted(mentions, key=lambda theme: theme.theme), ACTIVE, weights, drivers)
    by_theme = {theme.theme: theme for theme in mentions}
    for above, score in zip(found, found[1:], strict=False):
        if score.swap is not None:
            assert score.swap.theme == above.theme
            assert _changed(by_theme[score.theme], score.swap, basis) > above.log - 1e-12


def _changed(theme: Mentions, swap, basis: bases.Basis) -> float:
    """The logarithm of a theme's score after a change."""
    fields = {"reach": "customers", "severity": "mean_sentiment", "urgency": "mean_urgency", "effort": "effort"}
    if swap.factor == "driver":
        known = basis.drivers.themes[theme.theme].model_copy(update={"cost_low": swap.after})
        basis = basis._replace(drivers=basis.drivers._replace(themes=basis.drivers.themes | {theme.theme: known}))
    else:
        value = int(swap.after) if swap.factor == "reach" else swap.after
        theme = theme.model_copy(update={fields[swap.factor]: value})
    low = float(reach.estimate([theme.customers], basis.active, basis.prior).low[0])
    return bases.total(bases.factors_of(theme, low, basis))


@given(st.integers(1, 100), st.integers(1, 100))
def test_more_customers_never_rank_lower(fewer, more):
    mentions = [one(fewer, theme="th_a"), one(fewer + more, theme="th_b")]
    assert rank(mentions, 1_000)[0].theme == "th_b"


@given(st.lists(st.integers(1, 60), min_size=4, max_size=12), st.integers(1, 150), st.integers(200, 2_000))
def test_one_more_customer_never_lowers_a_score(others, customers, active):
    def score(count: int) -> float:
        mentions = [one(count, theme="th_0"), *(one(k, theme=f"th_{n}") for n, k in enumerate(others, start=1))]
        return next(score.value for score in rank(mentions, active) if score.theme == "th_0")

    assert score(customers + 1) >= score(customers) * (1 - 1e-9)


def test_themes_that_differ_only_by_chance_are_drawn_together():
    alike = [one(10, theme=f"th_{n}") for n in range(6)]
    apart = [one(k, theme=f"th_{n}") for n, k in enumerate((1, 2, 5, 20, 60, 150))]
    strength = [prior.a + prior.b for prior in (reach.fit_prior(alike, 1_000), reach.fit_prior(apart, 1_000))]
    assert strength[0] == 1_000
    assert strength[1] < 20


def test_three_of_four_counts_for_less_than_three_hundred_of_four_hundred():
    small, large = rank([one(3)], 4)[0], rank([one(300)], 400)[0]
    assert small.share == large.share
    assert small.share_low < large.share_low


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        ({"sentiment": 0.4}, {"sentiment": -0.9}),
        ({"urgency": 0.1}, {"urgency": 0.9}),
        ({"recency": 0.2}, {"recency": 0.9}),
        ({"effort": 5}, {"effort": 1}),
        ({"revenue": 0.5}, {"revenue": 2.0}),
        ({"segment": 0.5}, {"segment": 2.0}),
    ],
)
def test_of_two_equals_what_weighs_more_comes_first(worse, better):
    mentions = [one(20, theme="th_a", **worse), one(20, theme="th_b", **better)]
    assert [score.theme for score in rank(mentions, 500)] == ["th_b", "th_a"]


def test_a_factor_that_a_workspace_does_not_weigh_changes_nothing():
    mentions = [one(20, theme="th_a", sentiment=0.4), one(20, theme="th_b", sentiment=-0.9)]
    assert [score.theme for score in rank(mentions, 500, Weights(severity=0))] == ["th_a", "th_b"]


def test_revenue_is_told_by_who_is_behind_a_theme_and_one_customer_alone_does_not_decide():
    revenues = {"whale": 900.0, "small": 50.0, "owing": -20.0}
    assert factors.revenue_ratio(["whale", "small", "owing", "unknown"], revenues) == pytest.approx(1.0, abs=0.01)
    assert 1 < factors.revenue_ratio(["whale"], revenues) < 900 / (950 / 3)
    assert 0 < factors.revenue_ratio(["owing"], revenues) < 1
    assert factors.revenue_ratio(["owing"], {"owing": 0.0}) is None
    assert factors.revenue_ratio(["anybody"], {}) is None


@given(st.lists(st.floats(0, 4_000), min_size=1, max_size=30), st.floats(1, 3_650))
def test_a_word_counts_for_less_the_older_it_is_and_for_half_after_a_half_life(ages, half_life):
    now, later = (factors.recency([age + more for age in ages], half_life) for more in (0, half_life))
    assert 0 <= now <= 1
    assert later == pytest.approx(now / 2)


def test_items_that_the_evidence_does_not_tell_apart_say_so_and_others_do_not():
    tied = rank([one(20, theme=f"th_{n}") for n in range(4)], 500)
    assert all((score.rank_best, score.rank_worst) == (1, 4) for score in tied)
    clear = rank([one(k, theme=f"th_{n}") for n, k in enumerate((2, 40, 400))], 1_000)
    assert [(score.rank_best, score.rank_worst) for score in clear] == [(1, 1), (2, 2), (3, 3)]


def test_few_more_customers_are_told_as_the_smallest_change():
    first, second = rank([one(40, theme="th_a"), one(39, theme="th_b")], 500)
    assert first.swap is None
    assert (second.swap.factor, second.swap.before, second.swap.after) == ("reach", 39, 41)


def test_without_customers_there_is_no_ranking():
    assert rank([], 10) == []
    assert rank([one(1)], 0) == []
    assert NONE.themes == {}


@pytest.mark.parametrize("keys", [("abc",), ("1e5",), (1e300,), (1, 2), ()])
async def test_a_cursor_that_the_backlog_never_gave_is_refused(caller, keys):
    answer = await caller.http.get("/v1/backlog", params={"cursor": to_cursor(*keys)})
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "cursor")
