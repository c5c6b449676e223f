"""The templates are ready to publish, short, and written in both languages."""

import re
from importlib.resources import files

import pytest

from voc.errors import NotFound
from voc.surveys import exchange
from voc.surveys.catalogue import ORDER, Template, template, templates
from voc.surveys.effort import LONG_SECONDS, estimated_seconds
from voc.surveys.proofreading import proofread
from voc.surveys.proofs.wording import texts_of
from voc.surveys.recall import without_recalls

IDS = pytest.mark.parametrize("made", templates(), ids=lambda made: made.id)


def test_every_file_is_offered():
    names = {
        file.name.removesuffix(".json") for file in files("voc.surveys.catalogue").iterdir() if ".json" in file.name
    }
    assert names == set(ORDER)
    assert [made.id for made in templates()] == list(ORDER)
    assert len(ORDER) >= 9


@IDS
def test_a_template_has_nothing_to_mend(made: Template):
    assert proofread(made.definition) == []


@IDS
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_template_takes_a_minute_at_most(made: Template, language: str):
    assert estimated_seconds(made.for_author(language), language) <= LONG_SECONDS


@IDS
def test_korean_is_written_in_korean_and_english_in_english(made: Template):
    for pointer, text, _ in [*texts_of(made.definition), ("/name", made.name, True), ("/purpose", made.purpose, True)]:
        assert set(text) == {"en", "ko"}, pointer
        assert not re.search(r"[가-힣]", text["en"]), pointer
        if "@" not in text["ko"]:
            assert re.search(r"[가-힣]", without_recalls(text["ko"])), pointer


@IDS
def test_a_template_survives_a_file(made: Template):
    assert exchange.read(exchange.write(made.definition)).definition == made.definition


def test_most_templates_ask_on_according_to_the_answer():
    branching = [made.id for made in templates() if any(question.rules for question in made.definition.questions)]
    assert len(branching) >= 8


def test_a_korean_author_begins_in_korean():
    definition = template("nps").for_author("ko-KR")
    assert definition.languages == ["ko", "en"]
    assert definition.name == "추천 의향 (NPS)"
    assert template("nps").for_author("fr").languages == ["en", "ko"]


def test_a_template_that_is_not_there():
    with pytest.raises(NotFound):
        template("telepathy")
