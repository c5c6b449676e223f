"""Merge, split, pin, name and undo: what people decide is carried out, outlives later runs, and can be taken back."""

import pytest
import pytest_asyncio
from sorting import by_topic, in_two, send, texts

from voc import outbox
from voc.themes import discovery, moving, queries, rearranging
from voc.themes.documents import ThemeEdit
from voc.themes.domain import Rearranged


@pytest_asyncio.fixture(loop_scope="session")
async def shop(caller, engine, watch, monkeypatch):
    monkeypatch.setattr(discovery.discover, "__kwdefaults__", discovery.discover.__kwdefaults__ | {"find": by_topic})
    monkeypatch.setattr(rearranging.run, "__kwdefaults__", {"divide": in_two})
    await send(caller, engine, texts(8, "login") + texts(6, "delivery"))
    await discovery.discover(caller.workspace, now=watch())
    caller.themes = {theme.name: theme.id for theme in await queries.active(caller.workspace)}
    return caller


async def said(caller, theme):
    found = (await caller.http.get("/v1/feedback", params={"theme": theme, "limit": 100})).json()["items"]
    return sorted(item["text"] for item in found)


async def merge(shop):
    body = {"themes": [shop.themes["delivery"]]}
    return await shop.http.post(f"/v1/themes/{shop.themes['login']}/merge", json=body)


async def test_merged_themes_are_one_in_later_runs_too(shop, engine, watch):
    login, delivery = shop.themes["login"], shop.themes["delivery"]
    answer = await merge(shop)
    assert (answer.status_code, answer.json()["state"]) == (202, "pending")
    gone = (await shop.http.get(f"/v1/themes/{delivery}")).json()
    assert (gone["state"], gone["merged_into"]) == ("retired", login)
    await engine.settle()
    assert len(await said(shop, login)) == 14
    for _ in range(2):
        await discovery.discover(shop.workspace, now=watch())
    assert [(theme.id, theme.size, theme.name) for theme in await queries.active(shop.workspace)] == [
        (login, 14, "login")
    ]


async def test_new_feedback_near_to_what_was_merged_joins_the_whole(shop, engine):
    await merge(shop)
    await engine.settle()
    await send(shop, engine, ["delivery crash again"], start=100)
    assert "delivery crash again" in await said(shop, shop.themes["login"])


async def test_undoing_a_merge_gives_each_its_feedback_back(shop, engine, watch):
    await merge(shop)
    await engine.settle()
    await discovery.discover(shop.workspace, now=watch())
    answer = await shop.http.post(f"/v1/themes/{shop.themes['login']}/undo")
    assert answer.status_code == 202
    await engine.settle()
    assert await said(shop, shop.themes["delivery"]) == texts(6, "delivery")
    assert {theme.id: theme.held_by for theme in await queries.active(shop.workspace)} == dict.fromkeys(
        shop.themes.values()
    )
    assert (await shop.http.post(f"/v1/themes/{shop.themes['login']}/undo")).status_code == 409


async def test_feedback_that_leaves_makes_a_theme_that_stays(shop, engine, watch):
    login = shop.themes["login"]
    items = (await shop.http.get("/v1/feedback", params={"theme": login})).json()["items"]
    leaving = [item["id"] for item in items if item["text"].endswith(("0", "1", "2"))]
    answer = await shop.http.post(f"/v1/themes/{login}/split", json={"feedback": leaving, "name": "Signed out"})
    (made,) = answer.json()["created"]
    await engine.settle()
    await discovery.discover(shop.workspace, now=watch())
    assert [text[-1] for text in await said(shop, made)] == ["0", "1", "2"]
    names = {theme.id: (theme.name, theme.size) for theme in await queries.active(shop.workspace)}
    assert (names[made], names[login][1]) == (("Signed out", 3), 5)


async def test_undoing_a_split_takes_in_what_has_joined_since(shop, engine, watch):
    login = shop.themes["login"]
    answer = await shop.http.post(f"/v1/themes/{login}/split", json={"into": 2})
    (made,) = answer.json()["created"]
    await engine.settle()
    await discovery.discover(shop.workspace, now=watch())
    assert {text[-1] for text in await said(shop, made)} == {"1", "3", "5", "7"}
    items = (await shop.http.get("/v1/feedback", params={"theme": login})).json()["items"]
    await shop.http.patch(f"/v1/feedback/{items[0]['id']}", json={"theme": made})
    await shop.http.post(f"/v1/themes/{login}/undo")
    await engine.settle()
    assert await said(shop, login) == texts(8, "login")
    assert (await shop.http.get(f"/v1/themes/{made}")).json()["merged_into"] == login


