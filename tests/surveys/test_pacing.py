"""A release that is even over a calendar period, and caps that hold whatever people do."""

import math
import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from heapq import heappop, heappush

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.asks.domain import Caps, Place, caps_of, has_room
from voc.clock import stamp
from voc.surveys.definition import Pacing, Schedule
from voc.surveys.targeting.pacing import RESERVED_SECONDS, allowance, period

MONTHLY = Pacing(count=250, per="month")
STEP = timedelta(minutes=10)


class Collecting:
    """A survey that gives out places and takes answers; an answer that comes late counts while there is room."""

    def __init__(self, pacing: Pacing, opened: datetime) -> None:
        self.schedule, self.opened = Schedule(pacing=pacing), opened
        self.answered: Counter[str] = Counter()
        """By the period that the answer's place belongs to."""
        self.by_day: Counter[date] = Counter()
        self.places: list[Place] = []
        self.coming: list[tuple[datetime, int]] = []
        """When answers will come, and to which ask; a heap."""
        self.asked: list[Place] = []

    def has_room(self, key: str, now: datetime, *, paced: bool) -> Caps | None:
        caps = caps_of(self.schedule, at=now, since=self.opened)
        self.places = [place for place in self.places if place.until > stamp(now)]
        others = [place for place in self.places if place.key != key]
        return caps if has_room(self.answered, others, caps, paced=paced, now=now) else None

    def visit(self, now: datetime, answers_after: timedelta | None) -> None:
        """Somebody comes by who answers after a while, or never."""
        number = len(self.asked)
        if caps := self.has_room(str(number), now, paced=True):
            until = stamp(now + timedelta(seconds=RESERVED_SECONDS))
            self.asked.append(Place(key=str(number), counts=tuple(caps.limits), until=until))
            self.places.append(self.asked[-1])
            if answers_after is not None:
                heappush(self.coming, (now + answers_after, number))

    def settle(self, now: datetime) -> None:
        """Take the answers that have come by now."""
        while self.coming and self.coming[0][0] <= now:
            at, number = heappop(self.coming)
            place = self.asked[number]
            if place.until <= stamp(at):
                caps = self.has_room(place.key, at, paced=False)
                if caps is None:
                    continue
                place = place.model_copy(update={"counts": tuple(caps.limits)})
            self.places = [each for each in self.places if each.key != place.key]
            self.answered.update(place.counts)
            self.by_day[at.date()] += 1


def collected(pacing: Pacing, start: datetime, days: int, *, visits_a_day: float, answering_share: float) -> Collecting:
    """A survey that opened at `start`: demand swings between a tenth and double its mean within each day, and people
    take half an hour on average, some many hours."""
    chance = random.Random(f"{pacing}{start}{visits_a_day}{answering_share}")
    survey = Collecting(pacing, start)
    for step in range(days * 144):
        now = start + step * STEP
        survey.settle(now)
        swing = 1 - 0.9 * math.cos(2 * math.pi * (now.hour - 2) / 24)
        for _ in range(math.floor(visits_a_day / 144 * swing + chance.random())):
            patience = timedelta(seconds=chance.expovariate(1 / 1_800))
            survey.visit(now, patience if chance.random() < answering_share else None)
    return survey


@pytest.mark.parametrize("answering_share", [1.0, 0.2])
@pytest.mark.parametrize(
    "start",
    [datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 11, 22, 9, 30, tzinfo=UTC), datetime(2026, 1, 17, tzinfo=UTC)],
)
def test_250_a_month_come_to_250_in_thirty_days(start: datetime, answering_share: float):
    survey = collected(MONTHLY, start, 30, visits_a_day=300, answering_share=answering_share)
    assert abs(survey.by_day.total() / 250 - 1) <= 0.05
    assert max(survey.answered.values()) <= 250
    assert max(survey.by_day.values()) <= 2 * 250 / 30


def test_little_demand_is_caught_up_but_never_beyond_the_cap():
    survey = collected(MONTHLY, datetime(2026, 4, 1, tzinfo=UTC), 61, visits_a_day=30, answering_share=0.5)
    assert all(237 <= count <= 250 for count in survey.answered.values())


@pytest.mark.parametrize(("per", "days"), [("day", 12), ("week", 21)])
def test_days_and_weeks_fill_too(per: str, days: int):
    pacing = Pacing.model_validate({"count": 40, "per": per})
    survey = collected(pacing, datetime(2026, 3, 2, tzinfo=UTC), days, visits_a_day=600, answering_share=0.4)
    assert all(38 <= count <= 40 for count in survey.answered.values())


pacings = st.builds(Pacing, count=st.integers(1, 100_000), per=st.sampled_from(["day", "week", "month"]))
times = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))


visits = st.lists(
    st.tuples(st.integers(0, 1_000), st.none() | st.integers(0, 3_000) | st.sampled_from([59, 60, 61])), max_size=80
)


@given(st.builds(Pacing, count=st.integers(1, 5), per=st.sampled_from(["day", "week", "month"])), times, visits)
def test_no_sequence_of_visits_and_answers_passes_the_cap(
    pacing: Pacing, start: datetime, visits: list[tuple[int, int | None]]
):
    """Visits some minutes apart, each answered after some minutes or never; also across the ends of periods."""
    survey, now = Collecting(pacing, start), start
    for apart, answered_after in visits:
        now += timedelta(minutes=apart)
        survey.settle(now)
        survey.visit(now, None if answered_after is None else timedelta(minutes=answered_after))
        held = Counter(name for place in survey.places if place.until > stamp(now) for name in place.counts)
        assert all(count <= pacing.count for count in (survey.answered + held).values())
    survey.settle(now + timedelta(days=100))
    assert all(count <= pacing.count for count in survey.answered.values())


@given(pacings, times, times, st.timedeltas(timedelta(0), timedelta(days=40)))
def test_the_release_grows_within_a_period_and_stops_at_the_cap(
    pacing: Pacing, since: datetime, at: datetime, later: timedelta
):
    first, second = allowance(pacing, at, since=since), allowance(pacing, at + later, since=since)
    assert 0 <= first <= pacing.count
    if since <= at and period(pacing.per, at) == period(pacing.per, at + later):
        assert first <= second


@given(pacings, times)
def test_a_whole_period_releases_everything(pacing: Pacing, at: datetime):
    start, end = period(pacing.per, at)
    assert start <= at < end
    assert allowance(pacing, end - timedelta(microseconds=1)) == pacing.count
    assert period(pacing.per, end)[0] == end


def test_periods_are_calendar_periods_in_utc():
    at = datetime.fromisoformat("2026-03-01T08:30:00+09:00")
    assert period("day", at)[0] == datetime(2026, 2, 28, tzinfo=UTC)
    assert period("week", at) == (datetime(2026, 2, 23, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC))
    assert period("month", at) == (datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC))


def test_a_survey_that_opens_late_in_a_month_gets_the_rest_of_it_only():
    opened = datetime(2026, 4, 25, tzinfo=UTC)
    assert allowance(MONTHLY, datetime(2026, 4, 30, 23, 59, tzinfo=UTC), since=opened) == 50
    assert allowance(MONTHLY, datetime(2026, 5, 31, 23, 59, tzinfo=UTC), since=opened) == 250
