"""Which words find which texts, and that the index of words never misses one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.feedback.words import domain
from voc.feedback.words.blocks import part_of
from voc.feedback.words.domain import holds, keys, marks, search_of, stem

SAID = (
    "The app crashed twice", "crashes", "Crash!", "payment fails", "I paid", "shipping", "shipped late", "déjà vu",
    "무료배송이 느려요", "배송", "앱이 자꾸 꺼져요", "결제앱", "결제 오류가 나요", "오류 결제", "iPhone15에서 안 돼요",
    "ＡＰＰ", "😀 좋아요", "dark mode please", "mode dark", "login", "logins", "配送が遅い", "café", "[PHONE] 번호",
    "좋아요ㅠㅠ", "ㅋㅋㅋ", "앱ㅎㅎ 결제", "ㅇㅇ", "\u1112\u1161\u11ab글",
)  # fmt: skip
texts = st.lists(st.sampled_from(SAID) | st.text(max_size=12), min_size=1, max_size=6).map(" ".join)
searches = st.lists(st.sampled_from(SAID) | st.text(max_size=6), min_size=1, max_size=3).map(" ".join)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("crash", "The app CRASHED."),
        ("crashing", "It crashes daily"),
        ("delivery", "late deliveries"),
        ("update", "after updating"),
        ("log", "cannot login"),
        ("cafe", "Café"),
        ("배송", "무료배송이 느려요"),
        ("앱", "앱이 꺼져요"),
        ("결제 오류", "오류가 난 결제"),
        ('"dark mode"', "A Dark Mode, please"),
        ("“결제 오류”", "결제 오류가 나요"),
        ("iphone15", "iPhone15에서"),
        ("app", "ＡＰＰ"),
        ("配送", "無料配送が遅い"),
        ("👍", "great 👍"),
        ("ㅠㅠ", "좋아요ㅠㅠㅠ"),
        ("ㅋㅋ", "ㅋㅋㅋㅋ 대박"),
        ("ㅋ", "앱이 ㅋㅋ"),
        ("배송ㅠㅠ", "무료배송ㅠㅠ"),
        ("느려요", "느려요ㅜㅜ"),
        ("한글", "\u1112\u1161\u11ab\u1100\u1173\u11af이"),
    ],
)
def test_finds(typed, text):
    assert holds(text, search_of(typed))


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("lo", "login"),
        ("rash", "crash"),
        ("앱", "결제앱"),
        ("배송이", "배송"),
        ('"dark mode"', "mode: dark"),
        ("crash pay", "it crashed"),
        ("phone", "call [PHONE] now"),
        ("ㅠ", "좋아요ㅠㅠ"),
        ("ㅠㅠ", "ㅜㅜ"),
        ("!?", "!?"),
        ("", "anything"),
    ],
)
def test_does_not_find(typed, text):
    assert not holds(text, search_of(typed))


@given(texts, searches)
def test_a_text_has_every_key_that_finds_it(text, typed):
    search = search_of(typed)
    if not holds(text, search):
        return
    own = keys(text)
    for word in search.words:
        if word.joined:
            assert word.needs() <= own
        else:
            assert any(key in word.needs() or word.begins(key) for key in own)


@given(texts)
def test_every_word_finds_the_text_that_holds_it(text):
    for word in domain.words(text):
        assert holds(text, search_of(word.text))


@given(st.text(alphabet="abcdeghilnrstuy", min_size=1, max_size=12), st.integers(0, 11))
def test_a_stem_keeps_what_it_is_looked_up_by(word, power):
    short = stem(word)
    assert len(short) >= min(len(word), domain.STEM_CHARACTERS - 1)
    assert part_of(short, 1 << power) == part_of(word, 1 << power)


@given(texts, searches)
def test_marks_stand_in_order_and_hold_what_was_searched(text, typed):
    places = marks(text, search_of(typed))
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(a[1] <= b[0] for a, b in zip(places, places[1:], strict=False))
    assert all(any(word.fits(own) for own in domain.words(text[slice(*place)]) for word in search_of(typed).words)
               for place in places)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("배송이 너무 느려요ㅠㅠㅠ 환불", "배송", ["배송이"]),
        ("Delivery late… again", "late", ["late"]),
        ("별로예요ㅠㅠ 진짜 ㅠㅠ", "ㅠㅠ", ["별로예요ㅠㅠ", "ㅠㅠ"]),
        ("ＡＢＣ delivery", "abc", ["ＡＢＣ"]),
    ],
)
def test_what_stands_beside_odd_letters_is_marked_too(text, typed, marked):
    assert [text[start:end] for start, end in marks(text, search_of(typed))] == marked
