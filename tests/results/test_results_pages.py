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
