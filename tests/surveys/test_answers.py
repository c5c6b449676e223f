"""A whole response against a survey."""

from typing import Any

import pytest
from hypothesis import given
from surveying import answered, question

from voc.errors import Invalid
from voc.surveys.answers import check_answers
from voc.surveys.definition import Definition
from voc.surveys.facts import Facts
from voc.surveys.questions import is_blank
from voc.surveys.route import route

UNHAPPY = {"when": {"on": "answer:score", "is": "at_most", "value": 6}, "then": [{"do": "require", "question": "why"}]}
HAPPY = {"when": {"on": "answer:score", "is": "at_least", "value": 9}, "then": [{"do": "jump", "to": "reach"}]}
SURVEY = Definition(
    name="Why",
    questions=[
        question("nps", "score", required=True, rules=[UNHAPPY, HAPPY]),
        question("text", "why", minimum=3),
        question("email", "reach"),
    ],
)


def errors(answers: dict[str, Any], *, finished: bool = True, survey: Definition = SURVEY) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        check_answers(survey, answers, finished=finished)
    return {error["pointer"]: error["message"] for error in caught.value.values["errors"]}


def test_answers_come_back_in_normal_form_without_the_blank_ones() -> None:
    given_ = {"score": 7.0, "why": "  느려요 ", "reach": "  "}
    assert check_answers(SURVEY, given_, finished=True) == {"score": 7, "why": "느려요"}


def test_each_answer_that_does_not_fit_is_named() -> None:
    assert errors({"score": "9", "why": 5, "reach": "nowhere", "gone": 1, "a/b~c": 1}, finished=False) == {
        "/answers/score": "must be a whole number from 0 to 10",
        "/answers/why": "must be text",
        "/answers/reach": "must be an e-mail address",
        "/answers/gone": "this survey has no question 'gone'",
        "/answers/a~1b~0c": "this survey has no question 'a/b~c'",
    }


def test_a_finished_response_needs_what_is_required() -> None:
    assert errors({"why": "later"}) == {"/answers/score": "needs an answer"}
    assert check_answers(SURVEY, {"why": "later"}, finished=False) == {"why": "later"}


def test_a_rule_may_require_an_answer() -> None:
    assert errors({"score": 3}) == {"/answers/why": "needs an answer"}
    assert check_answers(SURVEY, {"score": 7}, finished=True) == {"score": 7}


def test_an_unfinished_text_may_still_be_too_short() -> None:
    assert check_answers(SURVEY, {"score": 7, "why": "느"}, finished=False) == {"score": 7, "why": "느"}
    assert errors({"score": 7, "why": "느"}) == {"/answers/why": "is shorter than 3 characters"}


def test_answers_off_the_route_are_dropped_at_the_end_only() -> None:
    left_over = {"score": 10, "why": "before I changed my mind"}
    assert check_answers(SURVEY, left_over, finished=False) == left_over
    assert check_answers(SURVEY, left_over, finished=True) == {"score": 10}


def test_what_is_off_the_route_is_not_missed() -> None:
    asked = Definition(
        name="x", questions=[*SURVEY.questions[:1], question("text", "why", required=True), SURVEY.questions[2]]
    )
    assert check_answers(asked, {"score": 9}, finished=True) == {"score": 9}


def test_logic_may_depend_on_other_facts() -> None:
    end = {"when": {"on": "hidden:plan", "is": "equals", "value": "free"}, "then": [{"do": "end", "ending": "thanks"}]}
    asked = Definition(
        name="x",
        questions=[question("nps", "score", rules=[end]), question("text", "why", required=True)],
        hidden=["plan"],
        endings=[{"id": "thanks", "title": {"en": "Thanks"}}],
    )
    free = Facts(hidden={"plan": "free"})
    assert check_answers(asked, {"score": 9}, finished=True, facts=free) == {"score": 9}
    assert errors({"score": 9}, survey=asked) == {"/answers/why": "needs an answer"}


def test_a_long_name_of_no_question_is_not_repeated_whole() -> None:
    assert len(errors({"x" * 5000: 1})["/answers/" + "x" * 5000]) < 100


@given(answered())
def test_what_fits_is_kept_and_checking_twice_changes_nothing(case: tuple[Definition, dict[str, Any]]) -> None:
    definition, answers = case
    kept = check_answers(definition, answers, finished=False)
    assert set(kept) == {id_ for id_, answer in answers.items() if not is_blank(answer)}
    assert check_answers(definition, kept, finished=False) == kept
    try:
        final = check_answers(definition, answers, finished=True)
    except Invalid:
        return
    assert set(final) <= set(route(definition, Facts(answers=kept)).questions)
    assert check_answers(definition, final, finished=True) == final
