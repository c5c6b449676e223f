import asyncio
from datetime import timedelta

import pytest
import pytest_asyncio
from pydantic import SecretStr

from voc.accounts import service
from voc.accounts.documents import ApiKey, Member, Workspace
from voc.accounts.domain import MemberExists, Role, WorkspaceAmbiguous, WorkspaceMissing
from voc.accounts.passwords import matches
from voc.errors import Invalid
from voc.values import Scope

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def empty(database):
    """An installation that was never started."""
    for each in (Workspace, Member, ApiKey):
        await each.get_pymongo_collection().delete_many({})


async def test_an_unknown_workspace_is_missing(database):
    with pytest.raises(WorkspaceMissing):
        await service.find_workspace("ws_nothing")


async def test_a_workspace_is_found_by_id_and_by_name(empty, watch):
    made = await service.create_workspace("고객의 소리", now=watch())
    assert await service.find_workspace(made.id) == await service.find_workspace("고객의 소리") == made
    await service.create_workspace("고객의 소리", now=watch() + timedelta(seconds=1))
    with pytest.raises(WorkspaceAmbiguous):
        await service.find_workspace("고객의 소리")
    assert [each.name for each in await service.workspaces()] == ["고객의 소리"] * 2


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "a\0b", "a\nb"])
async def test_a_name_is_readable(database, watch, name):
    with pytest.raises(Invalid):
        await service.create_workspace(name, now=watch())


@pytest.mark.parametrize("email", ["", "kim", "kim@", "@example.test", "a b@example.test", "a\0@b", "x" * 400 + "@b.c"])
async def test_a_member_needs_an_address(workspace, watch, email):
    with pytest.raises(Invalid):
        await service.create_member(workspace, email, "long enough", "Kim", Role.viewer, now=watch())


@pytest.mark.parametrize("password", ["", "short", "x" * 1025])
async def test_a_password_has_a_sensible_length(workspace, watch, password):
    with pytest.raises(Invalid):
        await service.create_member(workspace, "kim@example.test", password, "Kim", Role.viewer, now=watch())


async def test_an_address_belongs_to_one_member(workspace, member, watch):
    other = await service.create_workspace("Other", now=watch())
    with pytest.raises(MemberExists):
        await service.create_member(other.id, f" {member.upper()}", "long enough", "Lee", Role.viewer, now=watch())


async def test_passwords_are_kept_as_argon2id(member):
    kept = (await Member.find_one({"email": member})).password_hash
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await matches("correct horse battery staple", kept)
    assert not await matches("correct horse battery stapl", kept)
    assert not await matches("correct horse battery staple", "no hash at all")


async def test_the_first_start_makes_one_workspace_one_administrator_and_one_key(empty, settings, watch, browser):
    made = await service.first_start(settings, now=watch())
    assert [each.id for each in await service.workspaces()] == [made.workspace]
    assert made.email == "admin@voc.local"
    assert len(made.password) >= 20
    keys = await ApiKey.find_all().to_list()
    assert [(key.workspace, key.scopes) for key in keys] == [(made.workspace, [Scope.survey])]
    assert (await browser.sign_in(made.email, made.password)).status_code == 303
    assert await service.first_start(settings, now=watch()) is None


async def test_a_chosen_password_is_not_told(empty, settings, watch, browser):
    chosen = settings.model_copy(update={"admin_password": SecretStr("chosen by a person")})
    assert (await service.first_start(chosen, now=watch())).password is None
    assert (await browser.sign_in("admin@voc.local", "chosen by a person")).status_code == 303


async def test_processes_that_start_together_make_one_workspace(empty, settings, watch):
    made = await asyncio.gather(*(service.first_start(settings, now=watch()) for _ in range(6)))
    assert sum(each is not None for each in made) == 1
    assert len(await service.workspaces()) == 1
    assert len(await Member.find_all().to_list()) == 1


async def test_a_first_start_that_was_cut_short_is_finished(empty, settings, watch):
    first = await service.first_start(settings, now=watch())
    await Member.get_pymongo_collection().delete_many({})
    again = await service.first_start(settings, now=watch())
    assert again.workspace == first.workspace
    assert again.password != first.password


async def test_roles_decide_what_a_member_may_do(browsers, workspace, watch):
    async def statuses(role):
        email = f"{role}@{workspace}.test"
        await service.create_member(workspace, email, "long enough", "Kim", role, now=watch())
        browser = browsers()
        token = await browser.token()
        await browser.sign_in(email, "long enough", token=token)
        read = await browser.http.get("/inside")
        write = await browser.http.post("/inside", data={"_csrf_token": token})
        return read.status_code, write.status_code

    assert {role: await statuses(role) for role in Role} == {
        Role.owner: (200, 200),
        Role.admin: (200, 200),
        Role.product: (200, 200),
        Role.marketing: (200, 403),
        Role.agent: (200, 200),
        Role.analyst: (200, 403),
        Role.viewer: (200, 403),
    }
