"""What customers read: every type of question in Korean and English, and the surveys that fit."""

import json
from pathlib import Path
from typing import Any

import pytest
from asked import NOON, QUESTIONS, SURVEY, both, choice, run

import voc.surveys.catalogue
from voc.channels.segments import size
from voc.conversations.domain import begin, step
from voc.conversations.runs import Run, RunState, Walk
from voc.conversations.understanding.answers import tapped
from voc.conversations.understanding.commands import Command, command
from voc.conversations.walking import question_said
from voc.conversations.wording.asking import BUTTONS, can_ask
from voc.conversations.wording.suitability import suitability
from voc.conversations.wording.words import _EN, _KO
from voc.surveys.definition import Definition
from voc.surveys.questions import TYPES

TEMPLATES = sorted(Path(voc.surveys.catalogue.__file__).parent.glob("*.json"))
HARD: list[dict[str, Any]] = [
    {"id": "shot", "type": "file", "text": both("A photo?", "사진이 있나요?")},
    {
        "id": "grid",
        "type": "matrix",
        "text": both("Rate each.", "항목별로 평가해 주세요."),
        "rows": [choice("one", "Speed", "속도")],
        "columns": [choice("bad", "Bad", "나쁨"), choice("good", "Good", "좋음")],
    },
]


def fresh(language: str = "en", **fields: Any) -> Run:
    """A run that has not begun."""
    return run("nps", language=language, **fields).model_copy(update={"at": None, "answers": {}})


def survey(*questions: dict[str, Any]) -> Definition:
    """A survey of these questions."""
    return Definition.model_validate({"name": "S", "questions": list(questions)})


@pytest.mark.parametrize("language", ["en", "ko", "fr"])
@pytest.mark.parametrize("id_", [question["id"] for question in QUESTIONS])
def test_every_question_says_how_to_reply(id_: str, language: str) -> None:
    question = SURVEY.question(id_)
    assert question is not None
    said = question_said(Walk.of(run(id_, language=language), SURVEY), question, now=NOON)
    assert question.in_language(language, "en") in said.text
    assert said.text.count("\n") >= 1
    assert "{" not in said.text
    assert any("가" <= each <= "힣" for each in said.text) == (language == "ko")
    assert len(said.choices) <= BUTTONS
    for each in said.choices:
        of, _, value = each.value.partition("=")
        assert of == id_
        assert value == "~skip" or tapped(question, value) is not None


def test_our_words_are_the_same_ones_in_both_languages() -> None:
    assert set(_EN) == set(_KO)


@pytest.mark.parametrize("name", sorted(_EN))
def test_our_english_fits_into_the_short_alphabet_of_carriers(name: str) -> None:
    assert not size(_EN[name]).unicode


@pytest.mark.parametrize("name", ["one", "help", "text"])
def test_our_sentences_are_no_commands(name: str) -> None:
    assert command(_EN[name]) is None
    assert command(_KO[name]) is None


def test_help_names_the_words_that_work() -> None:
    for words, stop, start in ((_EN, "STOP", "START"), (_KO, "수신거부", "수신동의")):
        assert stop in words["help"]
        assert (command(stop), command(start)) == (Command.stop, Command.start)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_template_can_be_held_or_says_why_not(template: Path, language: str) -> None:
    asked = json.loads(template.read_text("utf-8"))
    definition = Definition.model_validate(asked["survey"] | {"name": asked["name"][language]})
    fit = suitability(definition)
    assert fit.fits
    done = begin(fresh(language), definition=definition, now=NOON)
    assert done.run is not None
    for reply in ["3", "1", "네", "It could be quicker", "skip", "2026-02-01", "1", "2", "no"] * 4:
        if not done.run or not done.run.is_open:
            break
        done = step(done.run, reply, definition=definition, now=NOON)
    assert done.run is not None
    assert done.run.state in (RunState.finished, RunState.ended)


def test_types_that_a_message_cannot_ask_are_known_to_be_such() -> None:
    askable = {question["type"] for question in QUESTIONS}
    asked_on_pages = {"file", "matrix", "picture"}
    assert askable | asked_on_pages | {"csat", "ces", "dropdown", "contact", "phone", "url", "statement"} == set(TYPES)
    assert not any(can_ask(question) for question in survey(*HARD).questions)


