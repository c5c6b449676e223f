"""What authors do to a survey, as pure changes: nothing is lost, and what was undone is undone exactly."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.errors import Invalid, NotFound
from voc.surveys import editing
from voc.surveys.definition import Definition
from voc.surveys.questions import TYPES

LANGUAGES = ["en", "ko"]


def survey(*types: str) -> dict[str, Any]:
    """A survey of new questions, each of which may end it or jump back to the first."""
    definition: dict[str, Any] = {"name": "N", "languages": LANGUAGES, "questions": [], "endings": []}
    definition, _ = editing.add_ending(definition, LANGUAGES)
    for type_ in types:
        definition, id_ = editing.add_question(definition, type_, languages=LANGUAGES)
        first = definition["questions"][0]["id"]
        definition["questions"][-1]["rules"] = [
            {"when": {"all": [{"on": f"answer:{id_}", "is": "answered"}]}, "then": [{"do": "jump", "to": first}]},
            {"when": {"any": []}, "then": [{"do": "end", "ending": "thanks"}]},
        ]
    return definition


surveys = st.lists(st.sampled_from(sorted(TYPES)), min_size=2, max_size=8).map(lambda types: survey(*types))


def ids(definition: dict[str, Any], kind: str = "questions") -> list[str]:
    return [entry["id"] for entry in definition[kind]]


@pytest.mark.parametrize("type_", sorted(TYPES))
@pytest.mark.parametrize("languages", [["en", "ko"], ["ko"], ["fr"]], ids="-".join)
def test_a_new_question_of_any_type_is_complete(type_: str, languages: list[str]) -> None:
    question = editing.new_question(type_, "q", languages)
    kept = Definition.model_validate({"name": "N", "languages": languages, "questions": [question]})
    assert kept.questions[0].in_language(languages[0])


def test_the_picker_offers_every_type_once() -> None:
    offered = [type_ for group in editing.GROUPS.values() for type_ in group]
    assert sorted(offered) == sorted(TYPES)


@given(surveys, st.data())
def test_moving_there_and_back_restores(definition: dict[str, Any], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(definition["questions"]) - 1))
    to = data.draw(st.integers(0, len(definition["questions"]) - 1))
    id_ = ids(definition)[at]
    moved = editing.move(definition, "questions", id_, to)
    assert ids(moved)[to] == id_
    assert editing.move(moved, "questions", id_, at) == definition


@given(surveys, st.integers(-3, 99), st.data())
def test_moving_renumbers_nothing_and_loses_nothing(definition: dict[str, Any], to: int, data: st.DataObject) -> None:
    id_ = data.draw(st.sampled_from(ids(definition)))
    moved = editing.move(definition, "questions", id_, to)
    by_id = {question["id"]: question for question in definition["questions"]}
    assert {question["id"]: question for question in moved["questions"]} == by_id


@given(surveys, st.data())
def test_removing_and_undoing_restores_exactly(definition: dict[str, Any], data: st.DataObject) -> None:
    before = deepcopy(definition)
    kind, id_ = data.draw(st.sampled_from([*(("questions", id_) for id_ in ids(definition)), ("endings", "thanks")]))
    left, removed = editing.remove(definition, kind, id_)
    assert id_ not in ids(left, kind)
    again = editing.Removed.model_validate_json(removed.model_dump_json())
    assert editing.restore(left, again) == (before, id_)
    assert definition == before


@given(surveys, st.data())
def test_a_copy_stands_behind_and_speaks_of_itself(definition: dict[str, Any], data: st.DataObject) -> None:
    id_ = data.draw(st.sampled_from(ids(definition)))
    made, copy = editing.duplicate(definition, id_)
    at = ids(definition).index(id_)
    assert ids(made) == [*ids(definition)[: at + 1], copy, *ids(definition)[at + 1 :]]
    leaf = made["questions"][at + 1]["rules"][0]["when"]["all"][0]
    assert leaf["on"] == f"answer:{copy}"
    assert len(set(ids(made))) == len(ids(made))


@given(surveys)
def test_who_names_a_question_is_told_before_it_goes(definition: dict[str, Any]) -> None:
    first, *others = ids(definition)
    assert editing.named_by(definition, "questions", first) == others
    assert editing.named_by(definition, "endings", "thanks") == ids(definition)


def test_the_only_question_stays() -> None:
    with pytest.raises(Invalid):
        editing.remove(survey("nps"), "questions", "nps")


def test_what_a_colleague_removed_is_not_found() -> None:
    for act in (
        lambda: editing.move(survey("nps"), "questions", "gone", 0),
        lambda: editing.duplicate(survey("nps"), "gone"),
        lambda: editing.remove(survey("nps", "text"), "questions", "gone"),
        lambda: editing.add_question(survey("nps"), "text", languages=LANGUAGES, after="gone"),
        lambda: editing.add_question(survey("nps"), "sculpture", languages=LANGUAGES),
    ):
        with pytest.raises(NotFound):
            act()


@given(st.integers(0, 4), st.integers(0, 4))
def test_choices_move_there_and_back(at: int, to: int) -> None:
    question = editing.new_question("single", "q", LANGUAGES)
    for _ in range(2):
        question = editing.add_item(question, "choices", LANGUAGES)
    moved = editing.move_item(question, "choices", at, to)
    assert editing.move_item(moved, "choices", to, at) == question
    assert len({choice["id"] for choice in question["choices"]}) == 5


def test_a_new_id_is_none_that_answers_may_name() -> None:
    question = editing.new_question("single", "q", LANGUAGES)
    shorter = editing.remove_item(question, "choices", 2)
    longer = editing.add_item(shorter, "choices", LANGUAGES, avoid={"choice_3"})
    assert [choice["id"] for choice in longer["choices"]] == ["choice_1", "choice_2", "choice_4"]
    _, id_ = editing.add_question(survey("nps"), "text", languages=LANGUAGES, avoid={"text", "text_2"})
    assert id_ == "text_3"
    assert editing.duplicate(survey("nps"), "nps", avoid={"nps_2"})[1] == "nps_3"


def test_publishing_says_what_it_brings() -> None:
    before = survey("nps", "text", "single")
    after, added = editing.add_question(before, "email", languages=LANGUAGES)
    after = editing.move(after, "questions", "text", 0)
    after, _ = editing.remove(after, "questions", "single")
    after["questions"][1]["required"] = True
    after["name"] = "Other"
    told = {difference.what: difference.ids for difference in editing.differences(before, after)}
    assert told == {
        "added": [added], "removed": ["single"], "changed": ["nps"], "moved": ["text", "nps"], "name": [],
    }  # fmt: skip
    assert editing.differences(before, before) == []
    assert editing.differences(None, before)[0].ids == ["nps", "text", "single"]


def test_a_language_comes_and_goes_without_losing_words() -> None:
    definition = survey("nps", "matrix")
    french = editing.add_language(definition, "fr")
    assert french["languages"] == ["en", "ko", "fr"]
    assert editing.missing(french, "ko") == 0
    assert editing.missing(french, "fr") == 10
    assert editing.remove_language(french, "fr") == definition
    with pytest.raises(Invalid):
        editing.remove_language(editing.remove_language(definition, "ko"), "en")
