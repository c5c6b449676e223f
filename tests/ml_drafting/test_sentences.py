"""Sentences of a passage are found where they stand."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml.drafting.sentences import MAX_SENTENCES, sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It costs $4.90. We ship today!", ["It costs $4.90.", "We ship today!"]),
        ("Ask Dr. Kim, e.g. by phone. Or write.", ["Ask Dr. Kim, e.g. by phone.", "Or write."]),
        ("1. Open Settings\n2. Choose Refund", ["Open Settings", "Choose Refund"]),
        ("- first\n• second", ["first", "second"]),
        ("환불은 3일 걸립니다. 문의해 주세요", ["환불은 3일 걸립니다.", "문의해 주세요"]),
        ("환불은 3일 걸립니다 카드로 입금됩니다", ["환불은 3일 걸립니다", "카드로 입금됩니다"]),
        ("", []),
        ("😀 12 34", []),
    ],
)
def test_passages_are_cut_into_whole_sentences(text: str, found: list[str]) -> None:
    assert cut(text) == found


@given(st.text(max_size=300))
def test_spans_come_in_order_and_hold_words(text: str) -> None:
    spans = sentences(text)
    assert all(start < end <= following for (start, end), (following, _) in zip(spans, spans[1:], strict=False))
    assert all(one == one.strip() and any(c.isalpha() for c in one) for one in cut(text))


@pytest.mark.parametrize("piece", ["a. ", ".", "\n", " - ", "니다 ", "1. "])
def test_a_long_passage_is_cut_in_no_time(piece: str) -> None:
    started = time.process_time()
    assert len(sentences(piece * 50_000)) <= MAX_SENTENCES
    assert time.process_time() - started < 2
