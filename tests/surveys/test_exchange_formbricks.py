"""Formbricks' surveys: types, texts, logic old and new, settings."""

import json
from pathlib import Path
from typing import Any

import pytest

from voc.surveys import exchange

SAMPLES = Path(__file__).parent / "samples"


def imported(name: str) -> exchange.Imported:
    return exchange.read((SAMPLES / f"formbricks_{name}.json").read_text("utf-8"))


BLOCKS, QUESTIONS = imported("blocks"), imported("questions")


def one(result: exchange.Imported, id_: str) -> dict[str, Any]:
    question = result.definition.question(id_)
    assert question is not None, id_
    return question.model_dump(mode="json", exclude_defaults=True)


def read(*questions: dict[str, Any], **survey: Any) -> exchange.Imported:
    listed = [{"headline": {"default": "?"}, "id": f"q{at}"} | each for at, each in enumerate(questions, start=1)]
    return exchange.read(json.dumps({"name": "Small", "questions": listed} | survey))


def rules(result: exchange.Imported, id_: str) -> list[Any]:
    return one(result, id_).get("rules", [])


def test_every_type_with_a_counterpart_becomes_it():
    types = {question.id: question.type for question in (*BLOCKS.definition.questions, *QUESTIONS.definition.questions)}
    assert types == {
        "welcome": "statement",
        "score_1": "nps",
        "best": "multiple",
        "table": "matrix",
        "why": "text",
        "reach": "contact",
        "satisfied": "rating",
        "steps": "rating",
        "reason": "single",
        "shot": "file",
        "look": "picture",
        "when": "date",
        "book": "statement",
        "order": "ranking",
        "home": "contact",
        "mail": "email",
        "terms": "consent",
        "more": "statement",
    }


def test_texts_come_in_every_language_without_markup():
    assert one(BLOCKS, "welcome")["help"] == {"en": "It helps us a lot.", "ko": "큰 도움이 됩니다."}
    assert BLOCKS.definition.languages == ["en", "ko"]
    assert QUESTIONS.definition.languages == ["ko"]
    assert "The file does not name its first language; ko was assumed." in QUESTIONS.notes


def test_recall_becomes_ours_and_unknown_recall_its_fallback():
    assert one(BLOCKS, "why")["text"]["en"] == "What went wrong? You said {{answer:score_1|little}}."
    assert one(BLOCKS, "score_1")["text"]["en"].endswith("recommend us, dear customer?")
    assert any("“firstName”" in note for note in BLOCKS.notes)


def test_logic_of_a_block_stands_behind_its_last_question():
    assert rules(BLOCKS, "best") == []
    courier = {"on": "answer:table.r_courier", "is": "in", "value": ["c_good"]}
    best = {"on": "answer:best", "is": "any_of", "value": ["k7fresh", "other"]}
    then = [{"do": "end", "ending": "endthanks0000000000000000"}]
    assert rules(BLOCKS, "table") == [{"when": {"any": [courier, best]}, "then": then}]
    assert any("compares with another answer" in note for note in BLOCKS.notes)


def test_a_fallback_is_a_rule_that_always_holds():
    assert rules(BLOCKS, "score_1")[-1] == {"when": {"all": []}, "then": [{"do": "jump", "to": "best"}]}


def test_logic_of_the_oldest_exports_is_read_too():
    low, done = rules(QUESTIONS, "satisfied")
    assert low["when"] == {"on": "answer:satisfied", "is": "at_most", "value": "2"}
    assert done == {
        "when": {"on": "answer:satisfied", "is": "answered"},
        "then": [{"do": "end", "ending": QUESTIONS.definition.endings[0].id}],
    }
    assert rules(QUESTIONS, "reason")[0]["when"]["value"] == "choice_2nd"


def test_settings_become_targeting_schedule_and_appearance():
    made = BLOCKS.definition
    assert made.targeting.sample_share == 0.25
    assert made.targeting.frequency.every_days == 30
    assert [trigger.on for trigger in made.targeting.triggers] == ["event", "delay"]
    assert (made.schedule.limit, made.schedule.opens_at.year) == (500, 2026)
    assert (made.appearance.accent, made.appearance.position) == ("#1f5f5b", "bottom_left")
    assert QUESTIONS.definition.appearance.placement == "page"


