"""Several items at once, and views that people keep."""

import re

import pytest

from tests.people import member
from voc.accounts import queries as accounts
from voc.values import Scope


async def read(shop, item):
    return (await shop.http.get(f"/v1/backlog/{item}")).json()


async def bulk(shop, items, **fields):
    return await shop.http.post("/v1/backlog/bulk", json={"items": items} | fields)


async def test_each_item_is_answered_for_itself(shop):
    one, two, three, *_ = shop.items
    await shop.http.patch(f"/v1/backlog/{one}", json={"status": "declined"})
    await shop.http.patch(f"/v1/backlog/{two}", json={"status": "planned", "department": "App"})
    missing = "bl_" + "0" * 26
    answer = await bulk(shop, [one, two, three, missing], status="planned", department="App")
    assert answer.status_code == 200
    results = answer.json()["results"]
    assert [(each["item"], each["changed"]) for each in results] == [
        (one, False), (two, False), (three, True), (missing, False),
    ]  # fmt: skip
    assert [each["error"] and each["error"]["slug"] for each in results] == ["wrong-move", None, None, "not-found"]
    body = await read(shop, three)
    assert (body["status"], body["department"]) == ("planned", "App")
    assert (await read(shop, one))["department"] is None


async def test_undoing_leaves_what_a_colleague_changed_since(shop):
    one, two, *_ = shop.items
    batch = (await bulk(shop, [one, two], status="planned")).json()["batch"]
    await shop.http.patch(f"/v1/backlog/{two}", json={"effort": 2})
    answer = await shop.http.post(f"/v1/backlog/bulk/{batch}/undo")
    assert answer.json() == {"items": [one]}
    assert ((await read(shop, one))["status"], (await read(shop, two))["status"]) == ("new", "planned")
    assert (await shop.http.post(f"/v1/backlog/bulk/{batch}/undo")).json() == {"items": []}


@pytest.mark.parametrize(
    "body",
    [
        {"items": [], "status": "planned"},
        {"items": ["fb_1"], "status": "planned"},
        {"items": ["bl_" + "0" * 26]},
        {"items": ["bl_" + "0" * 26], "owner": "mem_nobody"},
        {"items": ["bl_" + "0" * 26], "title": "All the same"},
        {"items": [f"bl_{n:026}" for n in range(201)], "status": "planned"},
    ],
)
async def test_bad_input_is_a_problem(shop, body):
    answer = await shop.http.post("/v1/backlog/bulk", json=body)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


async def test_ticked_rows_are_changed_by_a_plain_form_and_brought_back(shop, app, watch):
    one, two, three, *_ = shop.items
    await shop.http.patch(f"/v1/backlog/{three}", json={"status": "declined"})
    async with member(app, shop.workspace, watch) as browser:
        fields = {"item": [one, two, three], "status": "in_progress", "at_status": "all"}
        answer = await browser.send("/backlog/together", fields, form="/backlog")
        assert answer.status_code == 303
        page = (await browser.http.get(answer.headers["location"])).text
        assert "2 items were changed." in page
        assert "1 stayed as it was" in page
        assert (await read(shop, one))["status"] == "in_progress"
        batch = re.search(r'name="batch" value="(bt_\w+)"', page)
        assert batch
        for told in ("2 items are as they were before.", "each of them was changed again since"):
            answer = await browser.send("/backlog/together/undo", {"batch": batch[1]}, form="/backlog")
            assert told in (await browser.http.get(answer.headers["location"])).text
        assert (await read(shop, one))["status"] == "new"
        assert (await browser.send("/backlog/together", {"item": one}, form="/backlog")).status_code == 400


async def test_many_can_be_given_to_somebody_and_to_nobody(shop, app, watch):
    one, *_ = shop.items
    async with member(app, shop.workspace, watch) as browser:
        (kim,) = await accounts.members(shop.workspace)
        for owner, after in ((kim.id, kim.id), ("none", None)):
            await browser.send("/backlog/together", {"item": one, "owner": owner}, form="/backlog")
            assert (await read(shop, one))["owner"] == after


