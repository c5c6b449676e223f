"""The cases that Python and the widget must decide alike: validation, logic and recall.

Each file of `tests/contract` is a list of cases `{name, …input…, expect}`; texts, rules and all that a survey
leaves at its default may be missing from the input, as in a survey's JSON.

validation.json
    `{question, answer, required?, expect: {valid, clean?}}`: may a respondent go on from this question with this
    answer? `required` stands for a rule that requires it. Where valid and not blank, `clean` is the answer's normal
    form; without `clean` that is the answer itself.
logic.json
    `{definition, facts: {answers, hidden?, customer?, language?}, expect: {questions, ending, variables, required}}`:
    the route that these answers lead; `ending` null is the built-in one. A definition lacks only its name.
recall.json
    `{text, definition, facts, language, variables?, expect}`: the text with everything recalled put in, as plain
    text. `variables` are their values so far.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from voc.surveys.conditions import Operator
from voc.surveys.definition import Definition
from voc.surveys.facts import Facts
from voc.surveys.questions import TYPES, Question, is_blank
from voc.surveys.recall import fill
from voc.surveys.route import route

FOLDER = Path(__file__).parents[1] / "contract"
QUESTION: TypeAdapter[Any] = TypeAdapter(Question)


def cases(name: str) -> list[dict[str, Any]]:
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def each_of(name: str) -> Any:
    return pytest.mark.parametrize("case", cases(name), ids=lambda case: case["name"])


def definition(case: dict[str, Any]) -> Definition:
    return Definition.model_validate({"name": "Contract"} | case["definition"])


@each_of("validation")
def test_an_answer_fits_or_not(case: dict[str, Any]) -> None:
    question, answer, expect = QUESTION.validate_python(case["question"]), case["answer"], case["expect"]
    problem = question.problem(answer, required=case.get("required"))
    assert (problem is None) == expect["valid"], problem
    if expect["valid"] and not is_blank(answer):
        cleaned = question.clean(answer)
        if not is_blank(cleaned):
            assert cleaned == expect.get("clean", answer)
            assert question.clean(cleaned) == cleaned


@each_of("logic")
def test_answers_lead_a_way_through(case: dict[str, Any]) -> None:
    assert route(definition(case), Facts(**case["facts"])).model_dump() == case["expect"]


@each_of("recall")
def test_a_text_repeats_what_is_known(case: dict[str, Any]) -> None:
    facts = Facts(**case["facts"])
    found = fill(case["text"], definition(case), facts, language=case["language"], variables=case.get("variables"))
    assert found == case["expect"]


def test_the_cases_cover_every_type_and_every_operator() -> None:
    assert {case["question"]["type"] for case in cases("validation")} == set(TYPES)
    written = json.dumps(cases("logic"))
    assert [each.value for each in Operator if f'"is": "{each.value}"' not in written] == []
    names = [case["name"] for name in ("validation", "logic", "recall") for case in cases(name)]
    assert len(names) >= 110
