"""The index that the web process looks questions up in."""

import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.faq.matching import QuestionIndex, features

KNOWN = [
    ("faq_refund", ["How do I get a refund?", "Can I have my money back?"]),
    ("faq_address", ["Can I change my delivery address?"]),
    ("faq_환불", ["환불은 얼마나 걸리나요?", "환불 기간이 궁금해요"]),
    ("faq_배송", ["제주도도 배송이 되나요?"]),
    ("faq_empty", []),
]


@pytest.fixture(scope="module")
def index() -> QuestionIndex:
    return QuestionIndex(KNOWN)


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("hello, how can I get a refund", "faq_refund"),
        ("how to change the delivery address??", "faq_address"),
        ("환불 얼마나 걸려요", "faq_환불"),
        ("제주도 배송", "faq_배송"),
    ],
)
def test_the_question_that_is_meant_comes_first_and_is_offered(index: QuestionIndex, question: str, key: str) -> None:
    first = index.nearest(question)[0]
    assert first.key == key
    assert first.offered


@pytest.mark.parametrize(
    "question", ["", "😀😀", "?!", "Is there parking in front of the museum?", "주차할 곳이 있나요?"]
)
def test_nothing_is_offered_for_what_nobody_answered(index: QuestionIndex, question: str) -> None:
    assert not any(match.offered for match in index.nearest(question))


@given(st.text(max_size=200))
def test_likeness_lies_between_nothing_and_all(question: str) -> None:
    for match in QuestionIndex(KNOWN).nearest(question, limit=9, least=0.0):
        assert 0 <= match.likeness <= 1


def test_a_known_wording_is_like_itself(index: QuestionIndex) -> None:
    for key, wordings in KNOWN:
        for wording in wordings:
            assert index.nearest(wording)[0].key == key


def test_an_empty_index_finds_nothing() -> None:
    assert QuestionIndex([]).nearest("How do I get a refund?") == []


@pytest.mark.parametrize("piece", ["a", "환", "a b ", "\ud800", "é", "? "])
def test_a_long_question_is_looked_up_in_no_time(index: QuestionIndex, piece: str) -> None:
    started = time.process_time()
    index.nearest(piece * 100_000)
    assert time.process_time() - started < 1


def test_no_model_is_loaded_to_look_a_question_up() -> None:
    program = "import sys, voc.faq.matching; print([n for n in ('numpy', 'ml', 'voc.inference') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]", done.stderr


def test_particles_and_plurals_make_no_difference() -> None:
    assert "=환불" in features("환불은")
    assert features("refunds") == features("refund")
