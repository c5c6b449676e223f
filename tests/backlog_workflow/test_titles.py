"""An item's page says what to do: in a person's words, or by its kind until somebody finds some."""

import re
from html import unescape

import pytest

from tests.people import member


async def heading(app, caller, watch, item, language="en"):
    async with member(app, caller.workspace, watch) as browser:
        page = (await browser.http.get(f"/backlog/{item}", params={"lang": language})).text
    return unescape(re.search("<h1[^>]*>([^<]*)</h1>", page)[1])


@pytest.mark.parametrize(
    ("place", "language", "title"),
    [
        (0, "en", "Fix: The app logs me out"),
        (0, "ko", "The app logs me out 고치기"),
        (2, "en", "Add: Dark mode"),
        (2, "ko", "Dark mode 추가하기"),
    ],
)
async def test_a_theme_becomes_a_task(app, shop, watch, place, language, title):
    assert await heading(app, shop, watch, shop.items[place], language) == title


async def test_what_a_person_wrote_stands_as_it_is(app, shop, watch):
    item = shop.items[0]
    answer = await shop.http.patch(f"/v1/backlog/{item}", json={"title": "Keep people signed in"})
    assert answer.status_code == 200, answer.text
    assert await heading(app, shop, watch, item) == "Keep people signed in"


@pytest.mark.parametrize(("language", "fix", "add"), [("en", "Fix: {}", "Add: {}"), ("ko", "{} 고치기", "{} 추가하기")])
async def test_the_list_and_neighbours_say_it_as_the_page_does(app, shop, watch, language, fix, add):
    async with member(app, shop.workspace, watch) as browser:
        for path in ("/backlog", f"/backlog/{shop.items[1]}"):
            page = (await browser.http.get(path, params={"lang": language})).text
            titles = {unescape(each) for each in re.findall(r'<a href="/backlog/bl_[^"/]+"[^>]*>([^<]+)</a>', page)}
            assert titles >= {fix.format("The app logs me out"), add.format("Dark mode")}, path
