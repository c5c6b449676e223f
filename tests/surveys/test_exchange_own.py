"""Our own JSON survives the way out and back, and a broken file says what is wrong with it."""

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import definitions

from voc.errors import Invalid
from voc.surveys import exchange
from voc.surveys.definition import Definition

SMALL = {"name": "Small", "questions": [{"id": "nps", "type": "nps", "text": {"en": "Would you recommend us?"}}]}


def text(**changes: object) -> str:
    return json.dumps(SMALL | changes)


@settings(max_examples=80)
@given(definitions())
def test_what_was_written_reads_back_the_same(definition):
    written = exchange.write(definition)
    imported = exchange.read(written)
    assert imported.definition == definition
    assert (imported.source, imported.notes) == ("voc", [])
    assert exchange.write(imported.definition) == written


def test_a_written_survey_is_short_and_in_the_models_order():
    written = exchange.write(Definition.model_validate(SMALL))
    assert json.loads(written) == SMALL
    assert list(json.loads(written)) == ["name", "questions"]
    assert written.startswith('{\n  "name"')
    assert written.endswith("}\n")


def test_korean_stays_readable_in_the_file():
    definition = Definition.model_validate(SMALL | {"name": "추천 의향"})
    assert "추천 의향" in exchange.write(definition)


def test_languages_in_an_order_of_their_own_are_kept():
    definition = Definition.model_validate(SMALL | {"languages": ["ko", "en"]})
    assert exchange.read(exchange.write(definition)).definition.languages == ["ko", "en"]


def test_what_the_service_adds_changes_nothing():
    added = {"id": "srv_1", "workspace": "ws_1", "state": "draft", "version": 3, "changed": True}
    assert exchange.read(text(**added)).definition == Definition.model_validate(SMALL)


@pytest.mark.parametrize(
    ("given_text", "says"),
    [
        ("", "not JSON"),
        ("name: NPS", "not JSON"),
        ("[1, 2]", "one JSON object"),
        ("{}", "no questions"),
        ('{"name": "NPS"}', "no questions"),
        ('{"hello": {"world": [1]}}', "no questions"),
        ('{"a": 1, "a": 2}', "twice"),
        ('{"a": NaN}', "not a number"),
        ('{"a": "\\ud800"}', "not text"),
        ('{"a": ' + "9" * 5000 + "}", "not JSON"),
        ("[" * 100_000, "nested deeper"),
        ('{"a":' * 60 + "1" + "}" * 60, "nested deeper"),
        ('{"name": "' + "x" * 1_000_001 + '"}', "too large"),
        (text(questions=[]), "/questions"),
        (text(colour="red"), "/colour"),
        (text(questions=[{"id": "Nps", "type": "nps", "text": {"en": "?"}}]), "/questions/0"),
        (text(questions=[{"id": "a", "type": "telepathy", "text": {"en": "?"}}]), "/questions/0"),
        (text(questions=["What?"]), "/questions/0"),
        (text(name=7), "/name"),
    ],
)
def test_a_broken_file_is_refused_with_the_reason(given_text, says):
    with pytest.raises(Invalid) as refused:
        exchange.read(given_text)
    assert says in refused.value.detail


def test_errors_of_the_format_name_their_places():
    with pytest.raises(Invalid) as refused:
        exchange.read(text(questions=[SMALL["questions"][0] | {"required": "maybe"}], name=""))
    pointers = [error["pointer"] for error in refused.value.values["errors"]]
    assert "/name" in pointers
    assert any(pointer.startswith("/questions/0") for pointer in pointers)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "name", "id", "text", "headline", "elements", "logic", "x"]), inner)
    ),
    max_leaves=12,
)


@settings(max_examples=200)
@given(st.sampled_from(["questions", "blocks", "pages", "elements"]), st.lists(JSON, max_size=3), JSON)
def test_whatever_the_file_holds_it_is_read_or_refused(list_name, listed, extra):
    with suppress(Invalid):
        exchange.read(json.dumps({"name": "Anything", list_name: listed, "endings": extra, "triggers": extra}))
