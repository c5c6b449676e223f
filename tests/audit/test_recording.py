"""What was done is on record, once, in order, and nobody changes it unseen."""

import asyncio
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.access.route_table import doors
from tests.people import member
from voc.accounts.domain import Role
from voc.audit import queries, service
from voc.audit.documents import AuditEntry, AuditHead
from voc.audit.domain import By, Deed
from voc.audit.recording import OPTION
from voc.values import Resource, Scope

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOOK = {"url": "https://93.184.215.14/in", "events": ["*"]}


async def recorded(workspace):
    return [entry async for entry in queries.in_order(workspace)]


async def deeds(workspace, count, watch):
    for number in range(count):
        await service.record(workspace, Deed(action=f"thing.done-{number}", by=By.system), now=watch())


async def test_what_a_key_does_is_on_record(caller):
    made = (await caller.http.post("/v1/webhooks", json=HOOK)).json()
    await caller.http.delete(f"/v1/webhooks/{made['id']}")
    first, second = await recorded(caller.workspace)
    assert (first.action, first.by, first.subject) == ("webhook.created", By.key, "")
    assert (second.action, second.subject, second.actor) == ("webhook.removed", made["id"], first.actor)
    assert first.actor.startswith("key_")
    assert HOOK["url"] not in (await service.verify(caller.workspace)).model_dump_json()


async def test_what_failed_is_not_on_record(caller):
    assert (await caller.http.delete("/v1/webhooks/wh_nothing")).status_code == 404
    assert (await caller.http.post("/v1/webhooks", json={"url": "no"})).status_code == 400
    assert await recorded(caller.workspace) == []


async def test_who_is_looked_for_by_address_is_not_told(caller):
    body = {"submission_id": "1", "text": "It broke.", "customer": "kim@example.test", "channel": "api"}
    assert (await caller.http.post("/v1/feedback", json=body)).status_code == 202
    assert (await caller.http.delete("/v1/customers/kim@example.test")).status_code == 200
    (entry,) = await recorded(caller.workspace)
    assert entry.action == "customer.erased"
    assert entry.subject.startswith("blind_")
    assert "kim" not in entry.model_dump_json()


async def test_every_change_by_an_administrator_is_recorded(app):
    """And every look at personal data."""
    unrecorded = [
        door.name
        for door in doors(app)
        if ((door.method != "GET" and any(scope == Scope.admin for scope, _ in door.asks)) or "reveal" in door.path)
        and OPTION not in door.opt
    ]
    assert unrecorded == []
    looks = [door for door in doors(app) if door.method == "GET" and (Scope.admin, Resource.privacy) in door.asks]
    assert {door.path for door in looks if OPTION not in door.opt} == {
        "/customers/{customer_id}/erase",  # which only says how much there is
        "/settings/retention",  # settings, and nobody's data
        "/v1/retention",
        "/settings/audit",
        "/v1/audit",
        "/v1/audit/check",
    }


async def test_a_person_s_deeds_bear_their_name_and_request(app, caller, watch):
    async with member(app, caller.workspace, watch, Role.admin) as person:
        headers = {"x-request-id": "a-request-of-mine"}
        await person.send("/settings/widget/secret", {}, form="/settings/widget", headers=headers)
    _, entry = await recorded(caller.workspace)
    assert (entry.action, entry.by, entry.request) == ("widget.secret-renewed", By.member, "a-request-of-mine")
    assert entry.actor.startswith("mem_")


async def test_many_at_once_are_all_recorded_in_one_chain(workspace, watch):
    deed = Deed(action="thing.done", by=By.system)
    await asyncio.gather(*(service.record(workspace, deed, now=watch()) for _ in range(30)))
    assert [entry.number for entry in await recorded(workspace)] == list(range(1, 31))
    assert (await service.verify(workspace)).entries == 30
    assert (await service.verify(workspace)).broken_at is None


async def test_a_writer_who_was_cut_off_leaves_a_whole_chain(workspace, watch):
    await deeds(workspace, 2, watch)
    await AuditHead.get_pymongo_collection().delete_one({"_id": workspace})
    await deeds(workspace, 2, watch)
    verdict = await service.verify(workspace)
    assert (verdict.entries, verdict.broken_at) == (4, None)


CHANGES = {
    "altered": lambda entry: {"$set": {"action": "thing.undone"}},
    "antedated": lambda entry: {"$set": {"at": entry.at - 1}},
    "blamed": lambda entry: {"$set": {"actor": "mem_other"}},
    "rehashed": lambda entry: {"$set": {"hash": "a" * 52}},
    "removed": None,
}


@pytest.mark.parametrize("how", CHANGES)
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
async def test_nobody_changes_an_entry_unseen(database, watch, how, data):
    workspace = f"ws_{uuid4().hex}"
    count = data.draw(st.integers(1, 6))
    await deeds(workspace, count, watch)
    number = data.draw(st.integers(1, count))
    entry = await queries.entry(workspace, number)
    place, entries = {"_id": queries.entry_id(workspace, number)}, AuditEntry.get_pymongo_collection()
    change = CHANGES[how]
    await (entries.update_one(place, change(entry)) if change else entries.delete_one(place))
    verdict = await service.verify(workspace)
    assert (verdict.broken_at, verdict.entries) == (number, number - 1)


@pytest.fixture
def workspace(database):
    return f"ws_{uuid4().hex}"
