"""People at the backlog's pages: the same rules as over the API, in words, and always a way back."""

import re
from html import unescape

import pytest

from tests.people import member
from voc.accounts import queries as accounts
from voc.accounts.domain import Role
from voc.backlog.documents import BacklogItem
from voc.backlog.workflow import mentions
from voc.backlog.workflow.mentions import Colleague

HTMX = {"hx-request": "true"}
KIM = Colleague(id="mem_kim", name="Kim", handle="kim.minji")
MIN = Colleague(id="mem_min", name="김민지", handle="minji")


async def shown(browser, path):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", (await browser.http.get(path)).text))


async def token(browser, path="/backlog"):
    found = re.search(r'name="_csrf_token" value="(\w+)"', (await browser.http.get(path)).text)
    assert found
    return found[1]


async def read(shop, item):
    return (await shop.http.get(f"/v1/backlog/{item}")).json()


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("@Kim, please", ["mem_kim"]),
        ("@김민지님 확인 부탁드립니다", ["mem_min"]),
        ("@kim.minji and @minji and @kim", ["mem_kim", "mem_min"]),
        ("@Kimberley kim@Kim.example 50@", []),
        ("@@Kim", ["mem_kim"]),
    ],
)
def test_a_mention_is_a_name_behind_an_at_sign(text, whom):
    assert list(mentions.named(text, [KIM, MIN])) == whom
    assert "".join(piece.text for piece in mentions.pieces(text, [KIM, MIN])) == text


async def test_the_list_hides_what_is_finished_and_says_so(shop, app, watch):
    one, two, *_ = shop.items
    await shop.http.patch(f"/v1/backlog/{one}", json={"status": "declined"})
    await shop.http.patch(f"/v1/backlog/{two}", json={"status": "planned"})
    async with member(app, shop.workspace, watch) as browser:
        text = await shown(browser, "/backlog")
        assert "The app logs me out" not in text
        assert "1 shipped, closed or declined item is not shown" in text
        assert "The app logs me out" in await shown(browser, "/backlog?status=all")
        text = await shown(browser, "/backlog?status=planned")
        assert "Delivery comes late" in text
        assert "Dark mode" not in text
        assert (await browser.http.get("/backlog?status=done")).status_code == 400


async def test_a_backlog_in_which_everything_is_done_says_so(shop, app, watch):
    await shop.http.post("/v1/backlog/bulk", json={"items": shop.items, "status": "closed"})
    async with member(app, shop.workspace, watch) as browser:
        text = await shown(browser, "/backlog")
        assert "Nothing is open" in text
        assert "Remove a filter" not in text


async def test_what_was_shipped_stays_findable_when_nobody_speaks_of_it_any_more(shop, app, watch):
    one, two, *_ = shop.items
    for status in ("planned", "shipped"):
        await shop.http.patch(f"/v1/backlog/{one}", json={"status": status})
    gone = {"_id": {"$in": [one, two]}, "workspace": shop.workspace}
    await BacklogItem.get_pymongo_collection().update_many(gone, {"$set": {"active": False}})
    async with member(app, shop.workspace, watch) as browser:
        text = await shown(browser, "/backlog?status=all")
        assert "The app logs me out" in text
        assert "Delivery comes late" not in text
        assert "It is not in the latest ranking" in await shown(browser, f"/backlog/{one}")


async def test_a_manager_plans_writes_and_takes_back(shop, app, watch):
    (item, *_) = shop.items
    page = f"/backlog/{item}"
    async with member(app, shop.workspace, watch) as browser:
        answer = await browser.send(f"{page}/change", {"status": "planned", "revision": "0"}, form=page)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{page}?done=changed")
        assert "Status: New → Planned Undo" in await shown(browser, answer.headers["location"])
        await browser.send(f"{page}/change", {"title": "Keep people signed in"}, form=page)
        await browser.send(f"{page}/notes", {"text": "@Kim is this ours?"}, form=page)
        text = await shown(browser, page)
        assert "Keep people signed in" in text
        assert "Kim is this ours?" in text
        last = (await read(shop, item))["history"][-1]["id"]
        answer = await browser.send(f"{page}/undo", {"change": last}, form=page)
        assert "Undone: it is as it was before." in await shown(browser, answer.headers["location"])
        body = await read(shop, item)
        assert (body["status"], body["title"], body["notes"]) == ("planned", "Keep people signed in", [])


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"status": "shipped"}, "that status does not follow"),
        ({"tracker_url": "javascript:alert(1)"}, "an address that begins with https://"),
        ({"due": "tomorrow"}, "this is no day"),
        ({"owner": "mem_nobody"}, "this does not fit"),
        ({"status": "declined", "revision": "0"}, "a colleague changed this meanwhile"),
    ],
)
async def test_what_cannot_be_saved_is_said_on_the_items_page(shop, app, watch, fields, told):
    (item, *_) = shop.items
    await shop.http.patch(f"/v1/backlog/{item}", json={"status": "under_review"})
    async with member(app, shop.workspace, watch) as browser:
        answer = await browser.send(f"/backlog/{item}/change", fields, form="/backlog")
        assert (answer.status_code, told in answer.text) == (409, True)
        headers = HTMX | {"x-csrftoken": await token(browser)}
        answer = await browser.http.post(f"/backlog/{item}/change", data=fields, headers=headers)
        assert (answer.status_code, told in answer.text, "<html" in answer.text) == (200, True, False)
    assert (await read(shop, item))["revision"] == 1


