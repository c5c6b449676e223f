"""The roadmap over HTTP."""

import pytest

from tests.people import stranger
from voc.values import Scope

HERE = "/v1/roadmap"
WORDS = {"ko": {"title": "로그인이 유지돼요"}, "en": {"title": "You stay signed in", "note": "Even after closing it."}}


def entry(item):
    return f"/v1/backlog/{item}/roadmap"


async def plan(shop, item):
    assert (await shop.http.patch(f"/v1/backlog/{item}", json={"status": "planned"})).status_code == 200


async def test_it_is_private_until_it_is_opened(shop, app):
    closed = (await shop.http.get(HERE)).json()
    assert closed == {"settings": {"public": False, "title": "", "intro": {}}, "path": f"/roadmap/{shop.workspace}"}
    async with stranger(app) as reader:
        assert (await reader.http.get(closed["path"])).status_code == 404
        wish = {"public": True, "title": "What comes next", "intro": {"en": "Dates may change."}}
        assert (await shop.http.put(HERE, json=wish)).json()["settings"] == wish
        assert "What comes next" in (await reader.http.get(closed["path"])).text
        await shop.http.put(HERE, json={})
        assert (await reader.http.get(closed["path"])).status_code == 404


async def test_an_items_words_are_written_read_and_taken_off(shop):
    item = shop.items[0]
    empty = (await shop.http.get(entry(item))).json()
    assert (empty["stage"], empty["shown"], empty["words"], empty["by"]) == (None, False, {}, None)
    await plan(shop, item)
    answer = await shop.http.put(entry(item), json={"words": WORDS})
    assert answer.status_code == 200, answer.text
    written = answer.json()
    assert (written["stage"], written["shown"]) == ("planned", True)
    assert written["words"]["ko"] == {"title": "로그인이 유지돼요", "note": ""}
    assert (await shop.http.get(entry(item))).json() == written
    for language in ("ko", "en"):
        (shown,) = (await shop.http.get(f"{HERE}/entries", params={"language": language})).json()["items"]
        assert (shown["item"], shown["title"]) == (item, WORDS[language]["title"])
    assert (await shop.http.delete(entry(item))).status_code == 204
    assert (await shop.http.get(f"{HERE}/entries")).json()["items"] == []
    kept = (await shop.http.get(entry(item))).json()
    assert (kept["shown"], kept["words"]) == (False, written["words"])


async def test_what_nobody_plans_is_not_for_the_roadmap(shop):
    answer = await shop.http.put(entry(shop.items[0]), json={"words": WORDS})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:voc:problem:not-on-roadmap")


@pytest.mark.parametrize("words", [{}, {"fr": {"title": "Non"}}, {"en": {"title": ""}}, {"en": {"title": "a" * 121}}])
async def test_an_entry_has_a_title_in_one_of_two_languages(shop, words):
    await plan(shop, shop.items[0])
    assert (await shop.http.put(entry(shop.items[0]), json={"words": words})).status_code == 400


@pytest.mark.parametrize("wish", [{"intro": {"fr": "Non"}}, {"title": "a" * 81}, {"open": True}])
async def test_settings_that_do_not_fit_are_refused(shop, wish):
    assert (await shop.http.put(HERE, json=wish)).status_code == 400


async def test_items_of_others_are_missing(shop, new_caller):
    other, path = await new_caller(), entry(shop.items[0])
    await plan(shop, shop.items[0])
    await shop.http.put(path, json={"words": WORDS})
    tries = [other.http.get(path), other.http.put(path, json={"words": WORDS}), other.http.delete(path)]
    assert [(await each).status_code for each in tries] == [404] * 3
    assert (await other.http.get(f"{HERE}/entries")).json()["items"] == []
    assert (await shop.http.get(path)).json()["shown"]


async def test_readers_see_what_is_shown_and_write_nothing(shop, new_caller):
    reader, path = await new_caller(Scope.read, workspace=shop.workspace), entry(shop.items[0])
    for open_ in (HERE, f"{HERE}/entries"):
        assert (await reader.http.get(open_)).status_code == 200
    tries = [reader.http.get(path), reader.http.put(path, json={"words": WORDS}), reader.http.delete(path)]
    tries += [reader.http.put(HERE, json={"public": True})]
    assert [(await each).status_code for each in tries] == [403] * 4
    foreign = await new_caller(Scope.survey, workspace=shop.workspace)
    assert (await foreign.http.get(HERE)).status_code == 403
