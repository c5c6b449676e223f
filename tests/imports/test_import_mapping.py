"""Columns, dates, ratings and identity: what a row becomes."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.imports.columns import Columns, choose
from voc.imports.dates import instant_of
from voc.imports.domain import Plan, canonical, submission_id, to_feedback, zone_of
from voc.imports.errors import BadTimezone, UnknownColumn
from voc.imports.ordinals import Ordinals
from voc.imports.reading import Rejected, Row


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["id", "text", "stars", "date"], ("text", "stars", "date", None)),
        (["Review Text", "Star_Rating", "Created At", "Mail"], ("Review Text", "Star_Rating", "Created At", None)),
        (["작성일", "별점", "내용", "고객번호"], ("내용", "별점", "작성일", "고객번호")),
        (["리뷰", "평점", "등록일시", "이메일"], ("리뷰", "평점", "등록일시", "이메일")),
        (["comment", "score"], ("comment", "score", None, None)),
    ],
)
def test_common_names_in_both_languages_are_recognised(names, expected):
    assert tuple(choose(names).model_dump().values()) == expected


def test_the_users_word_wins_and_none_can_be_said():
    assert choose(["text", "note", "stars"], text="note", rating="").model_dump() == {
        "text": "note", "rating": None, "date": None, "customer": None,
    }  # fmt: skip


def test_a_wrong_name_lists_what_there_is():
    with pytest.raises(UnknownColumn, match="Did you mean 'stars'") as caught:
        choose(["text", "stars"], rating="start")
    assert caught.value.values["columns"] == ["text", "stars"]


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2024-03-09", "2024-03-09T00:00:00+00:00"),
        ("2024.03.09", "2024-03-09T00:00:00+00:00"),
        ("2024. 3. 9.", "2024-03-09T00:00:00+00:00"),
        ("2024/3/9 7:05", "2024-03-09T07:05:00+00:00"),
        ("2024-03-09 14:30", "2024-03-09T14:30:00+00:00"),
        ("2024-03-09T14:30:00+09:00", "2024-03-09T05:30:00+00:00"),
        ("2024-03-09T14:30:00.123Z", "2024-03-09T14:30:00.123000+00:00"),
        ("2024년 3월 9일 오후 2:30", "2024-03-09T14:30:00+00:00"),
        ("1709994600", "2024-03-09T14:30:00+00:00"),
        ("1709994600000", "2024-03-09T14:30:00+00:00"),
    ],
)
def test_dates_are_read_as_they_are_written(written, at):
    assert instant_of(written, UTC) == datetime.fromisoformat(at)


@pytest.mark.parametrize("written", ["03/04/2024", "today", "2024-13-01", "2024-02-30", "12", "0001-01-01T00:00+23:00"])
def test_a_date_that_would_be_a_guess_is_refused(written):
    with pytest.raises(ValueError, match="not a date that can be read"):
        instant_of(written, UTC)


def test_a_date_without_an_offset_is_of_the_zone_named():
    assert instant_of("2024-03-09 09:00", zone_of("Asia/Seoul")) == datetime(2024, 3, 9, tzinfo=UTC)
    with pytest.raises(BadTimezone):
        zone_of("Mars/Base")


PLAN = Plan(columns=Columns(text="text", rating="rating", date="date", customer="customer"))


def feedback(**values):
    return to_feedback(Row(2, values), PLAN, Ordinals())


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"text": " \t"}, "no text in 'text'"),
        ({}, "no text in 'text'"),
        ({"text": "x" * 20_001}, "20,001 characters; the limit is 20,000"),
        ({"text": "x", "rating": "6"}, "out of range 0 to 5; for ratings up to 10 use --rating-scale 10"),
        ({"text": "x", "rating": "-1"}, "out of range"),
        ({"text": "x", "rating": "nan"}, "not a number"),
        ({"text": "x", "date": "1970-01-01"}, "before 1990"),
        ({"text": "x", "customer": "y" * 201}, "201 characters"),
    ],
)
def test_a_row_that_is_no_feedback_says_why(values, words):
    refused = feedback(**values)
    assert isinstance(refused, Rejected)
    assert refused.line == 2
    assert words in refused.reason


def test_what_has_no_part_becomes_attributes_within_bounds():
    others = {f"column.{n}": "v" * 600 for n in range(40)}
    attributes = feedback(text="x", **others)["attributes"]
    assert len(attributes) == 30
    assert set(map(len, attributes.values())) == {500}
    assert not any("." in name for name in attributes)


@pytest.mark.parametrize(("written", "rating"), [("4", 4.0), ("4.5", 4.5), ("4,5", 4.5), ("５", 5.0), ("0", 0.0)])
def test_ratings_are_numbers_however_typed(written, rating):
    assert feedback(text="x", rating=written)["rating"] == rating


values = st.dictionaries(st.text("abc가나", min_size=1, max_size=3), st.text("xyz ㄱ", max_size=4), max_size=4)


@settings(deadline=None)
@given(values, st.randoms())
def test_identity_ignores_order_and_surrounding_spaces(row, random):
    shuffled = list(row.items())
    random.shuffle(shuffled)
    assert canonical({name: f" {value}\t" for name, value in shuffled}) == canonical(row)


@settings(deadline=None)
@given(st.lists(st.sampled_from([b"a", b"b"]), max_size=12))
def test_equal_rows_get_different_ids_in_the_order_of_the_file(contents):
    ordinals = Ordinals()
    ids = [submission_id("file", content, ordinals(content)) for content in contents]
    assert len(set(ids)) == len(ids)
    again = Ordinals()
    assert ids == [submission_id("file", content, again(content)) for content in contents]
