"""Trackers in the settings, and the issue on an item's page, as people meet them."""

import re
from contextlib import asynccontextmanager
from html import unescape

import pytest

from tests.backlog_workflow.ranked import rank
from tests.people import member, stranger
from tests.trackers.providing import FAKES, payload
from voc.accounts import service as accounts
from voc.accounts.domain import Role
from voc.trackers import queries
from voc.trackers.documents import Tracker

HERE = "/settings/trackers"
HTMX = {"hx-request": "true"}
FOCUSABLE = (("a", "link"), ("button", "refresh"), ("button", "unlink"))


@asynccontextmanager
async def somebody(app, watch, role=Role.admin, workspace=None):
    workspace = workspace or (await accounts.create_workspace("Acme", now=watch())).id
    async with member(app, workspace, watch, role) as browser:
        browser.http.headers["accept-language"] = "en"
        browser.workspace = workspace
        yield browser


async def see(browser, path, status=200, **headers):
    answer = await browser.http.get(path, headers=headers)
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def words(text):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


async def connect(browser, provider, **fields):
    given = {"project": provider.project, "base_url": provider.url, "token": "of-this-test"} | provider.connection
    return await browser.send(f"{HERE}/new/{provider.kind}", given | fields)


async def test_a_stranger_signs_in_first_and_others_may_not(app, watch):
    async with stranger(app) as nobody:
        answer = await nobody.http.get(HERE, headers={"accept": "text/html"})
    assert (answer.status_code, answer.headers["location"][:6]) == (303, "/login")
    async with somebody(app, watch, Role.product) as kim:
        for path in (HERE, f"{HERE}/new/github", f"{HERE}/trk_x"):
            await see(kim, path, 403)


async def test_an_administrator_connects_a_tracker_and_sees_that_it_works(app, watch, provider):
    async with somebody(app, watch) as kim:
        assert "Connect the first" in await see(kim, HERE)
        answer = await connect(kim, provider)
        assert answer.status_code == 201
        page = unescape(answer.text)
        assert "The connection works:" in page
        (row,) = await queries.trackers(kim.workspace)
        assert f"/hooks/trackers/{provider.kind}/{row['_id']}" in page
        secret = re.search(r'id="hook-secret" value="([^"]+)"', page)
        assert bool(secret) is (provider.kind != "linear")
        for path in (HERE, f"{HERE}/{row['_id']}"):
            shown = await see(kim, path)
            assert "of-this-test" not in shown
            assert not secret or secret[1] not in shown
            assert "Its webhook has never called" in shown
    stored = str(await Tracker.get_pymongo_collection().find_one({"_id": row["_id"]}))
    assert "of-this-test" not in stored


WRONG = {
    "github": [(401, "bad_credentials", "does not know the token"), (403, "bad_credentials", "may not do this")],
    "gitlab": [(401, "unauthorized", "does not know the token"), (404, "unauthorized", "no such project")],
    "jira": [(401, "invalid", "does not know the token")],
    "linear": [(400, "unauthenticated", "does not know the token"), (400, "ratelimited", "asks for a pause")],
}


async def test_a_test_says_what_is_wrong_in_words(app, watch, provider):
    async with somebody(app, watch) as kim:
        await connect(kim, provider)
        (row,) = await queries.trackers(kim.workspace)
        for status, name, said in WRONG[provider.kind]:
            provider.say(status, name)
            answer = await kim.send(f"{HERE}/{row['_id']}/test", {}, form=f"{HERE}/{row['_id']}")
            assert said in answer.text
        provider.told.append(ConnectionError())
        answer = await kim.send(f"{HERE}/{row['_id']}/test", {}, form=f"{HERE}/{row['_id']}")
        assert "does not answer as it should" in answer.text
        answer = await kim.send(f"{HERE}/{row['_id']}/test", {}, form=f"{HERE}/{row['_id']}")
        assert "The connection works:" in answer.text


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [("github", {"project": "shop"}, "acme/shop"), ("github", {"token": ""}, "Please fill this in"),
     ("github", {"base_url": "https://10.0.0.1"}, "VOC_EGRESS__ALLOWED_HOSTS"),
     ("gitlab", {"base_url": "nonsense"}, "begins with https://"), ("jira", {"account": ""}, "Please fill this in"),
     ("github", {"token": "한글"}, "Please fill this in")],
)  # fmt: skip
async def test_what_does_not_fit_is_explained_and_the_rest_is_kept(app, watch, kind, fields, said):
    async with somebody(app, watch) as kim:
        given = {"project": FAKES[kind].project, "base_url": "https://tracker.example.com", "token": "t"}
        answer = await kim.send(f"{HERE}/new/{kind}", given | FAKES[kind].connection | fields)
        assert answer.status_code == 422
        assert said in unescape(answer.text)
        if "project" not in fields:
            assert FAKES[kind].project in answer.text
        assert await queries.trackers(kim.workspace) == []


