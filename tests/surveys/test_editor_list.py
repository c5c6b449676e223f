"""The list of surveys, and what its buttons do."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest_asyncio
from litestar import Litestar

from tests.conftest import Caller, Watch
from tests.people import Browser, member
from tests.surveys.authoring import new_survey
from voc.surveys import queries


@pytest_asyncio.fixture(loop_scope="session")
async def browser(app: Litestar, caller: Caller, watch: Watch) -> AsyncIterator[Browser]:
    """A member of the workspace."""
    async with member(app, caller.workspace, watch) as made:
        yield made


async def press(browser: Browser, path: str, **fields: str) -> httpx.Response:
    return await browser.send(path, fields, form="/surveys")


async def test_an_empty_list_gives_the_one_step_that_fills_it(browser: Browser) -> None:
    page = (await browser.http.get("/surveys")).text
    assert "No surveys yet" in page
    assert 'href="/surveys/new"' in page


async def test_the_newest_comes_first_with_its_state_and_dates(browser: Browser, caller: Caller, watch: Watch) -> None:
    await new_survey(caller.workspace, watch(), name="Older")
    watch.turn(timedelta(minutes=1))
    schedule = {"closes_at": "2026-04-01T00:00:00Z", "limit": 1000}
    await new_survey(caller.workspace, watch(), name="Newer", schedule=schedule)
    page = (await browser.http.get("/surveys")).text
    assert page.index("Newer") < page.index("Older")
    assert "closes 1 Apr 2026" in page
    assert "up to 1,000 responses" in page
    found = (await browser.http.get("/surveys", params={"q": "old", "state": "draft"})).text
    assert "Older" in found
    assert "Newer" not in found
    assert "Nothing matches" in (await browser.http.get("/surveys", params={"state": "closed"})).text


async def test_a_survey_goes_through_its_states(browser: Browser, caller: Caller, watch: Watch) -> None:
    id_ = await new_survey(caller.workspace, watch())
    for step, state in (
        ("publish", "published"), ("pause", "paused"), ("resume", "published"), ("close", "closed"),
        ("resume", "published"),
    ):  # fmt: skip
        answer = await press(browser, f"/surveys/{id_}/{step}")
        assert answer.status_code == 303, step
        assert (await queries.one(caller.workspace, id_)).state == state
    page = (await browser.http.get("/surveys")).text
    assert f"/s/{id_}" in page
    assert "Remove the draft" not in page


async def test_a_copy_opens_in_the_editor(browser: Browser, caller: Caller, watch: Watch) -> None:
    id_ = await new_survey(caller.workspace, watch())
    answer = await press(browser, f"/surveys/{id_}/duplicate")
    page = (await browser.http.get(answer.headers["location"])).text
    assert "Checkout (2)" in page


async def test_a_removed_draft_can_be_put_back(browser: Browser, caller: Caller, watch: Watch) -> None:
    id_ = await new_survey(caller.workspace, watch())
    before = (await queries.one(caller.workspace, id_)).definition()
    answer = await press(browser, f"/surveys/{id_}/remove")
    page = (await browser.http.get(answer.headers["location"])).text
    assert "The draft “Checkout” was removed." in page
    assert await queries.of_workspace(caller.workspace) == []
    removed = page.split('name="removed" value="')[1].split('"')[0]
    await browser.send("/surveys/restore", {"removed": removed}, form=answer.headers["location"])
    assert (await queries.one(caller.workspace, id_)).definition() == before


async def test_a_published_survey_stays(browser: Browser, caller: Caller, watch: Watch) -> None:
    id_ = await new_survey(caller.workspace, watch())
    await press(browser, f"/surveys/{id_}/publish")
    assert (await press(browser, f"/surveys/{id_}/remove")).status_code == 409
    assert (await queries.one(caller.workspace, id_)).state == "published"


async def test_a_strangers_survey_is_not_found(browser: Browser, new_caller, watch: Watch) -> None:  # type: ignore[no-untyped-def]
    other = await new_caller()
    id_ = await new_survey(other.workspace, watch())
    for step in ("publish", "pause", "duplicate", "remove"):
        assert (await press(browser, f"/surveys/{id_}/{step}")).status_code == 404
