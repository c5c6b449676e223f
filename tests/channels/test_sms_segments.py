"""What carriers make of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.channels import segments


@pytest.mark.parametrize(
    ("text", "taken_as"),
    [
        ("", "sms"),
        ("가" * 45, "sms"),
        ("가" * 45 + "!", "lms"),
        ("a" * 90, "sms"),
        ("a" * 91, "lms"),
        ("가" * 1000, "lms"),
        ("가" * 1000 + "a", None),
        ("a" * 2001, None),
    ],
)
def test_korean_carriers_charge_by_bytes(text, taken_as):
    assert segments.size(text).korean_class == taken_as


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("배송은 어떠셨나요? 0–10 • 답장", "배송은 어떠셨나요? 0-10 · 답장"),
        ("고마워요 😀 내일 봬요", "고마워요 내일 봬요"),
        ("😀 안녕하세요\n끝 🎉", "안녕하세요\n끝"),
        ("Café naïve", "Cafe naive"),
        ("똠얌꿍, 펲시", "똠얌꿍, 펲시"),
        ("“인용”… ①②", "“인용”… ①②"),
        ("두  칸은  그대로", "두  칸은  그대로"),
        ("한글", "한글"),
    ],
)
def test_what_korean_carriers_refuse_is_left_out(text, sent):
    assert segments.for_korea(text) == sent


@given(st.text(max_size=200))
def test_what_is_sent_in_korea_can_be_carried_and_counted(text):
    sent = segments.for_korea(text)
    assert len(sent.encode("cp949")) == segments.size(sent).korean_bytes
    assert segments.for_korea(sent) == sent
