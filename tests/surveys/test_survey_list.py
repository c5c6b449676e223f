"""The list of surveys: its order, several at once with a way back, and as a file."""

import csv
import io
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape

import httpx
import pytest
import pytest_asyncio
from litestar import Litestar

from tests.conftest import Caller, Watch
from tests.people import Browser, member
from tests.surveys.authoring import new_survey
from voc.accounts.domain import Role
from voc.surveys import queries, service


@pytest_asyncio.fixture(loop_scope="session")
async def browser(app: Litestar, caller: Caller, watch: Watch) -> AsyncIterator[Browser]:
    """A member of the workspace."""
    async with member(app, caller.workspace, watch) as made:
        yield made


async def three(caller: Caller, watch: Watch) -> dict[str, str]:
    """Ids by state: a live, a paused and a draft survey, the draft the newest."""
    ids = {}
    for state, name in (("published", "beta"), ("paused", "Alpha"), ("draft", "Gamma")):
        ids[state] = await new_survey(caller.workspace, watch(), name=name)
        if state != "draft":
            await service.publish(caller.workspace, ids[state], now=watch())
        if state == "paused":
            await service.pause(caller.workspace, ids[state])
        watch.turn(timedelta(minutes=1))
    return ids


async def states(caller: Caller, ids: dict[str, str]) -> list[str]:
    return [(await queries.one(caller.workspace, id_)).state.value for id_ in ids.values()]


async def together(browser: Browser, step: str, ids: list[str], **filters: str) -> str:
    """The page that follows one step for several surveys."""
    answer = await browser.send("/surveys/together", {"do": step, "survey": ids} | filters, form="/surveys")
    assert answer.status_code == 303
    return (await browser.http.get(answer.headers["location"])).text


async def undo(browser: Browser, page: str) -> httpx.Response:
    """Press the button that the page offers."""
    taken = re.search(r'name="taken" value="([^"]+)"', page)
    assert taken
    return await browser.send("/surveys/undo", {"taken": unescape(taken[1])}, form="/surveys")


def order(page: str) -> list[str]:
    return re.findall(r"data-open>(\w+)</a>", page)


async def test_the_order_is_part_of_the_address_and_of_every_link(
    browser: Browser, caller: Caller, watch: Watch
) -> None:
    ids = await three(caller, watch)
    for score in (1, 2):
        body = {"survey": ids["published"], "submission_id": f"s-{score}", "answers": {"nps": score}}
        assert (await caller.http.post("/v1/responses", json=body)).status_code == 202
    assert order((await browser.http.get("/surveys")).text) == ["Gamma", "Alpha", "beta"]
    by_name = (await browser.http.get("/surveys", params={"sort": "name"})).text
    assert order(by_name) == ["Alpha", "beta", "Gamma"]
    assert "state=draft&amp;sort=name" in by_name or "sort=name&amp;state=draft" in by_name
    assert "/surveys/export?sort=name" in by_name
    assert order((await browser.http.get("/surveys", params={"sort": "sideways"})).text)[0] == "Gamma"


@pytest.mark.parametrize(
    ("step", "after", "told", "left"),
    [
        ("pause", ["paused", "paused", "draft"], "1 survey is paused", "2 stayed as they were"),
        ("resume", ["published", "published", "draft"], "1 survey takes answers again", "2 stayed as they were"),
        ("close", ["closed", "closed", "draft"], "2 surveys are closed", "1 stayed as it was"),
    ],
)
async def test_a_step_for_several_changes_those_that_allow_it_and_can_be_undone(
    browser: Browser, caller: Caller, watch: Watch, step: str, after: list[str], told: str, left: str
) -> None:
    ids = await three(caller, watch)
    before = await states(caller, ids)
    page = await together(browser, step, list(ids.values()), sort="name")
    assert await states(caller, ids) == after
    assert told in page
    assert left in page
    assert order(page) == ["Alpha", "beta", "Gamma"]
    assert (await undo(browser, page)).status_code == 303
    assert await states(caller, ids) == before


