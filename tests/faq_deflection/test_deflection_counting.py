"""Who is followed, and who asked again: by hand and by what must always hold."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.faq.deflection import domain
from voc.faq.deflection.domain import REACH, SITTING, WINDOW, Arm, Asked, followed, given_out, moments, period
from voc.faq.domain import Line
from voc.faq.states import Action, State

DAY = timedelta(days=1) // timedelta(milliseconds=1)
PUBLISHED, NOW = 1_000 * DAY, 1_100 * DAY
WINDOW_MS, REACH_MS = (span // timedelta(milliseconds=1) for span in (WINDOW, REACH))


def asked(person, day, channel="email", occasion=None):
    return Asked(person, round(day * DAY), channel, occasion or f"{person} {day} {channel}")


def arms(*said):
    found = followed(moments(said), since=PUBLISHED, now=NOW)
    return found.before, found.after, found.waiting


everybody = st.lists(
    st.builds(
        asked, st.sampled_from("abcdefgh"), st.floats(780, 1_100), st.sampled_from(("email", "chat")),
        st.none() | st.sampled_from(("o1", "o2", "o3")),
    ),
    max_size=60,
)  # fmt: skip


def test_whoever_asks_again_within_the_window_is_counted_once():
    said = [asked("a", 900), asked("a", 905), asked("a", 910), asked("b", 900), asked("b", 915)]
    assert arms(*said) == (Arm(people=2, again=1), Arm(), 0)


def test_a_window_that_the_publishing_falls_into_belongs_to_neither_side():
    assert arms(asked("a", 990), asked("a", 1_001)) == (Arm(), Arm(people=1, again=0), 0)


def test_the_last_window_before_the_publishing_is_whole():
    assert arms(asked("a", 986), asked("a", 1_000)) == (Arm(people=1, again=1), Arm(people=1, again=0), 0)


def test_whoever_asked_lately_waits():
    assert arms(asked("a", 1_086.5), asked("b", 1_086)) == (Arm(), Arm(people=1, again=0), 1)


def test_a_customer_may_be_on_both_sides():
    said = [asked("a", 900), asked("a", 901), asked("a", 1_010)]
    assert arms(*said) == (Arm(people=1, again=1), Arm(people=1, again=0), 0)


def test_what_is_written_in_one_sitting_is_one_question():
    half = SITTING / timedelta(days=1) / 2
    chat = [asked("a", 900 + n * half, "chat") for n in range(4)]
    assert arms(*chat)[0] == Arm(people=1, again=0)
    assert arms(*chat, asked("a", 900 + half, "email"))[0] == Arm(people=1, again=1)


def test_an_offer_and_the_words_that_it_answers_are_one_question():
    said = [asked("a", 1_010, occasion="rsp_1"), asked("a", 1_010.5, occasion="rsp_1")]
    assert arms(*said)[1] == Arm(people=1, again=0)


@given(everybody)
def test_nobody_asks_again_who_is_not_followed(said):
    before, after, waiting = arms(*said)
    people = len({each.person for each in said})
    for arm in (before, after):
        assert 0 <= arm.again <= arm.people <= people
    assert after.people + waiting <= people


def test_of_two_who_are_told_of_on_one_occasion_the_same_one_counts_in_either_order():
    own, shared, anothers = asked("a", 1000.0), asked("a", 1000.0, occasion="o2"), asked("b", 1000.0, occasion="o2")
    assert moments([own, shared, anothers]) == moments([anothers, shared, own])


@given(everybody, st.randoms())
def test_the_order_of_telling_changes_nothing(said, random):
    other = list(said)
    random.shuffle(other)
    assert arms(*other) == arms(*said)


@given(everybody)
def test_what_is_told_twice_counts_once(said):
    assert arms(*said, *said) == arms(*said)


@given(everybody)
def test_people_are_counted_by_themselves(said):
    own = [each._replace(occasion=f"{each.person} {each.occasion}") for each in said]
    by_hand = [arms(*(each for each in own if each.person == person)) for person in "abcdefgh"]
    together = arms(*own)
    for side in (0, 1):
        assert together[side].people == sum(each[side].people for each in by_hand)
        assert together[side].again == sum(each[side].again for each in by_hand)


@given(everybody)
def test_followed_by_the_definition(said):
    times = moments(said)
    expected = []
    for first, last in ((PUBLISHED - REACH_MS, PUBLISHED - WINDOW_MS), (PUBLISHED, NOW - WINDOW_MS)):
        firsts = {who: min((t for t in own if first <= t <= last), default=None) for who, own in times.items()}
        again = [who for who, at in firsts.items() if at and any(0 < t - at <= WINDOW_MS for t in times[who])]
        expected.append(Arm(people=sum(at is not None for at in firsts.values()), again=len(again)))
    assert [*arms(*said)[:2]] == expected


@pytest.mark.parametrize(
    ("actions", "span"),
    [
        ("approve publish", (2, None)), ("approve publish edit approve publish", (2, None)),
        ("publish unpublish", None), ("publish expire approve publish", (4, None)),
        ("publish expire edit expire", (1, 2)), ("approve expire", None),
        ("publish reject reopen", None), ("publish expire reject", None), ("draft", None), ("", None),
    ],
)  # fmt: skip
def test_a_new_version_goes_on_with_what_was_published(actions, span):
    lines = [
        Line(action=Action(name), by="m", at=at, before=State.edited, after=State.edited, version=1)
        for at, name in enumerate(actions.split(), start=1)
    ]
    assert given_out(lines) == span


@pytest.mark.parametrize(
    ("since", "heard", "now", "days"),
    [(1_000, 900, 1_030, 30), (1_000, 990, 1_030, 10), (1_000, 0, 2_000, 90), (1_000, 1_010, 1_030, 0)],
)
def test_periods_of_volume_are_as_long_before_as_after(since, heard, now, days):
    assert period(since=since * DAY, heard=heard * DAY, now=now * DAY) == days


def test_askers_are_distinct():
    times = moments([asked("a", 900), asked("a", 901), asked("b", 902), asked("c", 910)])
    assert domain.askers(times, 900 * DAY, 910 * DAY) == 2
