"""The demo shop is believable: enough voices, none twice, scores that fit, a story in time."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from itertools import combinations

import pytest

from voc.demo import people, shop
from voc.insights.trends.emerging import rises
from voc.insights.trends.weeks import Weeks

NOW = datetime(2031, 3, 14, 2, 30, tzinfo=UTC)
SAID = shop.verbatims(NOW)
CUSTOMERS = {customer.ref: customer for customer in shop.customers()}
HANGUL = re.compile(r"[가-힣]")


def week(verbatim: shop.DemoVerbatim) -> int:
    """1 for the oldest week, 8 for the one that ends now."""
    return 8 - (NOW - verbatim.occurred_at) // timedelta(weeks=1)


def by_week(topic: str) -> Counter[int]:
    return Counter(week(verbatim) for verbatim in SAID if verbatim.topic == topic)


def test_both_languages_are_well_represented():
    languages = Counter(verbatim.language for verbatim in SAID)
    assert set(languages) == {"ko", "en"}
    assert languages["ko"] >= 220
    assert languages["en"] >= 200
    assert len(SAID) >= 420


def test_the_language_is_the_one_of_the_text_and_of_the_customer():
    for verbatim in SAID:
        assert bool(HANGUL.search(verbatim.text)) == (verbatim.language == "ko"), verbatim
        assert CUSTOMERS[verbatim.customer].language == verbatim.language, verbatim


def test_no_two_verbatims_say_the_same_in_nearly_the_same_words():
    def trigrams(text: str) -> frozenset[str]:
        letters = re.sub(r"[\W_]+", "", text.casefold())
        return frozenset(letters[at : at + 3] for at in range(len(letters) - 2))

    marked = [(verbatim.text, trigrams(verbatim.text)) for verbatim in SAID]
    for (text, marks), (other, other_marks) in combinations(marked, 2):
        assert len(marks & other_marks) < 0.4 * len(marks | other_marks), (text, other)


def test_verbatims_are_as_long_as_people_write():
    words = [len(verbatim.text.split()) for verbatim in SAID]
    assert min(words) >= 3
    assert 40 <= max(words) <= 60


def test_every_channel_carries_a_share():
    channels = Counter(verbatim.channel for verbatim in SAID)
    assert set(channels) == {"survey", "email", "chat", "review", "sms", "call", "social"}
    assert min(channels.values()) >= 20


def test_scores_are_in_range_and_of_one_kind():
    for verbatim in SAID:
        assert verbatim.nps is None or verbatim.nps in range(11)
        assert verbatim.csat is None or verbatim.csat in range(1, 6)
        assert verbatim.nps is None or verbatim.csat is None
    assert {verbatim.nps for verbatim in SAID} >= set(range(11))
    assert {verbatim.csat for verbatim in SAID} >= {1, 2, 3, 4, 5}


def test_those_who_praise_score_high():
    for verbatim in SAID:
        if verbatim.topic.startswith("praise"):
            assert verbatim.nps is None or verbatim.nps >= 8, verbatim
            assert verbatim.csat is None or verbatim.csat >= 4, verbatim


@pytest.mark.parametrize(
    "now",
    [
        NOW,
        datetime(2031, 3, 13, 15, 0, tzinfo=UTC),  # midnight in Seoul
        datetime(2031, 3, 13, 14, 59, 59, tzinfo=UTC),
        datetime(2031, 3, 13, 23, 0, tzinfo=timezone(timedelta(hours=-7))),
    ],
)
def test_everything_was_said_in_the_eight_weeks_before_now(now):
    times = [verbatim.occurred_at for verbatim in shop.verbatims(now)]
    assert all(moment.tzinfo is UTC for moment in times)
    assert now - timedelta(weeks=8) < times[0]
    assert times == sorted(times)
    assert now - timedelta(days=2) < times[-1] <= now


def test_the_same_now_gives_the_same_feedback():
    assert shop.verbatims(NOW) == SAID
    later = {verbatim.submission_id: verbatim.text for verbatim in shop.verbatims(NOW + timedelta(hours=9))}
    assert later == {verbatim.submission_id: verbatim.text for verbatim in SAID}
    assert len(later) == len(SAID)
    assert "demo-0001" in later


def test_every_topic_returns_often_enough_to_be_recognised():
    topics = Counter(verbatim.topic for verbatim in SAID)
    assert len(topics) >= 18
    assert min(topics.values()) >= 10


def test_being_logged_out_at_payment_breaks_out_in_week_6():
    weeks = by_week("app-logout-at-payment")
    assert sum(weeks[number] for number in range(1, 6)) <= 3
    assert weeks[6] >= 10


def test_lockers_that_do_not_open_are_an_alert_of_the_last_week():
    last = {verbatim.customer for verbatim in SAID if verbatim.topic == "pickup-locker"}
    assert by_week("pickup-locker").keys() == {8}
    lately = [verbatim for verbatim in SAID if week(verbatim) == 8]
    themes = {verbatim.topic: by_weeks(verbatim.topic) for verbatim in lately}
    risen = [each.theme for each in rises(themes, by_weeks(None)) if each.emerging]
    assert risen == ["pickup-locker"]
    assert len(last) >= 20


def by_weeks(topic: str | None) -> Weeks:
    """Distinct customers a week."""
    said = [verbatim for verbatim in SAID if topic in (None, verbatim.topic)]
    *before, now = (len({each.customer for each in said if week(each) == number}) for number in range(1, 9))
    return Weeks(before=tuple(before), now=now)


def test_who_left_was_not_heard_after_it():
    left = dict(people.LEFT)
    assert len(left) >= 8
    heard = [(verbatim.customer, verbatim.day) for verbatim in SAID]
    heard += [(row["customer"], row["day"]) for row in shop.rows("answers.jsonl") if "customer" in row]
    assert all(day > left[customer] for customer, day in heard if customer in left)
    assert not any(CUSTOMERS[ref].is_known for ref in left)  # whom the shop can write to has paid since


def test_nps_falls_with_the_release_and_comes_back():
    def nps(*weeks: int) -> float:
        scores = [verbatim.nps for verbatim in SAID if verbatim.nps is not None and week(verbatim) in weeks]
        assert len(scores) >= 15
        return 100 * (sum(score >= 9 for score in scores) - sum(score <= 6 for score in scores)) / len(scores)

    assert nps(6, 7) < nps(2, 3, 4, 5) - 10
    assert nps(8) > nps(6, 7) + 10


def test_coupon_trouble_fades_after_week_3():
    weeks = by_week("coupon-not-applied")
    assert min(weeks[1], weeks[2], weeks[3]) >= 4
    assert sum(weeks[number] for number in range(5, 9)) <= 4


def test_most_customers_speak_rarely_and_a_few_are_loud():
    spoken = Counter(verbatim.customer for verbatim in SAID)
    assert set(spoken) == set(CUSTOMERS)
    assert 190 <= len(CUSTOMERS) <= 230
    assert max(spoken.values()) <= 6
    assert sum(count <= 3 for count in spoken.values()) > 0.6 * len(spoken)
    assert sum(count >= 5 for count in spoken.values()) >= 10


def test_nobody_counts_twice_for_one_topic():
    assert max(Counter((verbatim.customer, verbatim.topic) for verbatim in SAID).values()) == 1


def test_customers_cover_every_segment():
    segments = Counter(customer.segment for customer in CUSTOMERS.values())
    assert set(segments) == {"new", "regular", "plus member", "business"}
    assert min(segments.values()) >= 10
    assert len({customer.city for customer in CUSTOMERS.values()}) >= 10


def test_no_text_carries_an_address_or_number_of_a_person():
    for verbatim in SAID:
        assert all(host == "example.com" for host in re.findall(r"@([\w.]+\w)", verbatim.text)), verbatim
        assert not re.search(r"\d{2,4}-\d{3,4}-\d{4}", verbatim.text), verbatim
