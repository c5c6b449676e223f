"""A link lets somebody in once: into a workspace, or back in with a new password."""

import asyncio
import re
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.people import PASSWORD, member, stranger
from voc.accounts import queries
from voc.accounts import service as accounts
from voc.accounts.domain import Role, device_of
from voc.audit import queries as audit

pytestmark = pytest.mark.asyncio(loop_scope="session")

NEW = "a quite new password"


def address():
    """Of nobody yet: one address signs in to one workspace."""
    return f"{uuid4().hex}@letting.test"


async def invited(caller, email=None, role="agent", **fields):
    email = email or address()
    answer = await caller.http.post("/v1/members/invitations", json={"email": email, "role": role} | fields)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    return made["url"].removeprefix("http://127.0.0.1:8000"), made


async def joins(browser, path, name="Lee", password=NEW):
    return await browser.send(path, {"name": name, "password": password})


async def test_an_invitation_makes_a_member_of_its_role(app, caller):
    email = address()
    path, made = await invited(caller, email)
    assert made["mailed"] is False
    assert [each["email"] for each in (await caller.http.get("/v1/members/invitations")).json()["items"]] == [email]
    async with stranger(app) as lee:
        shown = await lee.http.get(path)
        assert (email in shown.text, "Agent" in shown.text) == (True, True)
        assert (await joins(lee, path)).status_code == 303
        assert (await lee.http.get("/feedback")).status_code == 200
        assert (await lee.http.get("/settings/members")).status_code == 403
    (one,) = [each for each in await queries.members(caller.workspace) if each.email == email]
    assert (one.role, one.name) == (Role.agent, "Lee")
    assert (await caller.http.get("/v1/members/invitations")).json()["items"] == []
    done = [each.action for each in await audit.latest(caller.workspace, below=None, limit=20)]
    assert {"member.invited", "member.joined"} <= set(done)


async def test_twenty_at_once_become_one_member(app, caller):
    email = address()
    path, _ = await invited(caller, email)
    async with stranger(app) as lee:
        token = await lee.token(path)
        fields = {"_csrf_token": token, "name": "Lee", "password": NEW}
        answers = await asyncio.gather(*(lee.http.post(path, data=fields) for _ in range(20)))
    assert sorted({answer.status_code for answer in answers}) == [303, 404]
    assert [answer.status_code for answer in answers].count(303) == 1
    assert len([each for each in await queries.members(caller.workspace) if each.email == email]) == 1


@pytest.mark.parametrize("how", ["withdrawn", "later", "old", "made up", "signed for another"])
async def test_a_link_that_has_ended_lets_nobody_in(app, caller, watch, how):
    path, made = await invited(caller)
    if how == "withdrawn":
        await caller.http.delete(f"/v1/members/invitations/{made['invitation']['id']}")
    elif how == "later":
        await invited(caller, made["invitation"]["email"])
    elif how == "old":
        watch.now += timedelta(days=7, seconds=1)
    elif how == "made up":
        path = path[:-1] + ("a" if path[-1] != "a" else "b")
    else:
        other, _ = await invited(caller)
        path = path.partition("-")[0] + "-" + other.partition("-")[2]
    async with stranger(app) as lee:
        shown = await lee.http.get(path)
        assert (shown.status_code, "This link has ended" in shown.text) == (404, True)
        token = await lee.token("/login")
        sent = await lee.http.post(path, data={"_csrf_token": token, "name": "Lee", "password": NEW})
        assert sent.status_code == 404


@pytest.mark.parametrize(("name", "password"), [("", NEW), ("Lee", "short"), ("Lee", "")])
async def test_what_is_filled_in_wrongly_uses_nothing_up(app, caller, name, password):
    path, _ = await invited(caller)
    async with stranger(app) as lee:
        assert (await joins(lee, path, name, password)).status_code == 422
        assert (await joins(lee, path)).status_code == 303


