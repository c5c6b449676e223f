"""What an author is told, and what is no mistake."""

from typing import Any

import pytest
from hypothesis import given
from surveying import definitions

from tests.surveys.broken_surveys import BROKEN
from tests.surveys.short_surveys import (
    AT_LEAST_4,
    AT_MOST_3,
    CALCULATE,
    CHOICES,
    QUOTA,
    ask,
    end,
    endings,
    jump,
    look,
    rule,
    survey,
)
from voc.surveys.definition import Definition
from voc.surveys.problems import MESSAGES
from voc.surveys.proofreading import proofread


def found(definition: Definition) -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in proofread(definition)]


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_survey_is_told_apart(name: str) -> None:
    definition, expected = BROKEN[name]
    assert found(definition) == expected


def test_every_message_has_a_survey_that_shows_it() -> None:
    shown = {code for _, expected in BROKEN.values() for code, _ in expected}
    assert shown == set(MESSAGES)


def test_a_sound_survey_has_no_problems() -> None:
    sound = survey(
        ask("score", "nps", rule(look("answer:score", "at_least", value=9), CALCULATE, end("thanks"))),
        ask("plan", "single", rule(look("answer:plan.other"), jump("why")), choices=CHOICES, other=True),
        ask("rows", "matrix", rows=CHOICES, columns=CHOICES),
        ask("why", "text", text={"en": "Why {{answer:score|}} as {{customer.name|you}}, {{hidden:ref}}?"}),
        endings=[*endings("thanks"), {"id": "sorry", "title": {"en": "{{answer:why}} {{variable:v}}"}}],
        hidden=["ref"],
        variables=[{"id": "v"}],
        schedule={"quotas": [QUOTA | {"ending": "sorry", "where": look("answer:rows.yes", "equals", value="No")}]},
    )
    assert found(sound) == []


@pytest.mark.parametrize(
    "left_over",
    [
        {"required": False},
        {"required": True, "when": look("answer:a", "at_most", value=2)},
        {"required": True, "when": {"all": [AT_MOST_3, look("customer:plan", "equals", value="pro")]}},
    ],
)
def test_a_question_that_some_answer_leads_to_is_no_mistake(left_over: dict[str, Any]) -> None:
    rules = rule(AT_LEAST_4, jump("c")), rule(left_over.get("when", AT_MOST_3), jump("c"))
    assert found(survey(ask("a", "csat", *rules, required=left_over["required"]), ask("b"), ask("c"))) == []


def test_a_message_names_what_it_is_about() -> None:
    problem = proofread(BROKEN["a jump to no question"][0])[0]
    assert problem.message == "there is no question gone"
    assert problem.values == {"id": "gone"}
    assert problem.severity == "error"
    unread = proofread(BROKEN["a recall that is misspelt"][0])[0]
    assert unread.message.endswith("write {{answer:ID|fallback}}")


@given(definitions())
def test_any_survey_can_be_proofread_errors_first(definition: Definition) -> None:
    severities = [problem.severity for problem in proofread(definition)]
    assert severities == sorted(severities)
