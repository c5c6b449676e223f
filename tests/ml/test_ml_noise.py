"""Advertising and mere abuse are told; what swears and says something is not."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml import evaluate
from ml.noise import ABUSE, SPAM, is_profane, noise_of

ROWS = list(csv.DictReader((Path(evaluate.__file__).parent / "noise.tsv").open(encoding="utf-8"), delimiter="\t"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"][:30])
def test_our_own_sentences_are_told(row):
    assert (noise_of(row["text"]) or "none") == row["label"]


@given(st.text(st.characters(), max_size=300))
def test_any_text_is_judged(text):
    assert noise_of(text) in (SPAM, ABUSE, None)


def test_no_theme_is_named_with_a_word_that_nobody_prints():
    assert [word for word in ("배송", "씨발", "shit", "변태", "delivery", "지랄") if is_profane(word)] == [
        "씨발", "shit", "변태", "지랄",
    ]  # fmt: skip