async def test_only_owners_make_owners(app, caller, watch):
    async with member(app, caller.workspace, watch, Role.owner) as owner:
        async with member(app, caller.workspace, watch, Role.admin) as admin:
            wish = {"email": address(), "role": "owner", "language": "en"}
            refused = await admin.send("/settings/members/invite", wish, form="/settings/members")
            assert (refused.status_code, "only an owner" in refused.text) == (403, True)
            made = await owner.send("/settings/members/invite", wish, form="/settings/members")
    assert (made.status_code, "/a/lnk_" in made.text) == (200, True)
    assert (
        await caller.http.post("/v1/members/invitations", json={"email": address(), "role": "owner"})
    ).status_code == 403


async def test_a_role_holds_from_the_next_request_on(app, caller, watch):
    await accounts.create_member(caller.workspace, address(), PASSWORD, "Stays", Role.owner, now=watch())
    async with member(app, caller.workspace, watch, Role.viewer) as person:
        assert (await person.http.get("/customers")).status_code == 403
        (me,) = [each for each in await queries.members(caller.workspace) if each.role == Role.viewer]
        changed = await caller.http.patch(f"/v1/members/{me.id}", json={"role": "agent"})
        assert (changed.status_code, changed.json()["role"]) == (200, "agent")
        assert (await person.http.get("/customers")).status_code == 200
        assert (await caller.http.patch(f"/v1/members/{me.id}", json={"role": "owner"})).status_code == 403


async def test_somebody_who_lets_others_in_always_stays(app, caller, watch):
    async with member(app, caller.workspace, watch, Role.admin) as admin:
        (me,) = await queries.members(caller.workspace)
        page = await admin.send(f"/settings/members/{me.id}/role", {"role": "viewer"}, form="/settings/members")
        assert (page.status_code, "last administrator" in page.text) == (409, True)
        async with member(app, caller.workspace, watch, Role.admin):
            done = await admin.send(f"/settings/members/{me.id}/role", {"role": "viewer"}, form="/settings/members")
            assert done.status_code == 303
    assert {each.role for each in await queries.members(caller.workspace)} == {Role.viewer, Role.admin}


async def test_the_last_owner_stays_one_however_many_administrators_there_are(app, caller, watch):
    here = "/settings/members"
    async with (
        member(app, caller.workspace, watch, Role.owner) as owner,
        member(app, caller.workspace, watch, Role.admin),
    ):
        (me,) = [each for each in await queries.members(caller.workspace) if each.role == Role.owner]
        assert f'action="{here}/{me.id}/role"' not in (await owner.http.get(here)).text
        kept = await owner.send(f"{here}/{me.id}/role", {"role": "admin"}, form=here)
        assert (kept.status_code, "last owner" in kept.text) == (409, True)
        await accounts.create_member(caller.workspace, address(), PASSWORD, "Other", Role.owner, now=watch())
        done = await owner.send(f"{here}/{me.id}/role", {"role": "admin"}, form=here)
        assert done.status_code == 303
    assert sorted(each.role for each in await queries.members(caller.workspace)) == ["admin", "admin", "owner"]


async def test_owners_who_demote_themselves_at_once_do_not_all_go(app, caller, watch):
    here = "/settings/members"
    async with (
        member(app, caller.workspace, watch, Role.owner) as first,
        member(app, caller.workspace, watch, Role.owner) as second,
        member(app, caller.workspace, watch, Role.admin),
    ):
        ids = [each.id for each in await queries.members(caller.workspace) if each.role == Role.owner]
        tasks = [
            each.send(f"{here}/{id_}/role", {"role": "viewer"}, form=here)
            for each, id_ in zip((first, second), ids, strict=True)
        ]
        await asyncio.gather(*tasks)
    assert Role.owner in {each.role for each in await queries.members(caller.workspace)}


