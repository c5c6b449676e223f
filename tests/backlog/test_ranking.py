"""The ranking: honest about small numbers, and a sum that anyone can check."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.backlog import domain
from voc.backlog.domain import Mentions
from voc.web.pagination import to_cursor

shares = st.integers(1, 400)


@st.composite
def themes(draw: st.DrawFn) -> list[Mentions]:
    count = draw(st.integers(1, 25))
    return [
        Mentions(
            theme=f"th_{number}",
            kind="complaint",
            customers=(customers := draw(shares)),
            mentions=customers + draw(st.integers(0, 50)),
            mean_sentiment=draw(st.floats(-1, 1)),
            mean_urgency=draw(st.floats(0, 1)),
        )
        for number in range(count)
    ]


def one(customers: int, *, sentiment: float = -0.5, urgency: float = 0.2, theme: str = "th_a") -> Mentions:
    return Mentions(
        theme=theme, kind="complaint", customers=customers, mentions=customers, mean_sentiment=sentiment,
        mean_urgency=urgency,
    )  # fmt: skip


@given(themes(), st.integers(400, 5_000))
def test_the_logarithms_of_the_factors_add_up_to_the_score(mentions, active):
    for score in domain.rank(mentions, active):
        assert math.isclose(sum(factor.log for factor in score.factors), math.log(score.value), abs_tol=1e-9)


@given(themes(), st.integers(400, 5_000))
def test_intervals_hold_the_estimate_and_stay_between_nothing_and_everyone(mentions, active):
    for score in domain.rank(mentions, active):
        assert 0 < score.share_low <= score.share_mid <= score.share_high <= 1
        assert 1 <= score.severity <= 3


@given(themes(), st.integers(400, 5_000))
def test_the_order_of_the_input_does_not_matter(mentions, active):
    forwards = [score.theme for score in domain.rank(mentions, active)]
    assert forwards == [score.theme for score in domain.rank(mentions[::-1], active)]


@given(st.integers(1, 100), st.integers(1, 100))
def test_more_customers_never_rank_lower(fewer, more):
    mentions = [one(fewer, theme="th_a"), one(fewer + more, theme="th_b")]
    assert domain.rank(mentions, 1_000)[0].theme == "th_b"


@given(st.lists(st.integers(1, 60), min_size=4, max_size=12), st.integers(1, 150), st.integers(200, 2_000))
def test_one_more_customer_never_lowers_a_score(others, customers, active):
    def score(count: int) -> float:
        mentions = [one(count, theme="th_0"), *(one(k, theme=f"th_{n}") for n, k in enumerate(others, start=1))]
        return next(score.value for score in domain.rank(mentions, active) if score.theme == "th_0")

    assert score(customers + 1) >= score(customers) * (1 - 1e-9)


def test_themes_that_differ_only_by_chance_are_drawn_together():
    alike = [one(10, theme=f"th_{n}") for n in range(6)]
    apart = [one(k, theme=f"th_{n}") for n, k in enumerate((1, 2, 5, 20, 60, 150))]
    strength = [prior.a + prior.b for prior in (domain.fit_prior(alike, 1_000), domain.fit_prior(apart, 1_000))]
    assert strength[0] == 1_000
    assert strength[1] < 20


def test_three_of_four_counts_for_less_than_three_hundred_of_four_hundred():
    small = domain.rank([one(3)], 4)[0]
    large = domain.rank([one(300)], 400)[0]
    assert small.share == large.share
    assert small.share_low < large.share_low


def test_the_unhappier_of_two_equals_comes_first():
    calm, angry = one(20, sentiment=0.4, theme="th_a"), one(20, sentiment=-0.9, theme="th_b")
    assert [score.theme for score in domain.rank([calm, angry], 500)] == ["th_b", "th_a"]


def test_without_customers_there_is_no_ranking():
    assert domain.rank([], 10) == []
    assert domain.rank([one(1)], 0) == []


@pytest.mark.parametrize("keys", [("abc",), ("1e5",), (1e300,), (1, 2), ()])
async def test_a_cursor_that_the_backlog_never_gave_is_refused(caller, keys):
    answer = await caller.http.get("/v1/backlog", params={"cursor": to_cursor(*keys)})
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "cursor")
