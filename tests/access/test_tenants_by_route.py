"""Tenant by route, every cell: what another workspace has is answered like what nobody has."""

import re
from typing import Any

import pytest
import pytest_asyncio

from tests.access.one_of_each import UNREAL, one_of_each
from tests.access.route_table import PARAMETER, doors
from tests.people import member
from voc.accounts.domain import Role
from voc.documents import DOCUMENTS

pytestmark = pytest.mark.asyncio(loop_scope="session")

WRITTEN_ONLY = {
    "area_id",
    "view_id",
    "rule_id",
    "note_id",
    "target_id",
    "invitation_id",
    "member_id",
    "key_id",
    "link_id",
    "session_id",
}
"""What lists alone show, and no address of its own."""


@pytest_asyncio.fixture(loop_scope="session")
async def theirs(caller, watch):
    """Ids of another workspace's things, and the program that may see them."""
    caller.ids, caller.watch = await one_of_each(caller, watch), watch
    return caller


def named(door):
    """The parameters of a path that name a row."""
    return set(PARAMETER.findall(door.path)) - UNREAL


def unknown(ids):
    """Ids of the same shape that nobody has."""
    return {name: re.sub(r"[0-9A-Za-z]{6}$", "zzzzzz", id_) for name, id_ in ids.items()}


async def everything(workspace) -> dict[str, list[Any]]:
    """All rows of a workspace but its audit, which tells who was refused nothing."""
    rows = {}
    for model in DOCUMENTS:
        found = await model.get_pymongo_collection().find({"workspace": {"$eq": workspace}}).to_list()
        rows[model.__name__] = sorted(map(repr, found))
    return rows


async def test_every_parameter_stands_for_something(app, theirs):
    """What the other tests try is there: its own workspace finds it."""
    wanted = {name for door in doors(app) if not door.public for name in named(door)}
    assert wanted <= set(theirs.ids)
    missing = set(wanted)
    async with member(app, theirs.workspace, theirs.watch, Role.owner) as owner:
        for door in (door for door in doors(app) if not door.public and door.method == "GET"):
            http = theirs.http if door.is_api else owner.http
            if named(door) & missing and (await http.get(door.at(**theirs.ids))).status_code < 400:
                missing -= named(door)
    assert missing <= WRITTEN_ONLY


async def test_a_foreign_id_is_answered_like_one_that_nobody_has(app, theirs, new_caller, watch):
    stranger = await new_caller()
    before, wrong = await everything(theirs.workspace), []
    nothing = unknown(theirs.ids)
    async with member(app, stranger.workspace, watch, Role.owner) as owner:
        token = {"x-csrftoken": await owner.token("/settings/mails")}
        for door in (door for door in doors(app) if not door.public and named(door)):
            http, headers = (stranger.http, {}) if door.is_api else (owner.http, token)
            body = {"json": {}} if door.is_api and door.method != "GET" else {}
            real = await http.request(door.method, door.at(**theirs.ids), headers=headers, **body)
            none = await http.request(door.method, door.at(**nothing), headers=headers, **body)
            if real.status_code != none.status_code or real.status_code in (401, 403) or real.status_code >= 500:
                wrong.append((door.name, real.status_code, none.status_code))
            if door.method == "GET" and real.status_code not in (302, 404):  # 302: on to a page, which is tried as well
                wrong.append((door.name, real.status_code))
    assert wrong == []
    assert await everything(theirs.workspace) == before


async def test_lists_show_nothing_of_others(app, theirs, new_caller, watch):
    stranger, ids = await new_caller(), set(theirs.ids.values())
    wrong = []
    async with member(app, stranger.workspace, watch, Role.owner) as owner:
        for door in (door for door in doors(app) if not door.public and not named(door) and door.method == "GET"):
            http = stranger.http if door.is_api else owner.http
            text = (await http.get(door.at())).text
            wrong += [(door.name, id_) for id_ in ids if id_ in text]
    assert wrong == []
