"""Numbers and times as each language writes them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.web.formats import ceiling, filters, position
from voc.web.i18n import negotiated

ENGLISH, KOREAN = filters("en"), filters("ko")
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_dates_follow_the_language():
    assert KOREAN["date"](NOON) == "2026. 11. 21."
    assert ENGLISH["date"](NOON) == "21 Nov 2026"
    assert KOREAN["datetime"](NOON) == "2026. 11. 21. 12:00 UTC"
    assert KOREAN["datetime"](NOON, "Asia/Seoul") == "2026. 11. 21. 21:00 (Asia/Seoul)"


@pytest.mark.parametrize(
    ("passed", "english", "korean"),
    [
        (timedelta(seconds=10), "just now", "방금"),
        (timedelta(minutes=3), "3 minutes ago", "3분 전"),
        (timedelta(hours=1), "1 hour ago", "1시간 전"),
        (timedelta(days=60), "22 Sept 2026", "2026. 9. 22."),
    ],
)
def test_recent_times_are_told_as_distance(passed: timedelta, english: str, korean: str):
    assert ENGLISH["ago"](NOON - passed, NOON) == english
    assert KOREAN["ago"](NOON - passed, NOON) == korean


def test_shares_come_with_their_interval():
    assert ENGLISH["pct"](0.0834) == "8.3%"
    assert ENGLISH["interval"](0.059, 0.1141) == "5.9–11.4%"
    assert KOREAN["number"](1234567) == "1,234,567"
    assert ENGLISH["signed"](-0.7) == "−0.70"
    assert ENGLISH["signed"](-0.001) == "0.00"


@given(st.floats(1e-9, 1e9))
def test_an_axis_ends_at_or_just_above_its_largest_value(value: float):
    assert value * 0.99999 <= ceiling(value) <= value * 2.0001


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(1e-6, 1e6))
def test_a_mark_never_leaves_its_axis(value: float, end: float):
    assert 0 <= float(position(value, end).removesuffix("%")) <= 100


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        ("en-US,en;q=0.9,ko;q=0.8", "en"),
        ("de;q=0.9,ko;q=0.5", "ko"),
        ("en;q=0,ko", "ko"),
        ("ja,fr", "en"),
        ("", "en"),
        (";;q=x,,*", "en"),
    ],
)
def test_the_browser_chooses_among_our_languages(header: str, language: str):
    assert negotiated(header) == language
