"""Numbers with what they measure, however they are written."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml.drafting.quantities import clash, quantities


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("within two weeks", "within 14 days"),
        ("3~5일", "3-5 days"),
        ("일주일", "7일"),
        ("세 시간", "3 hours"),
        ("5만 원", "50,000원"),
        ("3만5천원", "35,000 won"),
        ("$4.90", "4.90 dollars"),
        ("오후 2시 30분", "14:30"),
        ("3월 5일", "March 5"),
        ("12 months", "1년"),
        ("10%", "10 퍼센트"),
        ("1 GB", "1024 MB"),
    ],
)
def test_one_amount_is_the_same_in_other_words(one: str, other: str) -> None:
    (mine,), (theirs,) = quantities(one), quantities(other)
    assert mine.equals(theirs)
    assert clash([mine], [theirs]) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("3 days", "3 weeks"), ("3,000원", "5,000원"), ("오전 9시", "오후 9시"), ("2-3 days", "4-5 days"), ("$5", "$7")],
)
def test_amounts_that_cannot_both_be_true_clash(one: str, other: str) -> None:
    assert clash(quantities(one), quantities(other))


def test_a_range_clashes_with_nothing_inside_it() -> None:
    assert clash(quantities("2 to 4 days"), quantities("3 days")) is None


@given(st.text(max_size=200) | st.text("0123456789.,-~만천원$% 일days", max_size=80))
def test_anything_can_be_read(text: str) -> None:
    for one in quantities(text):
        assert one.low <= one.high
        assert one.equals(one)


@pytest.mark.parametrize("piece", ["9", "9,", "1-", "만", "$", "3월 ", "one "])
def test_a_long_text_is_read_in_no_time(piece: str) -> None:
    started = time.process_time()
    quantities(piece * 50_000)
    assert time.process_time() - started < 2
