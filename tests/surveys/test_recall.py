"""Recall; single cases are in `tests/contract/recall.json`."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from surveying import answered, question, words

from voc.surveys.comparing import SPACE
from voc.surveys.definition import Definition
from voc.surveys.facts import Facts
from voc.surveys.recall import Recall, fill, recalls

ONE = Definition(name="One", questions=[question("text")])


@given(st.text(max_size=60))
def test_what_a_respondent_wrote_comes_back_as_it_is(said: str) -> None:
    filled = fill("[{{answer:q|nothing}}]", ONE, Facts(answers={"q": said}), language="en")
    assert filled == f"[{said if said.strip(SPACE) else 'nothing'}]"


@given(st.text("{}|: abqanswer.", max_size=60))
def test_any_text_can_be_filled_and_what_is_no_recall_stays(text: str) -> None:
    filled = fill(text, ONE, Facts(answers={"q": "x"}), language="en")
    if not recalls(text):
        assert filled == text


@given(answered(), words)
def test_every_answer_can_be_repeated(case: tuple[Definition, dict[str, Any]], name: str) -> None:
    definition, answers = case
    text = " ".join(f"{{{{answer:{one.id}|-}}}}" for one in definition.questions) + " {{customer.name}}"
    filled = fill(text, definition, Facts(answers=answers, customer={"name": name}), language="ko")
    assert filled.endswith(" " + name.strip(SPACE))


def test_recalls_are_read_with_their_fallbacks() -> None:
    assert recalls("{{customer.name|there}} {{ answer:why.other }} {{hidden:ref|a b}} {{url}}") == [
        Recall(source="customer:name", fallback="there"),
        Recall(source="answer:why.other", fallback=""),
        Recall(source="hidden:ref", fallback="a b"),
    ]
