"""The shape of a survey, what it looks like, and how long it takes."""

import json
import subprocess
import sys
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from surveying import definitions, question

from voc.surveys.appearance import Appearance
from voc.surveys.contrast import contrast, label_on, lightened
from voc.surveys.definition import Definition
from voc.surveys.effort import LONG_SECONDS, estimated_seconds, question_seconds
from voc.surveys.questions import TYPES
from voc.surveys.schema import schema
from voc.surveys.texts import in_language

colours = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)
ASKED: list[Any] = [{"id": "a", "type": "nps", "text": {"ko": "어때요?", "en": "How?"}}]


def test_languages_are_those_of_the_texts_unless_the_author_says_otherwise() -> None:
    assert Definition(name="x", questions=ASKED).languages == ["ko", "en"]
    assert Definition(name="x", questions=ASKED, languages=["en", "en"]).first_language == "en"


@pytest.mark.parametrize(
    "fields",
    [
        {"name": " "},
        {"name": "a" * 121},
        {"questions": []},
        {"questions": ASKED * 51},
        {"colour": "red"},
        {"languages": ["english"]},
        {"hidden": ["Plan"]},
        {"variables": [{"id": "v", "initial": True}]},
        {"endings": [{"id": "x", "title": {"en": "x"}, "button": {"text": {"en": "x"}, "url": "javascript:x"}}]},
        {"schedule": {"opens_at": "2026-03-01T00:00:00"}},
        {"schedule": {"limit": 0}},
        {"appearance": {"accent": "red"}},
        {"appearance": {"radius": 25}},
        {"appearance": {"logo": "http://example.com/a.png"}},
        {"appearance": {"text": "#777777", "background": "#888888"}},
        {"appearance": {"text": "#dddddd", "scheme": "light"}},
        {"appearance": {"text": "#222222"}},
    ],
)
def test_what_a_survey_cannot_be_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Definition.model_validate({"name": "x", "questions": ASKED} | fields)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("ko", "가"), ("ko-KR", "가"), ("pt-BR", "olá"), ("pt", "one"), ("fr", "one"), ("", "one"), ("de", "one")],
)
def test_a_reader_gets_the_nearest_language(language: str, expected: str) -> None:
    text = {"ko": "가", "en": "one", "pt-BR": "olá", "de": " "}
    assert in_language(text, language, "en") == expected


def test_a_text_is_never_blank_while_any_language_has_words() -> None:
    assert in_language({"ja": "", "th": "ไทย"}, "en", "ko") == "ไทย"
    assert in_language({"ja": ""}, "en") == ""
    assert in_language(None, "en") == ""


@given(colours, colours)
def test_contrast_is_symmetric_and_bounded(one: str, other: str) -> None:
    assert 1 <= contrast(one, other) <= 21.001
    assert contrast(one, other) == contrast(other, one)
    assert contrast(one, label_on(one)) >= 4.5


@pytest.mark.parametrize(("one", "other", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48)])
def test_contrast_is_that_of_the_guidelines(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


@given(colours, st.sampled_from(["auto", "light", "dark"]))
def test_whatever_the_background_text_can_be_read(background: str, scheme: Any) -> None:
    appearance = Appearance(background=background, accent=background, scheme=scheme)
    for dark in appearance.schemes():
        seen = appearance.colours(dark=dark)
        assert contrast(seen.text, seen.background) >= 4.5
        assert contrast(seen.on_accent, seen.accent) >= 4.5


@given(colours)
def test_an_accent_stands_out_on_the_dark_page_that_nobody_chose(accent: str) -> None:
    seen = Appearance(accent=accent).colours(dark=True)
    assert contrast(seen.accent, seen.background) >= 3
    assert lightened(seen.accent, seen.background) == seen.accent


def test_a_score_and_its_reason_take_less_than_a_minute() -> None:
    short = Definition(name="x", questions=[question("nps"), question("text", "why")])
    assert 20 < estimated_seconds(short) < LONG_SECONDS


def test_the_longest_way_counts() -> None:
    end = {"when": {"on": "answer:q", "is": "greater", "value": 8}, "then": [{"do": "jump", "to": "c"}]}
    certain = end | {"when": {"all": []}}
    rest = [question("text", "b"), question("csat", "c")]
    perhaps = Definition(name="x", questions=[question("nps", rules=[end]), *rest])
    always = Definition(name="x", questions=[question("nps", rules=[certain]), *rest])
    parts = [question_seconds(one, "en") for one in perhaps.questions]
    assert estimated_seconds(perhaps) == pytest.approx(sum(parts), abs=0.1)
    assert estimated_seconds(always) == pytest.approx(parts[0] + parts[2], abs=0.1)


@given(definitions())
def test_every_survey_takes_time_and_no_more_than_all_its_questions(definition: Definition) -> None:
    parts = [question_seconds(one, "en") for one in definition.questions]
    assert parts[0] - 0.1 <= estimated_seconds(definition, "en") <= sum(parts) + 0.1


def test_every_type_takes_time() -> None:
    assert all(question_seconds(question(type_), "ko") > 0 for type_ in TYPES)


SCHEMAS = {mode: schema(mode) for mode in ("validation", "serialization")}


@pytest.mark.parametrize("mode", SCHEMAS)
def test_a_survey_fits_its_schema(mode: str) -> None:
    rule = {"when": {"all": []}, "then": [{"do": "jump", "to": "q_text"}]}
    asked = [question(type_, f"q_{type_}", rules=[rule]) for type_ in TYPES]
    written = Definition(name="Everything", questions=asked).model_dump(mode="json")
    fits = jsonschema.Draft202012Validator(SCHEMAS[mode])
    assert fits.is_valid(written)
    assert not fits.is_valid(written | {"questions": []})


def test_the_schema_is_printed_in_a_stable_order() -> None:
    argv = [sys.executable, "-m", "voc.surveys.schema"]
    printed = subprocess.run(argv, check=True, capture_output=True, text=True).stdout
    assert json.loads(printed) == SCHEMAS["validation"]
    assert printed == json.dumps(SCHEMAS["validation"], indent=2, sort_keys=True, ensure_ascii=False) + "\n"