async def test_a_worker_that_dies_while_splitting_is_followed_by_one_that_finishes(shop, engine, watch, monkeypatch):
    answer = await shop.http.post(f"/v1/themes/{shop.themes['login']}/split", json={"into": 2})
    edit = answer.json()
    put = moving.put

    async def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(moving, "put", killed)
    with pytest.raises(KeyboardInterrupt):
        await rearranging._split(await ThemeEdit.get(edit["id"]), watch(), in_two)
    monkeypatch.setattr(moving, "put", put)
    await engine.settle()
    assert {text[-1] for text in await said(shop, edit["created"][0])} == {"1", "3", "5", "7"}


async def test_what_is_pinned_is_there_even_without_feedback(shop, watch, database):
    answer = await shop.http.patch(f"/v1/themes/{shop.themes['login']}", json={"pinned": True})
    assert answer.json()["held_by"]
    gone = {"$set": {"theme": None, "text": "search crash"}}
    await database.feedback.update_many({"workspace": shop.workspace}, gone)
    await discovery.discover(shop.workspace, now=watch())
    assert shop.themes["login"] in {theme.id for theme in await queries.active(shop.workspace)}
    await shop.http.patch(f"/v1/themes/{shop.themes['login']}", json={"pinned": False})
    await discovery.discover(shop.workspace, now=watch())
    assert shop.themes["login"] not in {theme.id for theme in await queries.active(shop.workspace)}


async def test_a_name_can_be_taken_back(shop):
    login = shop.themes["login"]
    await shop.http.patch(f"/v1/themes/{login}", json={"name": "Signed out"})
    await shop.http.post(f"/v1/themes/{login}/undo")
    theme = (await shop.http.get(f"/v1/themes/{login}")).json()
    assert (theme["name"], theme["named_by"]) == ("login", None)


async def test_changes_are_undone_backwards(shop, engine):
    await merge(shop)
    await engine.settle()
    await shop.http.patch(f"/v1/themes/{shop.themes['login']}", json={"name": "Both"})
    first = await shop.http.post(f"/v1/themes/{shop.themes['delivery']}/undo")
    assert (first.status_code, first.json()["type"]) == (409, "urn:voc:problem:later-change-first")
    await shop.http.post(f"/v1/themes/{shop.themes['login']}/undo")
    await engine.settle()
    assert (await shop.http.post(f"/v1/themes/{shop.themes['delivery']}/undo")).status_code == 202


async def test_a_run_that_somebody_rearranged_under_writes_nothing(shop, watch):
    async def merged_meanwhile():
        await merge(shop)
        return True

    with pytest.raises(Rearranged):
        await discovery.discover(shop.workspace, now=watch(), ours=merged_meanwhile)
    assert (await queries.one(shop.workspace, shop.themes["delivery"])).state == "retired"


async def test_looking_for_themes_waits_for_what_people_asked(shop, engine, watch):
    await merge(shop)
    await outbox.request(shop.workspace, "themes.discover", at=watch())
    chore = f"{shop.workspace}:themes.discover"
    assert await discovery.run(chore, now=watch(), work=engine.context.settings.work) is False


async def test_two_changes_to_one_theme_do_not_overlap(shop):
    await merge(shop)
    again = await shop.http.post(f"/v1/themes/{shop.themes['login']}/split", json={"into": 2})
    assert (again.status_code, again.json()["title"]) == (409, "Still at work")


async def test_foreign_and_missing_themes_cannot_be_rearranged(shop, new_caller):
    other = await new_caller()
    login, delivery = shop.themes["login"], shop.themes["delivery"]
    for path, body in (("merge", {"themes": [delivery]}), ("split", {"into": 2}), ("undo", None)):
        assert (await other.http.post(f"/v1/themes/{login}/{path}", json=body)).status_code == 404
    own = await shop.http.post(f"/v1/themes/{login}/merge", json={"themes": ["th_01J00000000000000000000000"]})
    assert own.status_code == 404
    assert (await shop.http.post(f"/v1/themes/{login}/merge", json={"themes": [login]})).status_code == 400


async def test_the_log_and_the_reports_can_be_read(shop, engine, watch):
    await merge(shop)
    await engine.settle()
    await discovery.discover(shop.workspace, now=watch())
    log = (await shop.http.get("/v1/themes/edits")).json()["items"]
    assert [(edit["action"], edit["state"]) for edit in log] == [("merge", "done")]
    runs = (await shop.http.get("/v1/themes/runs")).json()["items"]
    assert (runs[0]["kept"], runs[0]["kept_share"], runs[-1]["kept"], len(runs[-1]["new"])) == (1, 1.0, 0, 2)