async def test_one_that_was_closed_is_reopened_by_undoing(browser: Browser, caller: Caller, watch: Watch) -> None:
    ids = await three(caller, watch)
    answer = await browser.send(f"/surveys/{ids['published']}/close", {}, form="/surveys")
    page = (await browser.http.get(answer.headers["location"])).text
    assert "1 survey is closed: it takes no more answers." in page
    await undo(browser, page)
    assert (await queries.one(caller.workspace, ids["published"])).state == "published"


async def test_copies_are_drafts_and_undoing_removes_those_that_nobody_touched(
    browser: Browser, caller: Caller, watch: Watch
) -> None:
    ids = await three(caller, watch)
    page = await together(browser, "duplicate", list(ids.values()))
    assert "3 copies were made, as drafts." in page
    copies = [each for each in await queries.of_workspace(caller.workspace) if each.id not in ids.values()]
    assert {each.state for each in copies} == {"draft"}
    await service.change(caller.workspace, copies[0].id, {"name": "Mine now"}, now=watch())
    await undo(browser, page)
    assert len(await queries.of_workspace(caller.workspace)) == 4


async def test_undoing_leaves_alone_what_a_colleague_did_since(browser: Browser, caller: Caller, watch: Watch) -> None:
    ids = await three(caller, watch)
    page = await together(browser, "pause", [ids["published"]])
    await service.close(caller.workspace, ids["published"])
    await undo(browser, page)
    assert (await queries.one(caller.workspace, ids["published"])).state == "closed"


async def test_nothing_ticked_changes_nothing_and_strangers_surveys_stay(
    browser: Browser, caller: Caller, new_caller, watch: Watch  # type: ignore[no-untyped-def]
) -> None:  # fmt: skip
    await three(caller, watch)
    assert "Nothing was changed." in await together(browser, "close", [])
    other = await new_caller()
    foreign = await new_survey(other.workspace, watch())
    page = await together(browser, "duplicate", [foreign, "srv_none"])
    assert "Nothing was changed. 2 stayed as they were" in page
    assert len(await queries.of_workspace(other.workspace)) == 1
    wrong = await browser.send("/surveys/together", {"do": "delete", "survey": [foreign]}, form="/surveys")
    forged = await browser.send("/surveys/undo", {"taken": "x" * 40}, form="/surveys")
    assert (wrong.status_code, forged.status_code) == (400, 400)


async def test_the_list_is_a_file_that_no_spreadsheet_runs(browser: Browser, caller: Caller, watch: Watch) -> None:
    schedule = {"opens_at": "2026-02-01T00:00:00Z", "closes_at": "2026-04-01T00:00:00Z", "limit": 1000}
    id_ = await new_survey(caller.workspace, watch(), name="=1+1", schedule=schedule)
    await new_survey(caller.workspace, watch(), name="배송")
    answer = await browser.http.get("/surveys/export", params={"q": "1+1"})
    assert 'filename="surveys.csv"' in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row["id"] for row in rows] == [id_]
    assert (rows[0]["name"], rows[0]["state"], rows[0]["languages"]) == ("'=1+1", "draft", "en ko")
    assert (rows[0]["opens_at"], rows[0]["limit"]) == ("2026-02-01T00:00:00+00:00", "1000")
    assert "open since 1 Feb 2026" in (await browser.http.get("/surveys")).text


async def test_readers_are_offered_no_ticks(app: Litestar, caller: Caller, watch: Watch) -> None:
    ids = await three(caller, watch)
    async with member(app, caller.workspace, watch, Role.viewer) as reader:
        page = (await reader.http.get("/surveys")).text
        assert "data-select" not in page
        answer = await reader.send("/surveys/together", {"do": "close", "survey": list(ids.values())}, form="/surveys")
    assert answer.status_code == 403
