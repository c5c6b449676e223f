"""Answers are whole sentences of their sources, or nothing."""

import pytest

from ml.drafting.agreement import Embed, conflicting, supported
from ml.drafting.drafts import draft_answer
from ml.drafting.idle import is_idle

REFUNDS = (
    "You can ask for a refund within 14 days of delivery. "
    "We pay refunds back within 5 business days to the card you paid with. Parcels are sent from Busan."
)
PASSAGES = [("doc_1", REFUNDS, "document")]


def test_every_sentence_of_a_draft_stands_in_its_source(embed: Embed) -> None:
    draft = draft_answer("How long does a refund take?", PASSAGES, embed)
    assert draft.sentences
    for one in draft.sentences:
        assert REFUNDS[one.start : one.end] == one.text
        assert supported(one.text, [REFUNDS], embed)


@pytest.mark.parametrize("question", ["", "😀", "Do you sell gift cards for horses?"])
def test_nothing_is_drafted_where_no_source_answers(embed: Embed, question: str) -> None:
    draft = draft_answer(question, PASSAGES, embed)
    assert (draft.sentences, draft.conflicts) == ((), ())


def test_sources_that_contradict_each_other_are_shown_side_by_side(embed: Embed) -> None:
    other = ("doc_2", "We pay refunds back within 10 business days.", "document")
    draft = draft_answer("How long does a refund take?", [*PASSAGES, other], embed)
    assert {(one.one.passage, one.other.passage) for one in draft.conflicts} <= {("doc_1", "doc_2"), ("doc_2", "doc_1")}
    assert "number" in {one.reason for one in draft.conflicts}


def test_what_an_agent_said_to_one_customer_answers_nobody_else(embed: Embed) -> None:
    reply = "Hello Anna, thank you for writing. I have refunded your order 1234. We pay refunds within 5 business days."
    draft = draft_answer("How long does a refund take?", [("msg_1", reply, "reply")], embed)
    assert draft.text == "We pay refunds within 5 business days."


@pytest.mark.parametrize(
    "line",
    ["Refunds", "환불 안내", "Thank you for contacting us.", "문의해 주셔서 감사합니다.", "무엇을 도와드릴까요?", "😀"],
)
def test_headings_and_courtesies_answer_nothing(line: str) -> None:
    assert is_idle(line)


@pytest.mark.parametrize("line", ["Refunds take 5 days.", "환불은 3일 걸립니다", "Sorry, refunds take 5 days."])
def test_what_tells_something_is_kept(line: str) -> None:
    assert not is_idle(line)


@pytest.mark.parametrize(
    ("sentence", "held"),
    [
        ("Refunds are paid within 5 business days.", True),
        ("Refunds are paid within 6 business days.", False),
        ("Refunds are never paid back to the card.", False),
        ("We plant a tree for every refund.", False),
        ("", False),
        ("😀", False),
    ],
)
def test_a_sentence_needs_a_source_that_bears_it_out(embed: Embed, sentence: str, held: bool) -> None:
    assert supported(sentence, [REFUNDS], embed) is held


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("We pay refunds within 5 days.", "We pay refunds within 10 days.", "number"),
        ("You can return opened items.", "You cannot return opened items.", "denial"),
        ("제주도 배송이 가능합니다.", "제주도는 배송이 불가합니다.", "denial"),
        ("배송은 3일 걸립니다.", "환불은 5일 걸립니다.", None),
        (
            "밤 11시까지 주문하면 다음 날 아침 7시 전에 도착합니다.",
            "밤 10시까지 주문하면 다음 날 아침 7시 전에 도착합니다.",
            "number",
        ),
        ("Order by 11 pm and it comes before 7 am.", "Order by 10 pm and it comes before 7 am.", "number"),
        ("Order by 11 pm and it comes before 7 am.", "It comes before 7 am if you order by 11 pm.", None),
        ("Returns cost 3,000 won.", "Returns cost 3,000 won, 5,000 won from Jeju.", None),
        ("", "", None),
    ],
)
def test_contradictions_are_told_with_their_reason(embed: Embed, one: str, other: str, reason: str | None) -> None:
    assert conflicting(one, other, embed) == reason
    assert conflicting(other, one, embed) == reason
