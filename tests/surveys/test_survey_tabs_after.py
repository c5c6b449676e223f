"""What follows a survey's thanks, as its author sets it."""

import pytest

from tests.surveys.tabbing import author
from voc.accounts.domain import Role

OWN = {"follow_up": "own", "question_en": "Which product?", "question_ko": "어떤 상품인가요?"}


async def test_a_question_of_ones_own_is_kept_by_language(app, watch):
    async with author(app, watch, languages=["en", "ko"]) as kim:
        assert "Ask for what is missing" in (await kim.see("after")).text
        assert (await kim.send("after", **OWN)).status_code == 303
        kept = (await kim.draft()).afterwards
        assert (kept.answers, kept.follow_up) == (False, "own")
        assert kept.question == {"en": "Which product?", "ko": "어떤 상품인가요?"}
        assert "어떤 상품인가요?" in (await kim.see("after", language="ko")).text
        await kim.send("after", answers="yes", follow_up="missing")
        kept = (await kim.draft()).afterwards
        assert (kept.answers, kept.follow_up, kept.question) == (True, "missing", None)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (OWN | {"question_en": "What is your phone number?"}, "Nobody is asked for personal data here"),
        ({"follow_up": "own"}, "Please fill this in."),
        (OWN | {"question_en": "a" * 201}, "This does not fit."),
    ],
)
async def test_what_does_not_fit_is_kept_in_the_form_and_not_in_the_survey(app, watch, fields, told):
    async with author(app, watch, languages=["en", "ko"]) as kim:
        answer = await kim.send("after", **fields)
        assert answer.status_code == 422
        assert told in answer.text
        assert fields.get("question_ko", "") in answer.text
        assert (await kim.draft()).afterwards.follow_up == "missing"


async def test_publishing_says_that_something_else_follows(app, watch):
    async with author(app, watch, published=True) as kim:
        await kim.send("after", follow_up="none")
        assert "Something else after the thanks" in (await kim.see("edit")).text


async def test_a_viewer_changes_nothing(app, watch):
    async with author(app, watch, role=Role.viewer) as kim:
        assert (await kim.send("after", follow_up="none")).status_code == 403
        assert (await kim.draft()).afterwards.follow_up == "missing"
