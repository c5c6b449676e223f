"""What each type of question takes for an answer."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from surveying import ANSWERS, FIELDS, QUESTION, anything, question

from voc.surveys.questions import TYPES, is_blank

every_type = pytest.mark.parametrize("type_", sorted(TYPES))


@every_type
@given(data=st.data())
def test_what_fits_is_taken_and_cleaning_twice_changes_nothing(type_: str, data: st.DataObject) -> None:
    asked, answer = question(type_), data.draw(ANSWERS[type_])
    if is_blank(answer):
        return
    assert asked.check(answer) is None
    cleaned = asked.clean(answer)
    assert asked.check(cleaned) is None
    assert asked.clean(cleaned) == cleaned
    assert json.loads(json.dumps(cleaned)) == cleaned


@every_type
@given(answer=anything)
def test_whatever_comes_is_taken_or_refused_in_words(type_: str, answer: Any) -> None:
    asked = question(type_)
    problem = None if is_blank(answer) else asked.check(answer)
    if problem:
        assert problem == problem.strip()
        assert problem[0].islower()
    elif not is_blank(answer):
        cleaned = asked.clean(answer)
        json.dumps(cleaned, allow_nan=False).encode()
        assert isinstance(asked.said(cleaned, "ko"), str)


@every_type
def test_no_answer_says_nothing_and_lacks_something_only_where_required(type_: str) -> None:
    asked = question(type_)
    assert asked.said(None, "en") == ""
    assert asked.lacks(None, required=False) is None
    assert (asked.lacks(None, required=True) is None) == (not asked.is_asking)


@every_type
def test_a_question_survives_its_own_json(type_: str) -> None:
    asked = question(type_, help={"en": "Help"}, required=True)
    assert QUESTION.validate_json(asked.model_dump_json()) == asked
    assert type(asked) is TYPES[type_]


@pytest.mark.parametrize(
    ("type_", "answer", "english", "korean"),
    [
        ("nps", 9, "9", "9"),
        ("single", "a", "A", "a 선택"),
        ("single", {"other": "딴것"}, "딴것", "딴것"),
        ("multiple", ["b", {"other": "x"}], "B, x", "b 선택, x"),
        ("dropdown", "c", "C", "c 선택"),
        ("text", "안녕", "안녕", "안녕"),
        ("number", 9.0, "9", "9"),
        ("date", "2026-03-01", "2026-03-01", "2026-03-01"),
        ("matrix", {"b": "a", "a": "c"}, "A: C, B: A", "a 선택: c 선택, b 선택: a 선택"),
        ("ranking", ["c", "a", "b"], "C, A, B", "c 선택, a 선택, b 선택"),
        ("picture", ["b"], "B", "b 선택"),
        ("consent", True, "✓", "✓"),
        ("consent", False, "✗", "✗"),
        ("contact", {"email": "a@b.c", "name": "하나"}, "하나, a@b.c", "하나, a@b.c"),
        ("file", ["fil_1", "fil_2"], "fil_1, fil_2", "fil_1, fil_2"),
    ],
)
def test_an_answer_reads_in_the_language_asked_for(type_: str, answer: Any, english: str, korean: str) -> None:
    assert question(type_).said(answer, "en") == english
    assert question(type_).said(answer, "ko-KR") == korean


def test_a_choice_that_is_gone_reads_as_its_id() -> None:
    assert question("single").said("retired", "en") == "retired"


@pytest.mark.parametrize(
    ("type_", "fields"),
    [
        ("nps", {"scale": 5}),
        ("nps", {"id": "Q 1"}),
        ("nps", {"id": "a" * 41}),
        ("nps", {"text": {}}),
        ("nps", {"text": {"not a language": "x"}}),
        ("nps", {"text": {"en": "a" * 5001}}),
        ("rating", {"scale": 4}),
        ("csat", {"look": "thumbs"}),
        ("single", {"choices": FIELDS["single"]["choices"][:1]}),
        ("picture", {"choices": [{"id": id_, "text": {"en": id_}, "image": "http://x.kr/a.png"} for id_ in "ab"]}),
        ("picture", {"choices": [{"id": id_, "text": {"en": id_}, "image": "//evil.kr/a.png"} for id_ in "ab"]}),
        ("picture", {"choices": [{"id": id_, "text": {"en": id_}, "image": "javascript:x"} for id_ in "ab"]}),
        ("picture", {"choices": [{"id": id_, "text": {"en": id_}, "image": "/\\\\evil.kr"} for id_ in "ab"]}),
        ("statement", {"link": "javascript:alert(1)"}),
        ("statement", {"link": "https://"}),
        ("date", {"earliest": "2026-02-30"}),
        ("number", {"minimum": float("nan")}),
        ("number", {"minimum": "5"}),
        ("text", {"maximum": 20_001}),
        ("file", {"kinds": []}),
        ("file", {"kinds": ["program"]}),
        ("file", {"limit_mb": 11}),
        ("contact", {"fields": [{"id": "password"}]}),
        ("poem", {}),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(type_: str, fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"validation error"):
        question(type_, **fields)


def test_half_a_character_is_no_text() -> None:
    assert question("text").check("\ud83d") == "must be text"


def test_numbers_that_json_has_no_word_for_are_refused() -> None:
    for odd in (float("nan"), float("inf"), 10**400):
        assert question("number").check(odd) == "must be a number"
        assert question("nps").check(odd) == "must be a whole number from 0 to 10"