async def test_a_view_is_ones_own_unless_it_is_shared(shop, new_caller):
    other = await new_caller(Scope.write, Scope.read, workspace=shop.workspace)
    filters = {"status": "planned", "sort": "due"}
    mine = (await shop.http.post("/v1/backlog/views", json={"name": "Next", "filters": filters})).json()
    shared = (await other.http.post("/v1/backlog/views", json={"name": "All", "shared": True, "filters": {}})).json()
    assert {name: value for name, value in mine["filters"].items() if value} == filters

    async def names(caller):
        return [view["name"] for view in (await caller.http.get("/v1/backlog/views")).json()["items"]]

    assert (await names(shop), await names(other)) == (["All", "Next"], ["All"])
    assert (await other.http.delete(f"/v1/backlog/views/{mine['id']}")).status_code == 404
    assert (await shop.http.delete(f"/v1/backlog/views/{shared['id']}")).status_code == 204
    again = (await shop.http.post("/v1/backlog/views", json={"name": "Mine", "shared": True, "filters": {}})).json()
    assert (await other.http.delete(f"/v1/backlog/views/{again['id']}")).status_code == 403
    assert (await (await new_caller()).http.get("/v1/backlog/views")).json()["items"] == []


@pytest.mark.parametrize("filters", [{"status": "done"}, {"sort": "colour"}, {"colour": "red"}])
async def test_a_view_shows_only_what_there_is(shop, filters):
    answer = await shop.http.post("/v1/backlog/views", json={"name": "Next", "filters": filters})
    assert answer.status_code == 400


async def test_a_view_is_kept_used_and_removed_on_the_page(shop, app, watch):
    await shop.http.patch(f"/v1/backlog/{shop.items[0]}", json={"status": "planned"})
    async with member(app, shop.workspace, watch) as browser:
        answer = await browser.send("/backlog/views", {"name": "Up next", "at_status": "planned"}, form="/backlog")
        assert answer.headers["location"] == "/backlog?status=planned"
        page = (await browser.http.get(answer.headers["location"])).text
        assert re.search(r'href="/backlog\?status=planned" aria-current="true">Up next', page)
        (view,) = re.findall(r"/backlog/views/(bv_\w+)/remove", page)
        answer = await browser.send(f"/backlog/views/{view}/remove", {}, form="/backlog")
        page = (await browser.http.get(answer.headers["location"])).text
        assert "The view “Up next” was removed." in page
        assert f"/backlog/views/{view}" not in page


async def test_a_list_is_filtered_and_ordered_over_the_api(shop):
    one, two, three, four, _ = shop.items
    for item, fields in ((one, {"due": "2026-05-01"}), (four, {"due": "2026-04-01", "department": "App"})):
        await shop.http.patch(f"/v1/backlog/{item}", json=fields)
    await shop.http.patch(f"/v1/backlog/{two}", json={"status": "closed"})

    async def ids(**params):
        return [each["id"] for each in (await shop.http.get("/v1/backlog", params=params)).json()["items"]]

    assert await ids() == shop.items
    assert await ids(status="open") == [one, three, four, shop.items[4]]
    assert (await ids(sort="due"))[:2] == [four, one]
    assert await ids(department="App") == [four]
    assert await ids(kind="idea", q="dark") == [three]
    assert await ids(owner="none", status="closed") == [two]
    assert (await shop.http.get("/v1/backlog", params={"status": "done"})).status_code == 400


async def test_pages_of_the_list_show_every_item_once(shop):
    seen, cursor = [], None
    while cursor is not None or not seen:
        params = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        body = (await shop.http.get("/v1/backlog", params=params)).json()
        seen += [each["id"] for each in body["items"]]
        cursor = body["next"]
    assert seen == shop.items
