"""An administrator removes a member: signed out at once, mailed nothing, offered nowhere; their name stays."""

import asyncio
from contextlib import AsyncExitStack, suppress
from itertools import count

import pytest
import pytest_asyncio
from pymongo.errors import AutoReconnect

from tests.backlog_workflow.ranked import rank
from tests.interrupting import Interruption
from tests.people import PASSWORD, member, stranger
from voc.accounts import queries as accounts
from voc.accounts import service
from voc.accounts.documents import Member
from voc.accounts.domain import Role
from voc.subscriptions import queries as subscriptions
from voc.subscriptions import tokens
from voc.subscriptions.domain import Kind
from voc.values import Scope

HERE = "/settings/members"
WISHES = {"weekday": "0", "hour": "9", "zone": "", "language": "en", "digest": "yes"}


class Person:
    """A member with a browser and a name of their own."""

    def __init__(self, browser, row):
        self.browser, self.http, self.id, self.email, self.name = browser, browser.http, row.id, row.email, row.name


@pytest_asyncio.fixture(loop_scope="session")
async def join(app, caller, watch):
    """Lets somebody in."""
    async with AsyncExitStack() as stack:

        async def join(name, role=Role.product):
            before = {each.id for each in await accounts.members(caller.workspace)}
            browser = await stack.enter_async_context(member(app, caller.workspace, watch, role))
            (new,) = [each for each in await accounts.members(caller.workspace) if each.id not in before]
            await Member.get_pymongo_collection().update_one({"_id": new.id}, {"$set": {"name": name}})
            return Person(browser, new.model_copy(update={"name": name}))

        yield join


async def test_the_page_lists_everybody_and_offers_to_remove_all_but_oneself(join):
    ann, ben = await join("Ann", Role.admin), await join("<b>Ben</b>")
    shown = (await ann.http.get(HERE)).text
    assert "&lt;b&gt;Ben&lt;/b&gt;" in shown
    assert ben.email in shown
    assert f"{HERE}/{ben.id}/remove" in shown
    assert f"{HERE}/{ann.id}/remove" not in shown


async def test_who_is_no_administrator_neither_sees_nor_removes_anybody(app, join, caller, new_caller):
    ann, ben = await join("Ann", Role.admin), await join("Ben")
    assert (await ben.http.get(HERE)).status_code == 403
    reader = await new_caller(Scope.read, Scope.write, workspace=caller.workspace)
    assert (await reader.http.get("/v1/members")).status_code == 403
    assert (await reader.http.delete(f"/v1/members/{ann.id}")).status_code == 403
    async with stranger(app) as visitor:
        assert (await visitor.http.get(HERE)).status_code == 303
    foreign = await new_caller()
    assert (await foreign.http.delete(f"/v1/members/{ben.id}")).status_code == 404
    assert (await foreign.http.get("/v1/members")).json() == {"items": []}
    assert len(await accounts.members(caller.workspace)) == 2


async def test_who_is_removed_is_out_at_once_and_their_address_is_free(app, join, caller, watch):
    ann, ben = await join("Ann", Role.admin), await join("Ben")
    await ben.browser.send("/settings/mails", WISHES)
    answer = await ann.browser.send(f"{HERE}/{ben.id}/remove", {}, form=HERE)
    assert answer.headers["location"] == f"{HERE}?removed={ben.id}"
    assert "Ben is removed." in (await ann.http.get(answer.headers["location"])).text
    assert (await ben.http.get("/backlog")).status_code == 303, "signed out"
    async with stranger(app) as visitor:
        refused = await visitor.send("/login", {"email": ben.email, "password": PASSWORD})
        assert refused.status_code == 401
        assert (await visitor.http.get(f"/m/{tokens.token_of(ben.id, Kind.digest)}")).status_code == 404
    assert await subscriptions.subscription(caller.workspace, ben.id) is None
    assert [each["name"] for each in (await caller.http.get("/v1/members")).json()["items"]] == ["Ann"]
    back = await service.create_member(caller.workspace, ben.email, PASSWORD, "Ben", Role.viewer, now=watch())
    assert back.id != ben.id


