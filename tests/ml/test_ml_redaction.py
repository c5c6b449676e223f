"""Personal data is found, nothing else is, and hostile texts take no time."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml.evaluate.personal import covered, sentences
from ml.redaction import KINDS, placeholder, redacted
from ml.redaction.numbers import luhn
from ml.text import readable

any_text = st.text(st.characters(), max_size=300)
digits = st.text("0123456789", min_size=4, max_size=4)
frames = st.sampled_from(
    [
        "{}",
        "연락은 {}로 주세요",
        "제 정보는 {}입니다.",
        "please use {} for this",
        "it was {}, thanks",
        "({})",
        "배송 3일 {} 환불",
    ]
)
pieces = st.one_of(
    st.sampled_from(
        ["ı", "İ", "ſ", "\u212a", "٣", "१", "Ａ", "１", "²", "①", " ", "-", ".", "+", "(", ")", "*", "[", "@", "\n"]
    ),
    st.sampled_from(
        [
            "DE",
            "ıE",
            "계좌 ",
            "주민번호 ",
            "카드 ",
            "passport ",
            "phone ",
            "my name is ",
            "주소: ",
            "은행 ",
            "010",
            "82",
        ]
    ),
    st.sampled_from(
        ["https://", "?token=", "비밀번호 ", " dot ", "(at)", "IBAN ", "SSN ", "240115", "000000", "이름은 "]
    ),
    st.text("0123456789", min_size=1, max_size=8),
    st.text(max_size=4),
)
gaps = st.sampled_from(["-", " ", ".", ""])


@st.composite
def cards(draw):
    """Sixteen digits that pass Luhn, in fours."""
    body = [4, *draw(st.lists(st.integers(0, 9), min_size=14, max_size=14))]
    last = next(d for d in range(10) if luhn([*body, d]))
    written = "".join(map(str, [*body, last]))
    gap = draw(st.sampled_from(["-", " ", ""]))
    return gap.join(written[i : i + 4] for i in range(0, 16, 4))


@st.composite
def residents(draw):
    """Resident registration numbers with their check digit."""
    born = draw(st.dates()).strftime("%y%m%d")
    born = born if born[2:] != "0229" else born[:2] + "0228"
    rest = draw(st.sampled_from("1234")) + draw(st.text("0123456789", min_size=5, max_size=5))
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    total = sum(w * int(d) for w, d in zip(weights, born + rest, strict=True))
    return f"{born}{draw(st.sampled_from(['-', '']))}{rest}{(11 - total % 11) % 10}"


@st.composite
def emails(draw):
    name = draw(st.from_regex(r"[a-z0-9][a-z0-9._+-]{0,20}[a-z0-9]", fullmatch=True))
    return f"{name}@{draw(st.from_regex(r'[a-z0-9]{2,12}', fullmatch=True))}.{draw(st.sampled_from(['com', 'co.kr']))}"


@given(any_text)
def test_a_redacted_text_differs_only_where_spans_say(text):
    done = redacted(text)
    rebuilt, at = "", 0
    for span in done.spans:
        assert at <= span.start < span.end <= len(text)
        assert span.kind in KINDS
        rebuilt += text[at : span.start] + placeholder(span.kind)
        at = span.end
    assert rebuilt + text[at:] == done.text


@given(st.text(max_size=300))
def test_no_text_breaks_it(text):
    redacted(text)


@given(st.lists(pieces, max_size=12))
def test_nothing_that_resembles_a_number_breaks_it(parts):
    spans = redacted("".join(parts)).spans
    assert all(one.end <= other.start for one, other in pairwise(spans))


@pytest.mark.parametrize("letter", "ſıİ\u212a")
def test_letters_that_only_fold_to_latin_begin_no_iban(letter):
    text = f"{letter}E12 3456 7890 1234 5678"
    assert redacted(text).text == text
    redacted(f"DE12 345{letter} 7890 1234 5678 {letter}")


@given(st.lists(st.sampled_from([*(one.text for one in sentences()), " ", "-", "010", "@"]), max_size=5))
def test_what_was_redacted_holds_nothing_more(parts):
    once = redacted(" ".join(parts)).text
    assert redacted(once).text == once


@given(frames, digits, digits, gaps)
def test_korean_mobile_numbers_go_however_they_are_written(frame, middle, last, gap):
    number = gap.join(["010", middle, last])
    done = redacted(frame.format(number))
    assert last not in done.text or last in frame
    assert [span.kind for span in done.spans] == ["phone"]


@given(frames, cards())
def test_cards_go(frame, card):
    assert card not in redacted(frame.format(card)).text


@given(frames, residents())
def test_resident_registration_numbers_go(frame, number):
    assert number[-6:] not in redacted(frame.format(number)).text


@given(frames, emails())
def test_addresses_of_mail_go(frame, email):
    assert "@" not in redacted(frame.format(email)).text


def test_our_own_sentences_lose_what_is_personal_and_nothing_else():
    missed = needless = 0
    wanted = 0
    for one in sentences():
        found = redacted(one.text).spans
        wanted += len(one.spans)
        missed += len(one.spans) - covered(one.spans, found)
        needless += sum(all(f.end <= w.start or w.end <= f.start for w in one.spans) for f in found)
    assert missed <= 0.03 * wanted
    assert needless == 0


@pytest.mark.parametrize(
    "text",
    [
        "４１２３－３３２０－５４７８－９１７８",
        "010\u200b-1234\u200b-5678",
        "0\u200d10-1234-56\ufeff78",
        "010–1234–5678",
    ],
)
def test_dress_hides_no_number(text):
    (span,) = redacted(text).spans
    assert (span.start, span.end) == (0, len(text))


def test_a_card_with_a_wrong_check_digit_is_an_order_number():
    assert redacted("order 4123 3320 5478 9179").spans == ()


@pytest.mark.parametrize("kind", KINDS)
def test_the_model_reads_no_placeholder(kind):
    assert readable(f"제 번호는 {placeholder(kind)} 입니다") == "제 번호는 입니다"


@pytest.mark.parametrize(
    "text",
    [
        "1-" * 10_000,
        "a@" * 10_000,
        "가로1 " * 5_000,
        "http://a.b?a=1&" * 1_200,
        "Ab 1 " * 4_000,
        "1 " * 10_000,
        "a." * 10_000,
    ],
)
def test_hostile_texts_are_read_in_no_time(text):
    started = time.perf_counter()
    redacted(text)
    assert time.perf_counter() - started < 3
