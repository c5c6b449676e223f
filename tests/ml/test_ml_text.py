"""Making strings safe, cutting sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml.segments import MAX_SEGMENTS, sentences
from ml.text import MAX_CHARACTERS, copy_key, readable

any_text = st.text(st.characters(), max_size=300)  # lone surrogates included


@given(any_text)
def test_a_readable_text_is_short_encodable_and_stays_as_it_is(text):
    once = readable(text)
    once.encode("utf-8")
    assert len(once) <= MAX_CHARACTERS
    assert readable(once) == once


@given(any_text)
def test_sentence_spans_come_in_order_and_never_overlap(text):
    spans = sentences(text)
    flat = [place for span in spans for place in span]
    assert flat == sorted(flat)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert len(spans) <= MAX_SEGMENTS + 1


def test_copies_in_another_dress_have_one_key():
    assert copy_key("Great app!!") == copy_key("  great  APP ") == copy_key("ｇｒｅａｔ​ app")


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (
            "배송은 빨랐어요. 앱이 자꾸 꺼져요ㅠㅠ 고쳐주세요",
            ["배송은 빨랐어요.", "앱이 자꾸 꺼져요ㅠㅠ", "고쳐주세요"],
        ),
        (
            "Fast delivery! But version 2.5 crashes, e.g. on login.",
            ["Fast delivery!", "But version 2.5 crashes, e.g. on login."],
        ),
        ("좋아요 근데 느려요", ["좋아요", "근데 느려요"]),
        ("one\ntwo", ["one", "two"]),
        ("!!! ???", []),
    ],
)
def test_sentences_end_where_a_reader_would_stop(text, pieces):
    assert [text[start:end] for start, end in sentences(text)] == pieces
