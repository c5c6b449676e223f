"""Telling languages, short, mixed and romanised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml.evaluate.languages import sentences
from ml.language import OTHER, detect
from ml.romanised import in_hangul, is_romanised

any_text = st.text(st.characters(), max_size=300)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("배송이 너무 느려요", "ko"),
        ("iPhone 14 Pro에서 안 돼요", "ko"),
        ("ㅋㅋㅋㅋ", "ko"),
        ("neomu neuryeoyo", "ko"),
        ("The delivery was slow", "en"),
        ("ok", "en"),
        ("great app", "en"),
        ("La aplicación no funciona y es muy lenta", "es"),
        ("Die App ist sehr gut aber langsam", "de"),
        ("とても良いアプリです", "ja"),
        ("I bought a banana", "en"),
        ("👍👍👍", OTHER),
        ("12345", OTHER),
        ("", OTHER),
        ("\ufffe\uffff x", "en"),
    ],
)
def test_the_language_of_a_text_is_told(text, language):
    assert detect(text) == language


def test_nineteen_of_twenty_of_our_own_sentences_are_told():
    found = [detect(row["text"]) == row["language"] for row in sentences()]
    assert sum(found) >= 0.95 * len(found)


@given(any_text)
def test_any_text_has_a_code_and_the_same_twice(text):
    code = detect(text)
    assert code == OTHER or (len(code) == 2 and code.islower())
    assert detect(text) == code


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("baesong neomu neuryeoyo", "배송 너무 느려요"),
        ("gamsahamnida", "감사합니다"),
        ("jinjja jakku kkeojyeoyo!", "진짜 자꾸 꺼져요!"),
        ("app 2.0", "app 2.0"),
    ],
)
def test_romanised_korean_is_spelled_in_hangul(written, meant):
    assert in_hangul(written) == meant


@pytest.mark.parametrize("text", ["the banana is so good", "arigato gozaimasu", "saya suka", "mama mia", "yo", ""])
def test_what_merely_sounds_open_is_not_korean(text):
    assert not is_romanised(text)
