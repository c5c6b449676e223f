"""Themes rearranged by hand on their pages."""

import html
import re

import pytest
import pytest_asyncio
from sorting import by_topic, in_two, send, texts

from tests.people import member
from voc.themes import discovery, pages, queries, rearranging


@pytest_asyncio.fixture(loop_scope="session")
async def browser(app, watch, caller, engine, monkeypatch):
    """A signed-in colleague of a workspace with two themes."""
    monkeypatch.setattr(discovery.discover, "__kwdefaults__", discovery.discover.__kwdefaults__ | {"find": by_topic})
    monkeypatch.setattr(rearranging.run, "__kwdefaults__", {"divide": in_two})
    await send(caller, engine, texts(8, "login") + texts(6, "delivery"))
    await discovery.discover(caller.workspace, now=watch())
    async with member(app, caller.workspace, watch) as browser:
        browser.workspace = caller.workspace
        browser.themes = {theme.name: theme.id for theme in await queries.active(caller.workspace)}
        yield browser


async def submit(browser, page, action, **fields):
    """Fill a form of `page` and send it to `action`."""
    return await browser.send(action, fields, form=page)


async def test_a_merge_shows_itself_and_its_undo(browser, engine):
    login, delivery = (f"/themes/{browser.themes[name]}" for name in ("login", "delivery"))
    answer = await submit(browser, login, f"{login}/merge", other=browser.themes["delivery"])
    assert (answer.status_code, answer.headers["location"]) == (303, f"{login}?edited=1")
    waiting = (await browser.http.get(login)).text
    assert "Feedback is being moved and counted again; the numbers and the rank below are those from before" in waiting
    assert waiting.index("became part of") < waiting.index("Feedback is being moved")
    assert f'hx-get="{login}?edited=1" hx-trigger="every 2s"' in waiting
    await engine.settle()
    shown = (await browser.http.get(login)).text
    assert "became part of" in shown
    assert "every 2s" not in shown
    assert f'action="{login}/undo"' in shown
    assert "This theme is part of" in (await browser.http.get(delivery)).text
    await submit(browser, login, f"{login}/undo")
    await engine.settle()
    back = (await browser.http.get(f"{login}?edited=1")).text
    assert "was undone" in back
    assert "put-right-told" not in back
    assert {theme.name for theme in await queries.active(browser.workspace)} == {"login", "delivery"}


async def test_the_page_of_changes_tells_both_kinds(browser, engine):
    login = f"/themes/{browser.themes['login']}"
    await submit(browser, login, f"{login}/split", into="2")
    await submit(browser, login, f"/themes/{browser.themes['delivery']}/pin", pinned="1")
    await engine.settle()
    shown = (await browser.http.get("/themes/changes")).text
    assert "split off from" in shown
    assert "was pinned" in shown
    assert "Themes kept" in shown


async def test_areas_group_the_list_and_take_themes_in(browser):
    await submit(browser, "/themes?by=area", "/themes/areas", name="Orders")
    (area,) = await queries.areas(browser.workspace)
    delivery = f"/themes/{browser.themes['delivery']}"
    await submit(browser, delivery, f"{delivery}/move", area=area.id)
    shown = (await browser.http.get("/themes?by=area")).text
    assert re.search(rf'id="{area.id}".*Orders.*delivery', shown, re.S)
    await submit(browser, "/themes?by=area", f"/themes/areas/{area.id}", name="Shipping", do="rename")
    assert "Shipping" in (await browser.http.get(delivery)).text
    await submit(browser, "/themes?by=area", f"/themes/areas/{area.id}", name="Shipping", do="remove")
    assert await queries.areas(browser.workspace) == []


async def test_a_definition_without_a_name_is_asked_for_again(browser):
    answer = await submit(browser, "/themes/new", "/themes/new", name=" ", examples="where is it")
    assert answer.status_code == 400
    assert "where is it" in answer.text


@pytest.mark.parametrize(("by", "first"), [("", "SHOWN_OF_KIND"), ("area", "SHOWN_OF_AREA")])
async def test_a_long_group_shows_its_first_themes_and_leads_to_the_rest(browser, monkeypatch, by, first):
    monkeypatch.setattr(pages, first, 1)
    monkeypatch.setattr(pages, "A_HANDFUL", 0)
    some = (await browser.http.get("/themes", params={"by": by})).text
    assert sum(f'href="/themes/{id_}"' in some for id_ in browser.themes.values()) == 1
    assert "Show the other 1 theme" in some
    rest = html.unescape(re.search(r'class="button" href="(/themes\?[^"]*every=1)', some)[1])
    every = (await browser.http.get(rest)).text
    assert all(f'href="/themes/{id_}"' in every for id_ in browser.themes.values())
    assert "Show the other" not in every


async def test_a_handful_more_is_shown_at_once(browser, monkeypatch):
    monkeypatch.setattr(pages, "SHOWN_OF_KIND", 1)
    shown = (await browser.http.get("/themes")).text
    assert all(f'href="/themes/{id_}"' in shown for id_ in browser.themes.values())
    assert "Show the other" not in shown
