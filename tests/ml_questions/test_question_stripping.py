"""What stands around a question goes; the question stays as it was asked."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml.questions.stripping import stripped


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("Hi there, how do I get a refund? Thanks!", "how do I get a refund?"),
        ("Hi how do I get a refund", "how do I get a refund"),
        ("Hello team! I have a question: can I change it?\nBest regards,\nAnna Smith", "can I change it?"),
        ("Dear Support,\nwhere is my order?\n\nSincerely,\nJo", "where is my order?"),
        ("Is shipping free? Thank you very much in advance.", "Is shipping free?"),
        ("Is shipping free?\n> On Monday you wrote:\n> it costs 3", "Is shipping free?"),
        ("안녕하세요! 환불은 얼마나 걸리나요? 감사합니다", "환불은 얼마나 걸리나요?"),
        ("안녕하세요 문의드립니다. 배송지 변경 가능한가요? 수고하세요~", "배송지 변경 가능한가요?"),
        ("궁금한 점이 있어서 문의드립니다. 언제 도착하나요? 빠른 답변 부탁드립니다.", "언제 도착하나요?"),
        ("배송지 변경 가능한가요? 홍길동 드림", "배송지 변경 가능한가요?"),
        ("환불 규정 문의드립니다", "환불 규정 문의드립니다"),
        ("How do I return [ACCOUNT]?", "How do I return [ACCOUNT]?"),
        ("History of my orders?", "History of my orders?"),
        ("안녕하세요", ""),
        ("😀😀", ""),
        ("", ""),
    ],
)
def test_only_the_question_stays(message: str, question: str) -> None:
    assert stripped(message) == question


@given(st.text(max_size=300))
def test_stripping_twice_is_stripping_once(message: str) -> None:
    once = stripped(message)
    assert stripped(once) == once


@pytest.mark.parametrize("piece", ["a", "hi ", "안녕하세요 ", "?!", "thanks ", "\n", " .", "감사합니다 ", "> x\n"])
def test_a_long_message_is_read_in_no_time(piece: str) -> None:
    started = time.process_time()
    stripped(piece * (100_000 // len(piece)))
    assert time.process_time() - started < 2
