"""SurveyJS' surveys: types, expressions, and visibility that becomes jumps."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.surveys import exchange
from voc.surveys.conditions import holds
from voc.surveys.exchange.surveyjs.expressions import condition, negated
from voc.surveys.exchange.surveyjs.tokens import Inexpressible
from voc.surveys.facts import Facts
from voc.surveys.proofreading import proofread
from voc.surveys.route import route
from voc.surveys.rules import Rule

END = {"do": "end", "ending": "x"}
SAMPLE = exchange.read((Path(__file__).parent / "samples" / "surveyjs.json").read_text("utf-8"))


def plain(name: str, value: Any) -> tuple[str, Any]:
    return f"answer:{name}", value


def read(*elements: dict[str, Any], **survey: Any) -> exchange.Imported:
    return exchange.read(json.dumps({"title": "Small", "locale": "en", "elements": list(elements)} | survey))


def way(result: exchange.Imported, **answers: Any) -> list[str]:
    return list(route(result.definition, Facts(answers=answers)).questions)


def test_every_type_with_a_counterpart_becomes_it():
    assert {question.id: question.type for question in SAMPLE.definition.questions} == {
        "introduction": "statement",
        "score": "nps",
        "what_went_wrong": "text",
        "reason": "single",
        "refunded": "single",
        "days": "number",
        "staff": "matrix",
        "seen": "multiple",
        "tags": "multiple",
        "age": "dropdown",
        "reach_mail": "email",
        "reach_code": "text",
        "order": "ranking",
        "pick": "picture",
        "receipt": "file",
        "note": "statement",
        "born": "date",
        "clock": "text",
    }


def test_what_has_no_counterpart_is_named():
    for name, type_ in (("items", "paneldynamic"), ("total", "expression"), ("sign", "signaturepad")):
        assert f"“{name}”: there is no question of the type {type_} here; it was left out." in SAMPLE.notes
    assert "“settings”: not taken over: logo, calculatedValues, completeText." in SAMPLE.notes
    assert any("age({birth}) >= 18" in note for note in SAMPLE.notes)


def test_dynamic_texts_become_recall():
    assert SAMPLE.definition.question("what_went_wrong").text == {"en": "You gave {{answer:score}}. What went wrong?"}
    assert "“completedHtml”: it mentions “nobody”, which this survey does not know; the mention was left out." in (
        SAMPLE.notes
    )


def test_completed_html_becomes_endings():
    assert [ending.title["en"] for ending in SAMPLE.definition.endings] == ["Thank you!", "Wonderful!"]
    assert SAMPLE.definition.endings[0].title["ko"] == "고맙습니다!"


@pytest.mark.parametrize(
    ("answers", "shown", "hidden"),
    [
        ({"score": 3}, ["what_went_wrong", "staff"], ["reason", "refunded", "days"]),
        ({"score": 8}, ["reason", "staff"], ["what_went_wrong", "refunded", "days"]),
        ({"score": 8, "reason": "return_something"}, ["reason", "refunded", "staff"], ["days"]),
        ({"score": 8, "reason": "choice_3", "refunded": "yes"}, ["refunded", "days", "staff"], ["what_went_wrong"]),
        ({"score": 10}, ["reason"], ["staff", "tags", "clock"]),
        ({"score": 9}, ["score"], ["reason", "staff", "clock"]),
    ],
)
def test_visibility_leads_respondents_as_it_did_there(answers, shown, hidden):
    asked = way(SAMPLE, **answers)
    assert [name for name in shown if name in asked] == shown
    assert [name for name in hidden if name in asked] == []


def test_a_condition_on_a_panel_stands_once():
    inner = [{"type": "comment", "name": name, "title": "?"} for name in ("b", "c", "d")]
    result = read(
        {"type": "rating", "name": "a", "title": "?"},
        {"type": "panel", "name": "p", "visibleIf": "{a} < 3", "elements": inner},
        {"type": "comment", "name": "e", "title": "?"},
    )
    assert [len(question.rules) for question in result.definition.questions] == [2, 0, 0, 0, 0]
    assert way(result, a=2) == ["a", "b", "c", "d", "e"]
    assert way(result, a=5) == ["a", "e"]


def test_requirements_follow_what_they_look_at():
    result = read(
        {"type": "rating", "name": "a", "title": "?"}, {"type": "comment", "name": "b", "requiredIf": "{a} = 1"}
    )
    assert route(result.definition, Facts(answers={"a": 1})).required == ["b"]
    assert route(result.definition, Facts(answers={"a": 2})).required == []


def test_a_skip_trigger_jumps():
    names = [{"type": "comment", "name": name, "title": "?"} for name in "abc"]
    result = read(*names, triggers=[{"type": "skip", "expression": "{a} = 'x'", "gotoName": "c"}])
    assert way(result, a="x") == ["a", "c"]
    assert way(result, a="y") == ["a", "b", "c"]


def test_a_condition_on_a_later_question_is_named_and_the_question_shown():
    result = read({"type": "comment", "name": "a", "visibleIf": "{b} notempty"}, {"type": "comment", "name": "b"})
    assert way(result) == ["a", "b"]
    assert any("looks at a later question" in note for note in result.notes)


def test_true_and_false_become_yes_and_no():
    sure = {"type": "boolean", "name": "sure", "title": "Sure?"}
    result = read(sure, {"type": "comment", "name": "why", "visibleIf": "{sure} = false"})
    assert way(result, sure="no") == ["sure", "why"]
    assert way(result, sure="yes") == ["sure"]


def test_other_is_what_the_respondent_words():
    cause = {"type": "radiogroup", "name": "cause", "choices": ["a", "b"], "showOtherItem": True}
    result = read(cause, {"type": "comment", "name": "more", "visibleIf": "{cause} = 'other'"})
    assert way(result, cause={"other": "rain"}) == ["cause", "more"]
    assert way(result, cause="a") == ["cause"]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("{q} = 'x'", {"on": "answer:q", "is": "equals", "value": "x"}),
        ("{q} != 3", {"on": "answer:q", "is": "not_equals", "value": 3}),
        ("{q} <> 3.5", {"on": "answer:q", "is": "not_equals", "value": 3.5}),
        ("5 < {q}", {"on": "answer:q", "is": "greater", "value": 5}),
        ("{q} >= -1", {"on": "answer:q", "is": "at_least", "value": -1}),
        ("{q} empty", {"on": "answer:q", "is": "skipped"}),
        ("{#q} notempty", {"on": "answer:q", "is": "answered"}),
        ('{q} contains "it\'s"', {"on": "answer:q", "is": "contains", "value": "it's"}),
        ("{q} anyof ['a', 'b']", {"on": "answer:q", "is": "any_of", "value": ["a", "b"]}),
        ("{q}", {"on": "answer:q", "is": "equals", "value": True}),
        ("!{q}", {"on": "answer:q", "is": "not_equals", "value": True}),
        ("{q} = null", {"on": "answer:q", "is": "skipped"}),
        (
            "{a} = 1 or {b} = 2 and {c} = 3",
            {
                "any": [
                    {"on": "answer:a", "is": "equals", "value": 1},
                    {
                        "all": [
                            {"on": "answer:b", "is": "equals", "value": 2},
                            {"on": "answer:c", "is": "equals", "value": 3},
                        ]
                    },
                ]
            },
        ),
        (
            "({a} = 1 || {b} = 2) && {q} allof ['x', 'y']",
            {
                "all": [
                    {
                        "any": [
                            {"on": "answer:a", "is": "equals", "value": 1},
                            {"on": "answer:b", "is": "equals", "value": 2},
                        ]
                    },
                    {
                        "all": [
                            {"on": "answer:q", "is": "contains", "value": "x"},
                            {"on": "answer:q", "is": "contains", "value": "y"},
                        ]
                    },
                ]
            },
        ),
    ],
)
def test_expressions(expression, expected):
    assert condition(expression, plain) == expected


@pytest.mark.parametrize(
    "expression",
    ["", "{q} =", "= 3", "{q} = {r}", "age({q}) > 3", "{q} + 1 > 3", "({q} = 1", "{q} = 1)", "{q} ~ 1", "{q} = 'x", "["]
    + ["(" * 200 + "{q}" + ")" * 200, "!" * 200 + "{q}", "{q} = 1 " * 2000],
)
def test_what_conditions_cannot_say_is_refused(expression):
    with pytest.raises(Inexpressible):
        condition(expression, plain)


OPERATORS = ["= 1", "!= 1", "< 5", ">= 5", "empty", "notempty", "contains 1", "anyof [1, 9]", "noneof [1, 9]"]
EXPRESSIONS = st.recursive(
    st.tuples(st.sampled_from(["{a}", "{b}"]), st.sampled_from(OPERATORS)).map(" ".join),
    lambda inner: st.tuples(inner, st.sampled_from([" and ", " or "]), inner).map(lambda parts: f"({''.join(parts)})"),
    max_leaves=4,
)
ANSWERS = st.fixed_dictionaries({name: st.none() | st.integers(0, 10) for name in ("answer:a", "answer:b")})


@given(EXPRESSIONS, ANSWERS)
def test_a_negated_condition_holds_when_the_condition_does_not(expression, answers):
    def check(when: dict[str, Any]) -> bool:
        rule = Rule.model_validate({"when": when, "then": [{"do": "jump", "to": "x"}]})
        return holds(rule.when, answers.get)

    when = condition(expression, plain)
    assert check(negated(when)) is not check(when)
    assert check(condition(f"!({expression})", plain)) is not check(when)


def earlier_tests(number: int) -> st.SearchStrategy[str]:
    """A test of an earlier question."""
    names = st.sampled_from([f"{{q{earlier}}}" for earlier in range(number)])
    return st.tuples(names, st.sampled_from(["= 'x'", "!= 'x'", "empty", "notempty"])).map(" ".join)


@st.composite
def branching(draw: st.DrawFn) -> list[str]:
    """For each of some questions, when it is visible; "" for always."""
    made = [""]
    for number in range(1, draw(st.integers(2, 7))):
        tests = draw(st.lists(earlier_tests(number), max_size=3))
        made.append(draw(st.sampled_from([" and ", " or "])).join(tests))
    return made


@given(branching(), st.lists(st.sampled_from(["", "x", "y"]), min_size=7, max_size=7))
def test_every_respondent_sees_what_was_visible_to_them(visible, wishes):
    elements = [{"type": "comment", "name": f"q{at}", "visibleIf": when} for at, when in enumerate(visible)]
    answers: dict[str, str] = {}
    shown = []
    for at, when in enumerate(visible):
        rule = Rule.model_validate({"when": condition(when, plain) if when else {"all": []}, "then": [END]})
        if holds(rule.when, answers.get):
            shown.append(f"q{at}")
            answers[f"answer:q{at}"] = wishes[at]
    result = read(*elements)
    assert way(result, **{source.removeprefix("answer:"): words for source, words in answers.items()}) == shown
    assert [each for each in proofread(result.definition) if each.severity == "error"] == []
