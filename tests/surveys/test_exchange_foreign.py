"""Surveys of other programs come in as far as they map, and what does not map is said."""

import copy
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.errors import Invalid
from voc.surveys import exchange
from voc.surveys.definition import Definition
from voc.surveys.proofreading import proofread

SAMPLES = Path(__file__).parent / "samples"
FOREIGN = ["formbricks_blocks", "formbricks_questions", "surveyjs"]


def sample(name: str) -> Any:
    return json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))


def read(value: Any) -> exchange.Imported:
    return exchange.read(json.dumps(value))


@pytest.mark.parametrize("name", FOREIGN)
def test_a_realistic_survey_can_be_published_after_its_import(name):
    imported = read(sample(name))
    assert imported.source == name.partition("_")[0]
    assert [each for each in proofread(imported.definition) if each.severity == "error"] == []
    assert exchange.read(exchange.write(imported.definition)).definition == imported.definition


@pytest.mark.parametrize("name", FOREIGN)
def test_reading_twice_gives_the_same(name):
    assert read(sample(name)) == read(sample(name))


@pytest.mark.parametrize("name", FOREIGN)
def test_a_field_that_nobody_knows_is_reported(name):
    value = sample(name)
    survey = value.get("data", value)
    survey["telepathy"] = {"on": True}
    assert any("telepathy" in note for note in read(value).notes)


@pytest.mark.parametrize("name", FOREIGN)
def test_notes_are_sentences_with_their_gaps_filled(name):
    for remark in read(sample(name)).remarks:
        assert remark.message.endswith(".")
        assert "{" not in remark.message.replace("{score}", "").replace("{staff.Till}", "").replace("{birth}", "")


def paths(value: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [before] * bool(before) + [each for name, child in inner for each in paths(child, (*before, name))]


JUNK = st.sampled_from(
    [None, True, -1, 1e300, "", "x" * 6000, "{nobody} > 3", "<b>", "{{answer:x}}", "#recall:x/fallback:#", [], [[]], {}]
)


@settings(max_examples=150)
@given(st.sampled_from(FOREIGN), st.data())
def test_a_survey_with_something_odd_in_it_is_read_or_refused(name, data):
    value = copy.deepcopy(sample(name))
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(paths(value)))
        inside = value
        for step in path[:-1]:
            inside = inside[step]
        inside[path[-1]] = copy.deepcopy(data.draw(JUNK))
    with suppress(Invalid):
        Definition.model_validate(read(value).definition.model_dump(mode="json"))


def test_several_surveys_in_one_file_are_refused():
    survey = sample("formbricks_questions")
    with pytest.raises(Invalid, match="2 surveys"):
        read({"data": [survey, survey]})


def test_a_survey_of_which_nothing_maps_is_refused():
    with pytest.raises(Invalid, match="No question"):
        read({"pages": [{"elements": [{"type": "signaturepad", "name": "sign"}]}]})


def test_more_questions_than_fit_are_cut_and_said():
    elements = [{"type": "comment", "name": f"q{number}", "title": "?"} for number in range(60)]
    imported = read({"title": "Long", "elements": elements})
    assert len(imported.definition.questions) == 50
    assert "“questions”: only the first 50 were taken." in imported.notes


def comments(count: int, **each: Any) -> list[dict[str, Any]]:
    return [{"type": "comment", "name": f"a{number}", "title": "?"} | each for number in range(count)]


TESTS = " and ".join(f"{{a0}} != '{number}'" for number in range(50))
HEADLINE = {"id": "q", "type": "nps", "headline": "?"}
HEAVY = {
    "a tag that never ends": {"elements": comments(40, title="<a" * 10_000)},
    "comments that never end": {"elements": comments(40, title="<p>" + "<!--" * 5_000)},
    "a marked section": {"elements": comments(2, title="<p><![a[b" * 500)},
    "choices": {"elements": [{"type": "checkbox", "name": "a", "choices": ["a"] * 150_000}]},
    "questions": {"elements": comments(15_000)},
    "unknown questions": {"elements": comments(15_000, type="telepathy") + comments(1)},
    "conditions": {"elements": comments(50, visibleIf=TESTS)},
    "brackets": {"elements": comments(50, visibleIf="(" * 2_400 + "{a0}" + ")" * 2_400)},
    "languages": {"questions": [HEADLINE | {"headline": {f"aa-{number:05d}": "?" for number in range(40_000)}}]},
    "hidden fields": {"questions": [HEADLINE], "hiddenFields": {"enabled": True, "fieldIds": ["a"] * 150_000}},
    "triggers": {"questions": [HEADLINE], "triggers": [{"actionClass": {"key": str(at)}} for at in range(5_000)]},
}


@pytest.mark.parametrize("name", HEAVY)
def test_a_file_made_to_be_heavy_is_no_burden(name):
    with suppress(Invalid):
        imported = read({"name": "Heavy", "title": "Heavy"} | HEAVY[name])
        assert len(imported.notes) <= 301


def test_what_is_no_object_among_the_objects_is_reported():
    notes = read({"elements": [*comments(1), "And this?"]}).notes
    assert any("elements (in part)" in note for note in notes)


def test_scripts_are_no_words():
    title = "<b>Hello</b> &amp; welcome<script>alert('x')</script><br>you"
    question = read({"locale": "en", "elements": comments(1, title=title)}).definition.questions[0]
    assert question.text == {"en": "Hello & welcome\nyou"}