async def test_in_the_panel_the_item_is_swapped_and_its_row_told(shop, app, watch):
    (item, *_) = shop.items
    async with member(app, shop.workspace, watch) as browser:
        headers = HTMX | {"x-csrftoken": await token(browser)}
        answer = await browser.http.post(f"/backlog/{item}/change", data={"status": "planned"}, headers=headers)
        assert answer.headers["hx-trigger"] == f"changed-{item}"
        assert "<html" not in answer.text
        row = (await browser.http.get(f"/backlog/{item}/row", headers=HTMX)).text
        assert row.strip().startswith("<li")
        assert "Planned" in row


async def test_an_owner_and_those_whom_notes_name_find_their_items(shop, app, watch):
    one, two, *_ = shop.items
    async with member(app, shop.workspace, watch) as browser:
        (kim,) = await accounts.members(shop.workspace)
        await shop.http.patch(f"/v1/backlog/{one}", json={"owner": kim.id})
        await shop.http.post(f"/v1/backlog/{two}/notes", json={"text": "@Kim look"})
        assert "Mentions you 1" in await shown(browser, "/backlog")
        answer = await shop.http.get("/v1/backlog", params={"mentioned": kim.id})
        assert [each["id"] for each in answer.json()["items"]] == [two]
        mine, named = await shown(browser, "/backlog?owner=me"), await shown(browser, "/backlog?mentioned=me")
        assert ("The app logs me out" in mine, "Delivery comes late" in mine) == (True, False)
        assert ("The app logs me out" in named, "Delivery comes late" in named) == (False, True)


async def test_who_may_only_read_is_offered_nothing_to_change(shop, app, watch):
    (item, *_) = shop.items
    async with member(app, shop.workspace, watch, Role.viewer) as browser:
        page = (await browser.http.get(f"/backlog/{item}")).text
        assert f'action="/backlog/{item}' not in page
        assert "data-select" not in (await browser.http.get("/backlog")).text
        answer = await browser.send(f"/backlog/{item}/change", {"status": "planned"}, form="/backlog")
        assert answer.status_code == 403


async def test_what_people_write_is_shown_as_text(shop, app, watch):
    (item, *_) = shop.items
    wild = "<script>alert(1)</script>"
    await shop.http.patch(f"/v1/backlog/{item}", json={"title": wild, "department": wild})
    await shop.http.post(f"/v1/backlog/{item}/notes", json={"text": wild})
    async with member(app, shop.workspace, watch) as browser:
        for path in ("/backlog", f"/backlog/{item}"):
            assert "<script>alert" not in (await browser.http.get(path)).text


async def test_factors_lead_to_what_they_rest_on(shop, app, watch):
    item, database = shop.items[0], BacklogItem.get_pymongo_collection()
    names = ("reach", "driver", "severity", "urgency")
    factors = [{"name": name, "value": 1.2, "exponent": 1.0, "log": 0.2} for name in names]
    driver = {
        "cost": 1.0, "cost_low": 0.5, "cost_high": 1.5, "gain": 0.2, "gain_low": 0.1, "gain_high": 0.3, "customers": 9
    }  # fmt: skip
    await database.update_one({"_id": item}, {"$set": {"factors": factors, "driver": driver}})
    async with member(app, shop.workspace, watch) as browser:
        row = (await browser.http.get("/backlog")).text
        assert row.count(f'href="/backlog/{item}#why"') == 2
        why = (await browser.http.get(f"/backlog/{item}")).text.split('id="why"')[1].split("</section>")[0]
        links = [unescape(link) for link in re.findall(r'href="(/[^"]+)"', why)]
        theme = (await read(shop, item))["theme"]
        assert {f"/feedback?theme={theme}&mood=low", f"/feedback?theme={theme}"} <= set(links)
        assert links.count(f"/backlog/{item}/customers") == 2
        for link in links:
            assert (await browser.http.get(link)).status_code == 200, link
