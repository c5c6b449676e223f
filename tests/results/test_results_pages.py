"""The pages of results, as a member meets them."""

import pytest_asyncio

from tests.people import member

RECALLING = {
    "name": "Recall",
    "questions": [
        {"id": "nps", "type": "nps", "text": {"en": "Would you recommend us?"}},
        {"id": "why", "type": "text", "text": {"en": "You gave us {{answer:nps}}, {{customer.name|friend}}. Why?"}},
        {
            "id": "next",
            "type": "single",
            "other": True,
            "text": {"en": "What next?"},
            "choices": [
                {"id": "same", "text": {"en": "Keep {{answer:nps|my score}}"}},
                {"id": "less", "text": {"en": "Lower it"}},
            ],
        },
    ],
}


@pytest_asyncio.fixture(loop_scope="session")
async def browser(app, caller, watch):
    """A member of the workspace."""
    async with member(app, caller.workspace, watch) as made:
        yield made


async def recalling(caller):
    """A published survey whose texts repeat answers."""
    made = (await caller.http.post("/v1/surveys", json=RECALLING)).json()
    return (await caller.http.post(f"/v1/surveys/{made['id']}/publish")).json()


async def test_titles_and_choices_show_a_fallback_where_respondents_met_their_answer(caller, browser, send, counted):
    survey = await recalling(caller)
    typed = "literally {{answer:nps|x}}"
    await send(survey=survey["id"], answers={"nps": 9, "why": typed, "next": "same"})
    one = await send(survey=survey["id"], answers={"nps": 2, "next": "same"}, seen=["nps", "why", "next"])
    await counted()
    pages = f"/surveys/{survey['id']}"
    summary = (await browser.http.get(f"{pages}/results")).text
    response = (await browser.http.get(f"{pages}/responses/{one}")).text
    for page in (summary, response):
        assert "You gave us …, friend. Why?" in page
        assert "Keep my score" in page
        assert "{{" not in page
    assert typed in (await browser.http.get(f"{pages}/responses")).text
    exported = (await browser.http.get(f"{pages}/results/export")).text
    assert "Keep my score" in exported
    assert typed in exported


async def test_where_a_response_came_from_is_said_in_the_readers_language(survey, browser, send):
    one = await send(context={"device": "phone", "url": "https://shop.example/a", "source": "store-12"})
    page = f"/surveys/{survey['id']}/responses/{one}"
    shown = (await browser.http.get(page, headers={"accept-language": "ko"})).text
    for name, value in (("기기", "휴대폰"), ("페이지 주소", "https://shop.example/a"), ("유입 경로", "store-12")):
        assert f"<dt>{name}</dt><dd>{value}</dd>" in shown


async def test_types_bear_the_names_that_the_editor_gives_them(caller, survey, browser, send, counted):
    await send(answers={"nps": 9, "grid": {"speed": "good"}})
    await counted()
    shown = (await browser.http.get(f"/surveys/{survey['id']}/results", headers={"accept-language": "en"})).text
    for name in ("Recommendation (NPS)", "Open text", "One choice", "Table"):
        assert f"<span>{name}</span>" in shown