async def test_an_administrator_helps_whoever_cannot_sign_in(app, caller, watch):
    async with member(app, caller.workspace, watch, Role.admin) as admin:
        lost = await accounts.create_member(caller.workspace, address(), PASSWORD, "Lost", Role.agent, now=watch())
        made = await admin.send(f"/settings/members/{lost.id}/password", {}, form="/settings/members")
        path = re.search(r"/a/lnk_[a-z0-9-]+", made.text)[0]
        async with stranger(app) as person:
            before = await person.send("/login", {"email": lost.email, "password": PASSWORD})
            assert before.status_code == 303
            async with stranger(app) as elsewhere:
                assert (await elsewhere.send(path, {"password": NEW})).status_code == 303
                assert (await elsewhere.http.get("/feedback")).status_code == 200
                assert (await elsewhere.http.get(path)).status_code == 404
            assert (await person.http.get("/feedback")).status_code == 303
        async with stranger(app) as person:
            assert (await person.send("/login", {"email": lost.email, "password": PASSWORD})).status_code == 401
            assert (await person.send("/login", {"email": lost.email, "password": NEW})).status_code == 303


async def test_whoever_asks_learns_nothing_of_who_is_a_member(app, caller, watch):
    here = address()
    await accounts.create_member(caller.workspace, here, PASSWORD, "Here", Role.agent, now=watch())
    async with stranger(app) as person:
        answers = [
            await person.send("/login/forgot", {"email": email})
            for email in (here, "nobody@letting.test", "no address")
        ]
        texts = {re.sub(r'value="\w+"', "", answer.text) for answer in answers}
    assert ({answer.status_code for answer in answers}, len(texts)) == ({200}, 1)


async def test_asking_too_often_is_refused(app, caller):
    often = address()
    async with stranger(app) as person:
        found = [(await person.send("/login/forgot", {"email": often})).status_code for _ in range(11)]
    assert found == [200] * 10 + [429]


async def test_a_changed_password_ends_every_other_session(app, caller, watch):
    async with member(app, caller.workspace, watch, Role.viewer) as here:
        (me,) = [each for each in await queries.members(caller.workspace) if each.role == Role.viewer]
        async with stranger(app) as there:
            await there.send("/login", {"email": me.email, "password": PASSWORD})
            path, form = "/settings/account/password", "/settings/account"
            wrong = await here.send(path, {"present": "not this one", "new": NEW}, form=form)
            assert (wrong.status_code, "not your present password" in wrong.text) == (403, True)
            short = await here.send(path, {"present": PASSWORD, "new": "short"}, form=form)
            assert short.status_code == 400
            cookie = dict(here.http.cookies)["voc_session"]
            done = await here.send(path, {"present": PASSWORD, "new": NEW}, form=form)
            assert done.status_code == 303
            assert dict(here.http.cookies)["voc_session"] != cookie
            assert (await here.http.get("/feedback")).status_code == 200
            assert (await there.http.get("/feedback")).status_code == 303


async def test_a_session_is_ended_from_another_browser(app, caller, watch):
    async with member(app, caller.workspace, watch, Role.viewer) as here:
        (me,) = [each for each in await queries.members(caller.workspace) if each.role == Role.viewer]
        async with stranger(app) as there, stranger(app) as third:
            chrome = {"user-agent": "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"}
            await there.send("/login", {"email": me.email, "password": PASSWORD}, headers=chrome)
            await third.send("/login", {"email": me.email, "password": PASSWORD})
            page = (await here.http.get("/settings/account")).text
            assert ("Chrome, Windows" in page, page.count('/end"')) == (True, 3)
            (id_,) = re.findall(r"Chrome, Windows.*?sessions/(\w+)/end", page, re.DOTALL)
            assert (
                await here.send(f"/settings/account/sessions/{id_}/end", {}, form="/settings/account")
            ).status_code == 303
            assert (await there.http.get("/feedback")).status_code == 303
            assert (await third.http.get("/feedback")).status_code == 200
            await here.send("/settings/account/sessions/end", {}, form="/settings/account")
            assert (await third.http.get("/feedback")).status_code == 303
            assert (await here.http.get("/feedback")).status_code == 200


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0", "Edge, Windows"),
        ("curl/8.5", ""),
    ],
)
async def test_a_browser_is_called_by_its_name(agent, device):
    assert device_of(agent) == device