async def test_a_project_is_named_as_people_write_it(app, watch, provider):
    async with somebody(app, watch) as kim:
        page = "" if provider.kind == "jira" else f"{provider.project}/"  # whose projects' pages are elsewhere
        written = {"project": f" {provider.project.lower()}/", "base_url": f"{provider.url}/{page}?tab=issues#top"}
        answer = await connect(kim, provider, **written)
        assert "The connection works:" in answer.text
        (row,) = await queries.trackers(kim.workspace)
        assert (row["project"], row["base_url"]) == (provider.project, provider.url)


async def test_rules_are_set_and_a_tracker_is_removed_with_its_links(app, watch, provider, engine):
    async with somebody(app, watch) as kim:
        await connect(kim, provider)
        (row,) = await queries.trackers(kim.workspace)
        path = f"{HERE}/{row['_id']}"
        await kim.send(f"{path}/rules", {"out_shipped": "done", "into_done": "closed", "into_open": "new"}, form=path)
        rules = (await queries.tracker(kim.workspace, row["_id"]))["rules"]
        assert rules == {"out": {"shipped": "done"}, "into": {"done": "closed"}}
        answer = await kim.send(f"{path}/secret", {"secret": "lin_wh_new"}, form=path)
        assert answer.status_code == 200
        assert (await queries.tracker(kim.workspace, row["_id"]))["sealed_secret"] != row["sealed_secret"]
        await kim.send(path, {"token": "another"}, form=path)
        await kim.send(f"{path}/test", {}, form=path)
        assert "another" in provider.headers.get("authorization", "") + provider.headers.get("private-token", "") or (
            provider.kind == "jira"
        )
        await kim.send(f"{path}/remove", {}, form=path)
        assert "Removed." in await see(kim, f"{HERE}?saved=removed")
        await see(kim, path, 404)


async def test_other_workspaces_trackers_are_missing(app, watch, shop):
    async with somebody(app, watch) as kim:
        await see(kim, f"{HERE}/{shop.tracker}", 404)
        for action in ("test", "rules", "secret", "remove"):
            answer = await kim.send(f"{HERE}/{shop.tracker}/{action}", {"secret": "x"}, form=HERE)
            assert answer.status_code == 404
        (item, *_) = await rank(kim.workspace, watch)
        answer = await kim.send(f"/backlog/{item}/issue/create", {"tracker": shop.tracker}, form=f"/backlog/{item}")
        assert answer.status_code == 404
        await see(kim, f"/backlog/{shop.item}/issue", 404)


async def test_a_person_makes_an_issue_of_an_item_and_lets_it_go_again(app, watch, shop):
    here = f"/backlog/{shop.item}/issue"
    async with somebody(app, watch, Role.product, shop.workspace) as kim:
        assert f'hx-get="{here}"' in await see(kim, f"/backlog/{shop.item}")
        shown = words(await see(kim, here))
        assert "Create an issue" in shown
        assert "9 of 50 active customers raised this." in shown
        answer = await kim.send(f"{here}/create", {"tracker": shop.tracker, "quoted": "yes"}, form=here)
        assert (answer.status_code, answer.headers["location"]) == (303, here)
        part = await see(kim, here, **HTMX)
        assert "<html" not in part
        assert 'hx-trigger="every 2s"' in part
        assert "On its way" in part
        await shop.engine.settle()
        part = await see(kim, here, **HTMX)
        # htmx gives the focus back by id
        assert all(re.search(f'<{tag} id="issue-{name}"', part) for tag, name in FOCUSABLE)
        part = words(part)
        assert shop.provider.key in part
        assert "Still open" in part
        page = words(await see(kim, f"/backlog/{shop.item}"))
        assert "Tracker: nothing →" in page
        answer = await kim.send(f"{here}/create", {"tracker": shop.tracker}, form=here)
        assert "A colleague was faster" in await see(kim, answer.headers["location"])
        answer = await kim.send(f"{here}/unlink", {}, form=here)
        after = await see(kim, answer.headers["location"])
        assert "Unlinked" in after
        assert f'name="issue" value="{shop.provider.key}"' in after
        assert len(shop.provider.made()) == 1


