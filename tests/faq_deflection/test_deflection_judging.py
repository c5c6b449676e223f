"""What counts come to: intervals, verdicts, and all answers together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.faq.deflection.domain import Arm, Followed
from voc.faq.deflection.judging import Askers, Verdict, Volume, asked_by, judge, overall, stratified
from voc.insights.metrics.shares import share_change


@st.composite
def arms(draw, least=0, most=400):
    people = draw(st.integers(least, most))
    return Arm(people=people, again=draw(st.integers(0, people)))


both = st.builds(Followed, before=arms(), after=arms(), waiting=st.just(0))


def compared(before, after):
    pairs = (Arm(people=n, again=k) for k, n in (before, after))
    return Followed(before=next(pairs), after=next(pairs), waiting=0)


def test_fewer_more_unclear_and_too_few():
    told = judge(
        [compared((90, 300), (30, 300)), compared((30, 300), (90, 300)), compared((9, 30), (8, 30)),
         compared((20, 29), (0, 300)), compared((0, 0), (3, 40))]
    )  # fmt: skip
    assert [each.verdict for each in told] == [
        Verdict.fewer, Verdict.more, Verdict.unclear, Verdict.too_few, Verdict.too_few,
    ]  # fmt: skip


def test_newcombe_published_example():
    """56 of 70 against 48 of 80: 0.0524 to 0.3339, method 10 of table II."""
    found = judge([compared((48, 80), (56, 70))])[0].change
    assert (found.difference, found.low, found.high) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


def test_many_looks_make_one_slight_change_no_evidence():
    slight = compared((30, 100), (17, 100))
    assert judge([slight])[0].verdict == Verdict.fewer
    assert judge([slight, *[compared((20, 100), (20, 100))] * 20])[0].verdict == Verdict.unclear


@given(st.lists(both, max_size=8))
def test_the_interval_holds_the_difference_and_lies_within_what_there_is(every):
    for each, told in zip(every, judge(every), strict=True):
        if told.change is None:
            assert not (each.before.people and each.after.people)
        else:
            assert -1 <= told.change.low <= told.change.difference <= told.change.high <= 1
        if min(each.before.people, each.after.people) < 30:
            assert (told.verdict, told.p) == (Verdict.too_few, None)


@given(both)
def test_before_and_after_exchanged_turn_the_sign(each):
    turned = each.model_copy(update={"before": each.after, "after": each.before})
    (one,), (other,) = judge([each]), judge([turned])
    if one.change:
        assert (other.change.low, other.change.high) == pytest.approx((-one.change.high, -one.change.low))
    opposite = {Verdict.fewer: Verdict.more, Verdict.more: Verdict.fewer}
    assert other.verdict == opposite.get(one.verdict, one.verdict)


@given(st.lists(both, max_size=8))
def test_together_lies_between_the_smallest_and_the_largest_difference(every):
    found = overall(every)
    known = [told.change.difference for told in judge(every) if told.change]
    assert (found.change is None) == (not known)
    if known:
        assert min(known) - 1e-9 <= found.change.difference <= max(known) + 1e-9
        assert -1 <= found.change.low <= found.change.difference <= found.change.high <= 1
    assert sum(found.verdicts.values()) == found.answers == len(every)


@given(arms(least=1), arms(least=1))
def test_one_answer_together_is_that_answer(one, other):
    assert stratified([(one, other)]) == share_change((one.again, one.people), (other.again, other.people))


def test_what_is_asked_more_is_not_taken_for_asking_again():
    """Both answers keep their shares, while most people turn to the question that everybody asks twice."""
    every = [compared((10, 1_000), (1, 100)), compared((50, 100), (500, 1_000))]
    found = overall(every)
    assert found.before.again / found.before.people < 0.06 < 0.4 < found.after.again / found.after.people
    assert found.change.difference == pytest.approx(0)
    assert found.verdict == Verdict.unclear


def test_the_share_of_customers_who_ask_is_compared_as_well():
    rare, frequent = (Askers(askers=n, customers=1_000) for n in (30, 90))
    assert asked_by(Volume(days=60, before=frequent, after=rare)).verdict == Verdict.fewer
    nobody = Askers(askers=0, customers=0)
    assert asked_by(Volume(days=9, before=rare, after=nobody)).change is None
