"""What a theme's change says beside that of others, and what no order, unit or crowd may change about it."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.simulations import scores, verdicts
from voc.backlog.shipping.domain import Answer, Metric, answer
from voc.backlog.shipping.judging import LEAST_GROUPS, Counts, Shift, effect, score_shift, share_shift, usual_variance
from voc.backlog.shipping.measuring import heard, judge

shifts = st.builds(Shift, change=st.floats(-3, 3), variance=st.floats(1e-3, 2))
groups = st.lists(shifts, min_size=LEAST_GROUPS, max_size=12)


@st.composite
def counts(draw):
    of_before, of_after = draw(st.integers(1, 2_000)), draw(st.integers(1, 2_000))
    before, after = draw(st.integers(0, of_before)), draw(st.integers(0, of_after))
    return Counts(before=before, of_before=of_before, after=after, of_after=of_after)


@given(shifts, groups)
def test_the_interval_holds_its_own_middle_and_no_order_of_the_others_changes_it(own, others):
    found = effect(own, others)
    assert found.low < found.effect < found.high
    again = effect(own, others[::-1])
    assert math.isclose(found.effect, again.effect, abs_tol=1e-6)
    assert math.isclose(found.low, again.low, abs_tol=1e-6)


@given(shifts, groups, st.floats(-2, 2))
def test_what_happens_to_all_themes_alike_is_no_effect(own, others, trend):
    moved = [each.model_copy(update={"change": each.change + trend}) for each in others]
    found = effect(own, others)
    shifted = effect(own.model_copy(update={"change": own.change + trend}), moved)
    assert math.isclose(found.effect, shifted.effect, abs_tol=1e-6)
    assert math.isclose(found.high, shifted.high, abs_tol=1e-5)


@given(counts())
def test_going_back_is_the_opposite_change_and_just_as_sure(one):
    back = Counts(before=one.after, of_before=one.of_after, after=one.before, of_after=one.of_before)
    there, again = share_shift(one), share_shift(back)
    assert math.isclose(there.change, -again.change, abs_tol=1e-9)
    assert math.isclose(there.variance, again.variance)
    assert there.variance > 0


@pytest.mark.parametrize("others", [[], [Shift(change=0, variance=1)] * (LEAST_GROUPS - 1)])
def test_too_few_themes_to_compare_with_say_nothing(others):
    assert effect(Shift(change=-2, variance=0.01), others) is None


def test_one_score_says_nothing_of_its_own_chance():
    assert score_shift([5.0], [6.0, 7.0], 1.0) is None
    assert score_shift([5.0, 5.0], [7.0, 7.0], 0.0).variance > 0


def test_a_few_equal_scores_are_no_surer_than_scores_are_elsewhere():
    usual = usual_variance([[2.0, 4.0, 6.0], [5.0, 5.0], [7.0]])
    assert math.isclose(usual, 8 / 3)
    assert usual / 2 < score_shift([5.0, 5.0], [7.0, 7.0], usual).variance < usual
    assert score_shift([0.0, 10.0], [7.0, 7.0], usual).variance > usual
    assert usual_variance([[], [5.0]]) == 0


@pytest.mark.parametrize(
    ("metric", "low", "high", "expected"),
    [
        (Metric.share, -1.0, -0.1, Answer.improved), (Metric.share, 0.1, 1.0, Answer.worse),
        (Metric.share, -1.0, 0.1, Answer.no_evidence), (Metric.score, 0.1, 1.0, Answer.improved),
        (Metric.score, -1.0, -0.1, Answer.worse), (Metric.score, -0.1, 1.0, Answer.no_evidence),
    ],
)  # fmt: skip
def test_fewer_who_raise_it_and_a_better_score_are_what_is_wanted(metric, low, high, expected):
    assert answer(metric, low, high) == expected


def said(theme, number, who="c", rating=None, **more):
    given_ = {"rating": rating, "rating_scale": 10} if rating is not None else {}
    return [
        {"respondent": f"{theme}-{who}-{n}", "theme": theme, "kind": "complaint"} | given_ | more for n in range(number)
    ]


def test_a_score_is_judged_by_those_who_raise_the_theme():
    others = [f"o{n}" for n in range(6)]
    before = [row for name in others for row in said(name, 20, rating=5) + said(name, 10, "d", rating=7)]
    after = before + said("own", 15, rating=8) + said("own", 10, "d", rating=9)
    before += said("own", 15, rating=4) + said("own", 10, "d", rating=5)
    found = judge(Metric.score, "own", others, heard(before), heard(after), left_out=0)
    assert (found.answer, found.reason) == (Answer.improved, None)
    assert math.isclose(found.effect, 4.0, abs_tol=0.01)
    assert math.isclose(found.earlier, 4.4, abs_tol=0.01)
    assert found.low < found.effect < found.high


def test_one_theme_of_equal_stars_does_not_decide_for_all():
    others = {f"o{n}": said(f"o{n}", 10, rating=2) + said(f"o{n}", 10, "d", rating=8) for n in range(6)}
    still = [row for rows in others.values() for row in rows]
    own = said("own", 10, rating=3) + said("own", 10, "d", rating=7)
    before, after = still + own + said("few", 2, rating=4), still + own + said("few", 2, rating=10)
    found = judge(Metric.score, "own", [*others, "few"], heard(before), heard(after), left_out=0)
    assert found.answer == Answer.no_evidence
    assert abs(found.expected - found.earlier) < 0.3


@pytest.mark.parametrize(("scored", "reason"), [(4, "few"), (5, None)])
def test_a_score_needs_as_many_who_gave_one_as_a_share_needs_customers(scored, reason):
    rows = [row for n in range(6) for row in said(f"o{n}", 20, rating=5) + said(f"o{n}", 10, "d", rating=7)]
    before = rows + said("own", 20, "silent") + said("own", scored, rating=4)
    after = rows + said("own", 20, rating=8)
    found = judge(Metric.score, "own", [f"o{n}" for n in range(6)], heard(before), heard(after), left_out=0)
    assert found.reason == reason


def test_who_says_it_often_counts_once_and_what_is_not_read_counts_nothing():
    rows = said("own", 3) * 5 + said("own", 4, "unread", kind=None)
    found = heard(rows)
    assert (found.customers, found.raised) == (3, {"own": 3})


@pytest.mark.parametrize("spread", [0.0, 0.4])
def test_the_interval_keeps_its_promise_in_worlds_whose_truth_is_known(spread):
    found = verdicts.cell(customers=500, others=10, spread=spread, runs=120, seed=1)
    assert found.covered >= 0.93
    assert found.false <= 0.08
    assert found.found[1] >= 0.5


@pytest.mark.parametrize("given_after", [3, 20])
def test_scores_that_nothing_changed_are_seldom_called_changed(given_after):
    found = scores.cell(before=20, after=given_after, others=10, spread=0.0, runs=200, seed=1)
    assert found.false <= 0.06
    assert found.found[1] >= 0.3