def test_an_optional_question_for_a_page_is_passed_over() -> None:
    definition = survey(*HARD, QUESTIONS[0] | {"rules": []})
    assert suitability(definition).left_out == ("shot", "grid")
    done = begin(fresh(), definition=definition, now=NOON)
    assert done.run is not None
    assert done.run.at == "nps"


def test_a_required_question_for_a_page_hands_the_link_over() -> None:
    definition = survey(QUESTIONS[0] | {"rules": []}, HARD[0] | {"required": True})
    assert suitability(definition).by_link == ("shot",)
    done = begin(fresh(link="https://voc.test/i/1"), definition=definition, now=NOON)
    done = step(done.run, "9", definition=definition, now=NOON)
    assert done.run is not None
    assert (done.run.state, done.saved) == (RunState.ended, True)
    assert "https://voc.test/i/1" in done.said[0].text
    assert not suitability(survey(HARD[0] | {"required": True}, QUESTIONS[0])).fits


def test_statements_are_said_with_what_follows() -> None:
    hello = {"id": "hello", "type": "statement", "text": both("Hello!", "안녕하세요!")}
    done = begin(fresh(), definition=survey(hello, QUESTIONS[0] | {"rules": []}), now=NOON, opening="Acme here.")
    assert done.said[0].text.startswith("Acme here.\n\nHello!\n\nWould you recommend us?")


def test_answers_are_repeated_where_the_author_asked_for_it() -> None:
    why = {"id": "why", "type": "text", "text": both("Why {{answer:nps}}?", "왜 {{answer:nps}}점인가요?")}
    definition = survey(QUESTIONS[0] | {"rules": []}, why)
    done = step(begin(fresh(), definition=definition, now=NOON).run, "9", definition=definition, now=NOON)
    assert done.said[0].text.startswith("Why 9?")


def test_a_choice_that_is_called_like_an_opt_out_is_no_trap() -> None:
    choices = [choice("stay", "Stay", "유지"), choice("leave", "Cancel", "거부")]
    plan = {"id": "plan", "type": "single", "text": both("What next?", "어떻게 할까요?"), "choices": choices}
    definition = survey(plan | {"required": True})
    done = begin(fresh(), definition=definition, now=NOON)
    assert [command(each.label) for each in done.said[0].choices] == [None, None]
    tap = done.said[0].choices[1]
    assert step(done.run, tap.label, definition=definition, now=NOON, choice=tap.value).finished
    assert step(done.run, "2", definition=definition, now=NOON).finished
    assert step(done.run, "Cancel", definition=definition, now=NOON).command == Command.stop


def test_choices_that_begin_with_numbers_get_letters() -> None:
    choices = [choice("few", "1 time", "1번"), choice("some", "2-3 times", "2~3번"), choice("many", "4+", "4번 이상")]
    often = {
        "id": "often",
        "type": "single",
        "text": both("How often?", "몇 번?"),
        "choices": choices,
        "required": True,
    }
    definition = survey(often)
    done = begin(fresh(), definition=definition, now=NOON)
    assert "B. 2-3 times" in done.said[0].text
    for says, id_ in (("B", "some"), ("2-3 times", "some"), ("2", "some"), ("4", "many")):
        after = step(done.run, says, definition=definition, now=NOON)
        assert after.run is not None
        assert after.run.answers == {"often": id_}, says


def test_a_long_list_is_answered_by_name() -> None:
    cities = [choice(f"c{place}", f"City {chr(65 + place)}", f"도시 {chr(65 + place)}") for place in range(20)]
    where = {
        "id": "city",
        "type": "dropdown",
        "text": both("Where?", "어디인가요?"),
        "choices": cities,
        "required": True,
    }
    definition = survey(where)
    done = begin(fresh(), definition=definition, now=NOON)
    assert done.said[0].text.count("City") == 1
    after = step(done.run, "city q", definition=definition, now=NOON)
    assert after.run is not None
    assert after.run.answers == {"city": "c16"}
