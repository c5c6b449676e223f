"""The way through a survey; single cases are in `tests/contract/logic.json`."""

from typing import Any

from hypothesis import given
from surveying import answered, definitions

from voc.surveys.definition import Definition
from voc.surveys.facts import Facts
from voc.surveys.paths import followers, reachable
from voc.surveys.route import route


@given(answered())
def test_a_route_meets_no_question_twice_and_always_ends(case: tuple[Definition, dict[str, Any]]) -> None:
    definition, answers = case
    way = route(definition, Facts(answers=answers))
    assert way.questions[0] == definition.questions[0].id
    assert len(set(way.questions)) == len(way.questions)
    assert set(way.required) <= set(way.questions)
    assert way.ending in ([ending.id for ending in definition.endings] or [None])


@given(answered())
def test_dropping_what_is_off_the_route_leaves_the_route_alone(case: tuple[Definition, dict[str, Any]]) -> None:
    definition, answers = case
    way = route(definition, Facts(answers=answers))
    kept = {id_: answer for id_, answer in answers.items() if id_ in way.questions}
    assert route(definition, Facts(answers=kept)) == way


@given(answered())
def test_a_route_goes_only_where_the_paths_say(case: tuple[Definition, dict[str, Any]]) -> None:
    """As far as a respondent gets, who cannot skip what must be answered; a route looks further ahead."""
    definition, answers = case
    ids = [question.id for question in definition.questions]
    way = [ids.index(id_) for id_ in route(definition, Facts(answers=answers)).questions]
    owed = [place for place in way if definition.questions[place].required and ids[place] not in answers]
    way = way[: way.index(owed[0]) + 1] if owed else way
    after = followers(definition)
    assert all(onward in after[place] for place, onward in zip(way, way[1:], strict=False))
    assert set(way) <= reachable(definition)


@given(answered())
def test_the_way_up_to_a_question_depends_on_earlier_answers_only(case: tuple[Definition, dict[str, Any]]) -> None:
    definition, answers = case
    way = route(definition, Facts(answers=answers)).questions
    for count in range(len(way)):
        known = {id_: answer for id_, answer in answers.items() if id_ in way[:count]}
        assert route(definition, Facts(answers=known)).questions[: count + 1] == way[: count + 1]


@given(definitions())
def test_a_survey_survives_its_own_json(definition: Definition) -> None:
    assert Definition.model_validate_json(definition.model_dump_json()) == definition
    assert Definition.model_validate(definition.model_dump(mode="json")) == definition


def test_a_jump_to_nowhere_leaves_the_way_to_the_next_one_open() -> None:
    asked = {"type": "ces", "text": {"en": "How is it?"}}
    jumps = [{"do": "jump", "to": "gone"}, {"do": "jump", "to": "c"}]
    first = {"id": "a", "rules": [{"when": {"all": []}, "then": jumps}]} | asked
    made = {"name": "Jumps", "questions": [first, {"id": "b"} | asked, {"id": "c"} | asked]}
    definition = Definition.model_validate(made)
    assert route(definition, Facts()).questions == ["a", "c"]
    assert reachable(definition) == {0, 2, 3}
