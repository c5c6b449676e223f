"""The record as administrators and operators see it."""

import json

import pytest

from tests.people import member
from voc.accounts.domain import Role
from voc.audit import queries, service
from voc.audit.documents import AuditEntry
from voc.audit.domain import By, Deed

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def deeds(workspace, count, watch):
    for _ in range(count):
        await service.record(workspace, Deed(action="webhook.created", by=By.key, actor="key_gone"), now=watch())


async def test_the_page_says_who_did_what(app, caller, watch):
    async with member(app, caller.workspace, watch, Role.owner) as person:
        await person.send("/settings/widget/secret", {}, form="/settings/widget")
        shown = (await person.http.get("/settings/audit", params={"check": "true"})).text
        assert "Renewed the widget" in shown
        assert "Kim" in shown
        assert "The record is whole: 2 entries" in shown
        korean = (await person.http.get("/settings/audit", headers={"accept-language": "ko"})).text
        assert "위젯 비밀 키를 새로 발급했습니다" in korean


async def test_the_page_says_where_it_breaks(app, caller, watch):
    await deeds(caller.workspace, 3, watch)
    place = {"_id": queries.entry_id(caller.workspace, 2)}
    await AuditEntry.get_pymongo_collection().update_one(place, {"$set": {"actor": "key_other"}})
    async with member(app, caller.workspace, watch, Role.owner) as person:
        shown = (await person.http.get("/settings/audit", params={"check": "true"})).text
    assert "Entry 2 is missing or was changed" in shown


async def test_pages_lead_to_the_first_entry(app, caller, watch):
    await deeds(caller.workspace, 7, watch)
    numbers, cursor = [], None
    while True:
        page = (await caller.http.get("/v1/audit", params={"limit": 3} | ({"cursor": cursor} if cursor else {}))).json()
        numbers += [entry["number"] for entry in page["items"]]
        if (cursor := page["next"]) is None:
            break
    assert numbers == [7, 6, 5, 4, 3, 2, 1]
    check = (await caller.http.get("/v1/audit/check")).json()
    assert (check["entries"], check["broken_at"]) == (7, None)


async def test_a_cursor_of_another_list_is_refused(caller):
    assert (await caller.http.get("/v1/audit", params={"cursor": "WyJ4Il0"})).status_code == 400


async def test_everything_is_given_out_and_that_is_on_record(app, caller, watch):
    await deeds(caller.workspace, 2, watch)
    async with member(app, caller.workspace, watch, Role.admin) as person:
        table = (await person.http.get("/settings/audit/export")).text.splitlines()
        lines = (await person.http.get("/settings/audit/export", params={"format": "jsonl"})).text.splitlines()
    assert len(table) == 1 + 3 + 1
    assert [json.loads(line)["number"] for line in lines] == [1, 2, 3, 4, 5]
    assert json.loads(lines[-1])["action"] == "audit.exported"


async def test_another_workspace_s_record_is_nobody_s_business(caller, new_caller, watch):
    await deeds(caller.workspace, 2, watch)
    stranger = await new_caller()
    assert (await stranger.http.get("/v1/audit")).json()["items"] == []


async def test_who_signs_in_is_on_record_and_who_tries_to(app, caller, watch):
    async with member(app, caller.workspace, watch, Role.owner) as person:
        (entry,) = [each async for each in queries.in_order(caller.workspace)]
        assert (entry.action, entry.actor) == ("member.signed-in", entry.subject)
        email = (await caller.http.get("/v1/members")).json()["items"][0]["email"]
        await person.send("/logout", {}, form="/settings/mails")
        refused = await person.send("/login", {"email": email, "password": "a guess"})
        assert refused.status_code == 401
    entries = [each async for each in queries.in_order(caller.workspace)]
    assert [each.action for each in entries[1:]] == ["member.signed-out", "member.sign-in-refused"]
    assert (entries[-1].by, entries[-1].actor, entries[-1].subject) == (By.system, "", entry.actor)
    assert email not in str(entries)
