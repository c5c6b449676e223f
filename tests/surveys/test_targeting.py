"""Sampling sticks, and no gap of the ledger is ever broken."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from voc.surveys.targeting import (
    DAY_MS,
    Ask,
    Candidate,
    Environment,
    Frequency,
    Policy,
    Targeting,
    bucket,
    eligible,
    may_ask,
)
from voc.surveys.targeting.sampling import sampled

PEOPLE = 10_000
TRIGGERS = 20
GROUPS = (None, "nps", "csat")


def test_twenty_triggers_at_ten_percent_reach_ten_percent_of_people():
    survey = Candidate(
        id="srv_nps",
        state="published",
        targeting=Targeting.model_validate(
            {"triggers": [{"on": "page"}], "sample_share": 0.1, "frequency": {"every_days": 0}}
        ),
    )
    reached = set()
    for person in range(PEOPLE):
        visit = Environment.model_validate({"now": 0, "person": f"vis_{person}", "event": {"on": "page"}})
        if any(eligible(survey, visit).shown for _ in range(TRIGGERS)):
            reached.add(person)
    assert abs(len(reached) / PEOPLE - 0.1) <= 0.01


def test_surveys_draw_independent_samples():
    both = sum(sampled("srv_a", f"p{n}", 0.1) and sampled("srv_b", f"p{n}", 0.1) for n in range(PEOPLE))
    assert abs(both / PEOPLE - 0.01) < 0.005


def test_people_spread_evenly():
    counts = [0] * 20
    for n in range(PEOPLE):
        counts[int(bucket("srv_a", f"cus_{n:06}") * 20)] += 1
    # chi-square with 19 degrees of freedom: above 43.8 once in a thousand
    assert sum((count - PEOPLE / 20) ** 2 / (PEOPLE / 20) for count in counts) < 43.8


@given(st.text(), st.text(), st.floats(0, 1), st.floats(0, 1))
def test_a_larger_share_keeps_everybody_who_was_in(survey: str, person: str, one: float, other: float):
    low, high = sorted((one, other))
    assert sampled(survey, person, low) <= sampled(survey, person, high)
    assert 0 <= bucket(survey, person) < 1
    assert not sampled(survey, person, 0)
    assert sampled(survey, person, 1)


frequencies = st.builds(
    Frequency,
    every_days=st.none() | st.integers(0, 120),
    group=st.sampled_from(GROUPS),
    override_quiet=st.booleans(),
)
moments = st.lists(
    st.tuples(st.integers(0, 400 * DAY_MS) | st.integers(0, 400).map(lambda day: day * DAY_MS), st.integers(0, 4)),
    max_size=40,
)


@given(st.lists(frequencies, min_size=5, max_size=5), st.integers(0, 30), moments)
def test_no_gap_of_the_ledger_is_ever_broken(
    surveys: list[Frequency], quiet_days: int, attempts: list[tuple[int, int]]
):
    policy = Policy(quiet_days=quiet_days)
    asked: list[tuple[Ask, Frequency]] = []
    for now, number in sorted(attempts):
        survey, frequency = f"srv_{number}", surveys[number]
        # the ledger says nothing about order
        ledger = [ask for ask, _ in reversed(asked)]
        if may_ask(ledger, survey=survey, frequency=frequency, policy=policy, now=now) is None:
            asked.append((Ask(survey=survey, group=frequency.group, at=now), frequency))
    for index, (ask, frequency) in enumerate(asked):
        before = [each for each, _ in asked[:index]]
        related = [each for each in before if each.survey == ask.survey or (ask.group and each.group == ask.group)]
        assert not (related and frequency.every_days is None)
        assert all(ask.at - each.at >= (frequency.every_days or 0) * DAY_MS for each in related)
        assert frequency.override_quiet or all(ask.at - each.at >= quiet_days * DAY_MS for each in before)


@given(st.lists(st.integers(0, 400 * DAY_MS), max_size=60), st.integers(1, 120))
def test_whoever_may_be_asked_again_is_asked_again(times: list[int], every_days: int):
    """The gap counts from the last ask and no further: the first moment after it is free."""
    asks: list[Ask] = []
    frequency, policy = Frequency(every_days=every_days), Policy()
    for now in sorted(times):
        free = not asks or now - asks[-1].at >= every_days * DAY_MS
        assert (may_ask(asks, survey="srv_a", frequency=frequency, policy=policy, now=now) is None) == free
        if free:
            asks.append(Ask(survey="srv_a", at=now))
    assert all(later.at - earlier.at >= every_days * DAY_MS for earlier, later in pairwise(asks))


@given(st.permutations([3, 90, 200, 31]), st.integers(0, 300))
def test_the_order_of_the_ledger_does_not_matter(days: list[int], every_days: int):
    now = 1_000 * DAY_MS
    asks = [Ask(survey="srv_a", at=now - each * DAY_MS) for each in days]
    found = may_ask(asks, survey="srv_a", frequency=Frequency(every_days=every_days), policy=Policy(), now=now)
    assert (found is None) == (every_days <= 3)