async def test_a_person_links_an_issue_that_is_there(app, watch, shop):
    here = f"/backlog/{shop.item}/issue"
    async with somebody(app, watch, Role.product, shop.workspace) as kim:
        answer = await kim.send(f"{here}/link", {"tracker": shop.tracker, "issue": "the one we spoke of"}, form=here)
        assert "This is no issue of the connected project" in await see(kim, answer.headers["location"])
        await kim.send(f"{here}/link", {"tracker": shop.tracker, "issue": shop.provider.key}, form=here)
        await shop.engine.settle()
        shown = words(await see(kim, here))
        assert "There is no such project or issue" in shown
        assert "Try again" in shown
        await make_there(shop)
        await kim.send(f"{here}/refresh", {}, form=here)
        await shop.engine.settle()
        assert "Keep people signed in while they pay" in words(await see(kim, here))


async def make_there(shop):
    """Somebody writes the issue at the provider."""
    recorded = payload(shop.provider.kind, "issue")
    named = {"github": "number", "gitlab": "iid"}.get(shop.provider.kind, "id")
    shop.provider.issues[str(recorded[named])] = recorded


async def test_a_move_there_stands_in_the_history_under_the_trackers_name(app, watch, shop):
    here = f"/backlog/{shop.item}/issue"
    await shop.decide(status="in_progress")
    async with somebody(app, watch, Role.product, shop.workspace) as kim:
        await kim.send(f"{here}/create", {"tracker": shop.tracker}, form=here)
        await shop.engine.settle()
        shop.provider.close()
        await shop.hook()
        await shop.engine.settle()
        name = {"github": "GitHub", "gitlab": "GitLab", "jira": "Jira", "linear": "Linear"}[shop.provider.kind]
        assert f"{name} Status: In progress → Shipped" in words(await see(kim, f"/backlog/{shop.item}"))


async def test_the_page_of_a_tracker_names_its_items_and_what_does_not_work(app, watch, shop):
    async with somebody(app, watch, Role.admin, shop.workspace) as kim:
        assert "Items that have an issue here" not in await see(kim, f"{HERE}/{shop.tracker}")
        here = f"/backlog/{shop.item}/issue"
        await kim.send(f"{here}/create", {"tracker": shop.tracker}, form=here)
        await shop.engine.settle()
        page = await see(kim, f"{HERE}/{shop.tracker}")
        assert f'href="/backlog/{shop.item}"' in page
        assert shop.provider.key in words(page)
        assert "Still open" in words(page)
        shop.provider.issues.clear()
        await kim.send(f"{here}/refresh", {}, form=here)
        await shop.engine.settle()
        assert "There is no such project or issue" in words(await see(kim, f"{HERE}/{shop.tracker}"))


async def test_who_only_reads_sees_the_issue_and_no_button(app, watch, shop):
    here = f"/backlog/{shop.item}/issue"
    async with somebody(app, watch, Role.viewer, shop.workspace) as kim:
        shown = await see(kim, here)
        assert "There is no issue yet." in shown
        assert "/create" not in shown
        answer = await kim.send(f"{here}/create", {"tracker": shop.tracker}, form=here)
        assert answer.status_code == 403


async def test_without_a_tracker_only_administrators_are_told_how_to_get_one(app, watch):
    async with somebody(app, watch) as kim:
        (item, *_) = await rank(kim.workspace, watch)
        assert "Connect a tracker" in await see(kim, f"/backlog/{item}/issue", **HTMX)
        async with somebody(app, watch, Role.product, kim.workspace) as min_:
            assert words(await see(min_, f"/backlog/{item}/issue", **HTMX)).strip() == ""