def test_hidden_fields_and_number_variables_come_along():
    assert BLOCKS.definition.hidden == ["orderid"]
    assert [variable.id for variable in BLOCKS.definition.variables] == ["trouble"]
    assert "“variable mood”: not taken over: a variable that holds text." in BLOCKS.notes


def test_endings_keep_their_buttons():
    thanks, coupon = BLOCKS.definition.endings
    assert thanks.button.url == "https://shop.example/orders"
    assert coupon.button.text == {"en": "Continue", "ko": "계속하기"}
    assert QUESTIONS.definition.endings[0].title == {"ko": "감사합니다."}


def test_what_has_no_counterpart_is_named():
    assert "“pay”: there is no question of the type payment here; it was left out." in BLOCKS.notes
    assert "“settings”: not taken over: pin, singleUse." in QUESTIONS.notes


RATING = {"id": "r", "type": "rating", "range": 5, "scale": "star"}


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        ("equals", 4, {"on": "answer:r", "is": "equals", "value": 4}),
        ("doesNotEqual", 4, {"on": "answer:r", "is": "not_equals", "value": 4}),
        ("isSubmitted", None, {"on": "answer:r", "is": "answered"}),
        ("isSkipped", None, {"on": "answer:r", "is": "skipped"}),
        ("isGreaterThan", 4, {"on": "answer:r", "is": "greater", "value": 4}),
        ("equalsOneOf", ["1", "2"], {"on": "answer:r", "is": "in", "value": ["1", "2"]}),
    ],
)
def test_operators(operator, value, expected):
    right = {} if value is None else {"rightOperand": {"type": "static", "value": value}}
    test = {"leftOperand": {"type": "question", "value": "r"}, "operator": operator} | right
    logic = {
        "conditions": {"connector": "and", "conditions": [test]},
        "actions": [{"objective": "requireAnswer", "target": "q2"}],
    }
    result = read(RATING | {"logic": [logic]}, {"type": "openText"})
    assert rules(result, "r") == [{"when": expected, "then": [{"do": "require", "question": "q2"}]}]


def test_calculations_take_numbers_and_answers():
    values = [{"type": "static", "value": 2}, {"type": "question", "value": "r"}]
    actions = [{"objective": "calculate", "variableId": "v1", "operator": "assign", "value": value} for value in values]
    always = {"connector": "and", "conditions": []}
    result = read(
        RATING | {"logic": [{"conditions": always, "actions": actions}]},
        variables=[{"id": "v1", "name": "points", "type": "number", "value": 7}],
    )
    assert [action["value"] for action in rules(result, "r")[0]["then"]] == [2, {"from": "answer:r"}]
    assert result.definition.variables[0].initial == 7


def test_ids_that_ours_cannot_be_are_adapted_and_named():
    result = read({"id": "1-Größe", "type": "openText"}, {"id": "한글", "type": "openText"})
    assert [question.id for question in result.definition.questions] == ["q_1_gr_sse", "q_2"]
    assert any(note.startswith("Some ids were adapted: 1-Größe → q_1_gr_sse") for note in result.notes)


def test_a_question_that_we_would_refuse_is_left_out_alone():
    result = read({"type": "ranking", "choices": [{"id": "a", "label": "Only"}]}, {"type": "nps"})
    assert [question.type for question in result.definition.questions] == ["nps"]
    assert any(note.startswith("“q1”: it was left out, because ") for note in result.notes)


def test_click_triggers_need_a_selector():
    def click(**selector: str) -> dict[str, Any]:
        config = {"type": "click", "elementSelector": selector, "urlFilters": []}
        return {"actionClass": {"name": "Help", "type": "noCode", "noCodeConfig": config}}

    result = read({"type": "nps"}, triggers=[click(cssSelector="#help"), click(innerHtml="Help")])
    assert [trigger.model_dump() for trigger in result.definition.targeting.triggers] == [
        {"on": "click", "selector": "#help"}
    ]
    assert "“trigger Help”: not taken over: click." in result.notes
