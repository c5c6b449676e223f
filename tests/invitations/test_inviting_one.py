"""One person, asked by a program."""

from typing import Any

import pytest

from voc.invitations import service
from voc.invitations.tokens import token_of
from voc.values import Scope

BO = "id,email,phone,name\nbo,bo@example.test,+821012345678,Bo\n"


async def test_one_person_is_asked_once_a_day(company: Any, post: Any) -> None:
    await company.campaign(BO, start=False)
    wish = {"survey": company.survey["id"], "customer": "bo", "channel": "sms"}
    first = await company.ok("POST", "/v1/invitations", json=wish)
    again = await company.ok("POST", "/v1/invitations", json=wish)
    assert (first["id"], first["state"]) == (again["id"], "queued")
    await post.settle()
    (sent,) = await post.sent(company.workspace)
    assert (sent["channel"], sent["purpose"]) == ("sms", "survey")
    assert (await company.ok("GET", f"/v1/invitations/{first['id']}"))["state"] == "sent"
    await post.later(days=1)
    assert (await company.ok("POST", "/v1/invitations", json=wish))["id"] != first["id"]


@pytest.mark.parametrize("customer", ["bo", "bo@example.test", "010-1234-5678"])
async def test_they_are_known_by_id_and_by_contact(company: Any, post: Any, customer: str) -> None:
    await company.campaign(BO, start=False)
    body = {"survey": company.survey["id"], "customer": customer, "submission_id": "x"}
    assert (await company.ok("POST", "/v1/invitations", json=body))["ref"] == "bo"


async def test_who_has_no_address_or_is_nobody_is_refused(company: Any) -> None:
    await company.campaign("id,plan\nann,pro\n", start=False)
    wish = {"survey": company.survey["id"]}
    assert (await company.http.post("/v1/invitations", json=wish | {"customer": "ann"})).status_code == 409
    assert (await company.http.post("/v1/invitations", json=wish | {"customer": "nobody"})).status_code == 404
    missing = {"survey": "srv_none", "customer": "ann"}
    assert (await company.http.post("/v1/invitations", json=missing)).status_code in (404, 409)
    assert (await company.http.post("/v1/invitations", json=wish | {"customer": "ann", "x": 1})).status_code == 400


async def test_what_is_taken_back_is_not_sent(company: Any, post: Any) -> None:
    await company.campaign(BO, start=False)
    wish = {"survey": company.survey["id"], "customer": "bo", "send_at": "2026-03-02T00:00:00Z"}
    made = await company.ok("POST", "/v1/invitations", json=wish)
    await post.settle()
    assert (await company.ok("POST", f"/v1/invitations/{made['id']}/cancel"))["state"] == "expired"
    await post.later(days=1)
    assert await post.deliveries(company.workspace) == []
    assert (await company.http.post(f"/v1/invitations/{made['id']}/cancel")).status_code == 410


async def test_a_token_lets_its_owner_in_and_is_not_stored(company: Any, post: Any, database: Any) -> None:
    await company.campaign(BO, start=False)
    made = await company.ok("POST", "/v1/invitations", json={"survey": company.survey["id"], "customer": "bo"})
    token = token_of(made["id"])
    found = await service.by_token(token)
    assert found is not None
    assert (found.id, found.workspace) == (made["id"], company.workspace)
    assert await service.by_token(token[:-1] + ("a" if token[-1] != "a" else "b")) is None
    assert await service.by_token("") is None
    stored = await database["invitations"].find_one({"_id": made["id"]})
    assert token not in str(stored)


async def test_lists_are_paged_and_private(company: Any, post: Any, new_caller: Any) -> None:
    people = "id,email\n" + "".join(f"p{n},p{n}@example.test\n" for n in range(7))
    campaign = await company.campaign(people)
    await post.settle()
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        query = {"campaign": campaign["id"], "limit": "3"} | ({"cursor": cursor} if cursor else {})
        page = await company.ok("GET", "/v1/invitations", params=query)
        seen += [each["id"] for each in page["items"]]
        cursor = page["next"]
    assert len(seen) == len(set(seen)) == 7
    assert len(await company.invitations(campaign=campaign["id"], state="sent")) == 7
    assert await company.invitations(campaign=campaign["id"], state="bounced") == []
    assert (await company.http.get("/v1/invitations", params={"state": "sent"})).status_code == 400
    other = await new_caller()
    assert (await other.http.get("/v1/invitations", params={"campaign": campaign["id"]})).json()["items"] == []
    assert (await other.http.get(f"/v1/invitations/{seen[0]}")).status_code == 404
    public = await new_caller(Scope.survey, workspace=company.workspace)
    assert (await public.http.get("/v1/invitations")).status_code == 403


async def test_sending_rules_are_checked(company: Any, new_caller: Any) -> None:
    for wrong in ({"zone": "Mars/Base"}, {"quiet_from": "21:00"}, {"country": "korea"}, {"opt_out_number": "call us"}):
        assert (await company.http.put("/v1/sending-rules", json=wrong)).status_code == 400
    await company.rules(quiet_from="21:00", quiet_until="08:30", sender_name="S")
    found = await company.ok("GET", "/v1/sending-rules")
    assert (found["quiet_from"], found["quiet_until"], found["zone"]) == ("21:00:00", "08:30:00", "Asia/Seoul")
    writer = await new_caller(Scope.write, workspace=company.workspace)
    assert (await writer.http.put("/v1/sending-rules", json={})).status_code == 403
