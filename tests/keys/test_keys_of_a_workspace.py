"""Keys are made, used, renewed and revoked by those who may."""

import re
from datetime import timedelta

import pytest

from tests.people import member
from tests.surveying import publish, response
from voc.accounts.documents import ApiKey
from voc.accounts.domain import Role

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def works(caller, text, path="/v1/stats"):
    answer = await caller.http.get(path, headers={"authorization": f"Bearer {text}"})
    return answer.status_code


async def make(caller, **fields):
    answer = await caller.http.post("/v1/keys", json={"name": "Importer", "scopes": ["read"]} | fields)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_key_is_shown_once_and_kept_as_a_digest(caller):
    made = await make(caller)
    assert await works(caller, made["text"]) == 200
    listed = await caller.http.get("/v1/keys")
    assert made["text"] not in listed.text
    assert made["key"]["id"] in listed.text
    kept = await ApiKey.find_one({"_id": made["key"]["id"]})
    assert made["text"] not in kept.model_dump_json()


async def test_a_key_ends_when_it_was_said_to(caller, watch):
    made = await make(caller, days=30)
    assert await works(caller, made["text"]) == 200
    watch.turn(timedelta(days=30, seconds=11))
    assert await works(caller, made["text"]) == 401


async def test_a_renewed_key_goes_on_for_its_grace(caller, watch):
    made = await make(caller, scopes=["read", "write"], days=90)
    path = f"/v1/keys/{made['key']['id']}/renew"
    fresh = (await caller.http.post(path, json={"grace_hours": 2})).json()
    assert fresh["key"]["scopes"] == made["key"]["scopes"]
    assert fresh["key"]["name"] == made["key"]["name"]
    assert fresh["key"]["expires_at"] is not None
    watch.turn(timedelta(hours=1))
    assert [await works(caller, each["text"]) for each in (made, fresh)] == [200, 200]
    watch.turn(timedelta(hours=1, seconds=11))
    assert [await works(caller, each["text"]) for each in (made, fresh)] == [401, 200]
    assert (await caller.http.post(path, json={})).status_code == 409


async def test_grace_never_prolongs_a_key(caller, watch):
    made = await make(caller, days=1)
    await caller.http.post(f"/v1/keys/{made['key']['id']}/renew", json={"grace_hours": 720})
    watch.turn(timedelta(days=1, seconds=11))
    assert await works(caller, made["text"]) == 401


async def test_a_revoked_key_ends_within_ten_seconds(caller, watch):
    made = await make(caller)
    assert await works(caller, made["text"]) == 200
    assert (await caller.http.delete(f"/v1/keys/{made['key']['id']}")).status_code == 200
    watch.turn(timedelta(seconds=11))
    assert await works(caller, made["text"]) == 401
    assert (await caller.http.delete(f"/v1/keys/{made['key']['id']}")).status_code == 409


async def test_the_publishable_key_is_renewed_for_the_whole_workspace(caller, watch):
    survey = await publish(caller)
    items = (await caller.http.get("/v1/keys")).json()["items"]
    (public,) = [each for each in items if each["scopes"] == ["survey"]]
    fresh = (await caller.http.post(f"/v1/keys/{public['id']}/renew", json={"grace_hours": 0})).json()["text"]
    watch.turn(timedelta(seconds=11))
    sent = await caller.http.post("/v1/responses", json=response(survey), headers={"authorization": f"Bearer {fresh}"})
    assert sent.status_code == 202
    assert (await caller.http.get(f"/c/{fresh}", headers={"authorization": ""})).status_code == 200


@pytest.mark.parametrize(
    "fields", [{"scopes": []}, {"scopes": ["everything"]}, {"name": ""}, {"days": 0}, {"days": 10**6}, {"more": 1}]
)
async def test_a_key_that_makes_no_sense_is_refused(caller, fields):
    answer = await caller.http.post("/v1/keys", json={"name": "Importer", "scopes": ["read"]} | fields)
    assert answer.status_code == 400


async def test_an_administrator_makes_renews_and_revokes_on_the_page(app, caller, watch):
    async with member(app, caller.workspace, watch, Role.admin) as person:
        refused = await person.send("/settings/keys", {"name": "Importer"})
        assert refused.status_code == 422
        assert "Please choose one" in refused.text
        shown = await person.send("/settings/keys", {"name": "Importer", "scopes": "read", "days": "30"})
        text = re.search(r'value="(voc_[a-z2-7]{12}_[a-z2-7]{52})"', shown.text)[1]
        assert await works(caller, text) == 200
        listed = (await person.http.get("/settings/keys")).text
        assert text not in listed
        (key,) = [each for each in (await caller.http.get("/v1/keys")).json()["items"] if each["name"] == "Importer"]
        again = await person.send(f"/settings/keys/{key['id']}/renew", {"grace_hours": "0"}, form="/settings/keys")
        assert "The present one ends at once" in again.text
        stale = await person.send(f"/settings/keys/{key['id']}/revoke", {}, form="/settings/keys")
        assert stale.headers["location"] == "/settings/keys?ended=yes"
    watch.turn(timedelta(seconds=11))
    assert await works(caller, text) == 401