async def test_they_are_offered_nowhere_and_their_name_stays(join, caller, watch, database):
    ann, ben = await join("Ann", Role.admin), await join("Benedict")
    item, other = await rank(caller.workspace, watch, titles=("The app logs me out", "Dark mode"))
    path = f"/backlog/{item}"
    await ben.browser.send(f"{path}/notes", {"text": "I look into it"}, form=path)
    assert (await caller.http.patch(f"/v1/backlog/{item}", json={"owner": ben.id})).status_code == 200
    for name, shared in (("Mine alone", {}), ("For all", {"shared": "yes"})):
        kept = await ben.browser.send(
            "/backlog/views", {"name": name, "at_kind": "idea"} | shared, form="/backlog?kind=idea"
        )
        assert kept.status_code == 303, kept.text
    assert (await caller.http.delete(f"/v1/members/{ben.id}")).status_code == 204
    shown = (await ann.http.get(path, params={"lang": "en"})).text
    assert shown.count("Benedict") >= 2, "owner and history"
    assert f'value="{ben.id}"' not in shown, "nobody can choose them"
    assert f'value="{ben.id}"' not in (await ann.http.get("/backlog")).text
    refused = await caller.http.patch(f"/v1/backlog/{other}", json={"owner": ben.id})
    assert refused.status_code == 400
    assert "Mine alone" not in str(await database.backlog_views.find({"workspace": caller.workspace}).to_list())
    assert "For all" in (await ann.http.get("/backlog")).text
    note = await caller.http.post(f"/v1/backlog/{other}/notes", json={"text": "@Benedict look"})
    assert note.json()["notes"][-1]["mentions"] == []


async def test_nobody_removes_the_last_administrator_or_themselves(join, caller):
    ann, ben = await join("Ann", Role.admin), await join("Ben")
    alone = await caller.http.delete(f"/v1/members/{ann.id}")
    assert (alone.status_code, alone.json()["type"]) == (409, "urn:voc:problem:last-admin")
    own = await ann.browser.send(f"{HERE}/{ann.id}/remove", {}, form=HERE)
    assert own.status_code == 409
    assert "Nobody was removed" in own.text
    cho = await join("Cho", Role.admin)
    assert (await caller.http.delete(f"/v1/members/{ann.id}")).status_code == 204
    assert (await caller.http.delete(f"/v1/members/{cho.id}")).status_code == 409
    assert {each.id for each in await accounts.members(caller.workspace)} == {ben.id, cho.id}
    assert (await cho.http.get(HERE)).status_code == 200


async def test_administrators_who_remove_each_other_at_once_do_not_both_go(join, caller):
    admins = [await join(f"Admin {number}", Role.admin) for number in range(3)]
    around = zip(admins, admins[1:] + admins[:1], strict=True)
    await asyncio.gather(*(caller.http.delete(f"/v1/members/{other.id}") for _, other in around))
    left = await accounts.members(caller.workspace)
    assert len(left) >= 1


@pytest.mark.parametrize("heard", [False, True])
async def test_a_break_at_any_call_leaves_nothing_that_a_second_try_does_not_finish(
    join, caller, watch, monkeypatch, heard
):
    ann = await join("Ann", Role.admin)
    calls = ("update_one", "delete_one", "delete_many", "find_one")
    breaking = Interruption(monkeypatch, calls, AutoReconnect("connection broken"))
    for place in count(1):
        ben = await join(f"Ben {place}", Role.admin)
        await ben.browser.send("/settings/mails", WISHES)
        breaking.at(place, heard=heard)
        with suppress(AutoReconnect):
            await caller.http.delete(f"/v1/members/{ben.id}")
        unbroken = breaking.stop()
        watch.now = watch.now.replace(minute=(watch.now.minute + 2) % 60)
        await caller.http.delete(f"/v1/members/{ben.id}")
        assert [each.id for each in await accounts.members(caller.workspace)] == [ann.id]
        assert await subscriptions.subscription(caller.workspace, ben.id) is None
        assert await accounts.names(caller.workspace, [ben.id]) == {ben.id: ben.name}
        if unbroken:
            break
    assert place > 4, "nothing was broken"
