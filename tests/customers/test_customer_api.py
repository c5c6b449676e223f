"""Customers over HTTP: who they are, what is known, one history, and nothing of another workspace."""

from datetime import timedelta
from typing import Any

import pytest

from voc.values import Scope


async def registered(caller: Any, **fields: Any) -> dict[str, Any]:
    """A customer of the caller's workspace."""
    made = await caller.http.post("/v1/customers", json=fields)
    assert made.status_code == 200, made.text
    answer: dict[str, Any] = made.json()
    return answer


async def history(caller: Any, id_: str, **query: Any) -> list[dict[str, Any]]:
    """All pages of a customer's history, three entries at a time."""
    found: list[dict[str, Any]] = []
    cursor = None
    while True:
        asked = query | {"limit": 3} | ({"cursor": cursor} if cursor else {})
        answer = (await caller.http.get(f"/v1/customers/{id_}/timeline", params=asked)).json()
        found += answer["items"]
        cursor = answer["next"]
        if cursor is None:
            return found


async def test_the_same_identities_lead_to_the_same_customer(caller: Any) -> None:
    first = await registered(caller, id="u1", identities=[{"kind": "email", "value": "Kim@Example.test"}])
    again = await registered(caller, identities=[{"kind": "email", "value": "kim@example.test"}])
    assert first["created"]
    assert (again["id"], again["ref"], again["rule"], again["created"]) == (first["id"], "u1", "email", False)
    for known_as in (first["id"], "u1"):
        read = (await caller.http.get(f"/v1/customers/{known_as}")).json()
        assert (read["id"], read["ref"]) == (first["id"], "u1")
    assert "kim@" not in (await caller.http.get(f"/v1/customers/{first['id']}")).text


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"identities": [{"kind": "email", "value": "nobody"}]},
        {"identities": [{"kind": "pigeon", "value": "x"}]},
        {"id": ""},
        {"id": "u1", "attributes": {"a.b": 1}},
        {"id": "u1", "attributes": {"$set": 1}},
    ],
)
async def test_who_cannot_be_told_is_refused(caller: Any, body: dict[str, Any]) -> None:
    assert (await caller.http.post("/v1/customers", json=body)).status_code == 400
    assert (await caller.http.get("/v1/customers")).json()["items"] == []


async def test_attributes_change_one_by_one_and_leave_a_trace(caller: Any) -> None:
    made = await registered(caller, id="u1", attributes={"plan": "Free", "sales:owner": "Lee"})
    path = f"/v1/customers/{made['id']}"
    changed = await caller.http.patch(path, json={"attributes": {"plan": "Team", "sales:owner": None}, "name": "Kim"})
    assert (changed.json()["attributes"], changed.json()["name"]) == ({"plan": "Team"}, "Kim")
    (event,) = await history(caller, made["id"])
    assert event["fields"]["changed"] == {"plan": ["Free", "Team"], "sales:owner": ["Lee", None], "name": [None, "Kim"]}


async def test_a_contact_among_the_attributes_is_never_answered(caller: Any) -> None:
    made = await registered(caller, id="u1", attributes={"email": "kim@example.test", "plan": "Team"})
    await caller.http.patch(f"/v1/customers/{made['id']}", json={"attributes": {"phone": "+821012345678"}})
    read = (await caller.http.get(f"/v1/customers/{made['id']}")).json()
    assert read["attributes"] == {"plan": "Team"}
    assert {each["masked"] for each in read["identities"]} == {"k•••@example.test", "+82 ••-••••-5678"}


async def test_the_list_pages_over_customers_of_one_moment(caller: Any) -> None:
    names = [f"u{number:02}" for number in range(7)]
    for name in names:
        await registered(caller, id=name)
    seen: list[str] = []
    cursor = None
    while True:
        asked = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        answer = (await caller.http.get("/v1/customers", params=asked)).json()
        seen += [each["ref"] for each in answer["items"]]
        cursor = answer["next"]
        if cursor is None:
            break
    assert sorted(seen) == names


async def test_people_are_found_by_name_account_segment_and_whole_contact(caller: Any) -> None:
    await registered(
        caller, id="u1", name="김하나", attributes={"account": "한빛", "segment": "VIP", "email": "h@x.test"}
    )
    await registered(caller, id="u2", name="Lee", attributes={"account": "Acme", "segment": "trial"})

    async def found(**query: str) -> list[str]:
        return [each["ref"] for each in (await caller.http.get("/v1/customers", params=query)).json()["items"]]

    assert await found(q="하나") == ["u1"]
    assert await found(q="acm") == ["u2"]
    assert await found(q="H@X.test") == ["u1"]
    assert await found(q="h@x") == []
    assert await found(segment="trial") == ["u2"]
    assert await found(account="한빛") == ["u1"]


async def test_the_timeline_is_one_for_all_sources_and_searchable(caller: Any, watch: Any) -> None:
    made = await registered(caller, id="u1")
    said = {"channel": "email", "customer": "u1"}
    await caller.http.post("/v1/feedback", json=said | {"submission_id": "f1", "text": "배송이 느려요"})
    watch.turn(timedelta(hours=1))
    paid = {"kind": "paid", "fields": {"amount": 49000, "currency": "KRW"}, "key": "inv-1"}
    first = await caller.http.post(f"/v1/customers/{made['id']}/events", json=paid)
    assert first.status_code == 202
    watch.turn(timedelta(hours=1))
    again = await caller.http.post(f"/v1/customers/{made['id']}/events", json=paid | {"at": "2026-02-01T00:00:00Z"})
    assert again.json() == first.json()
    agreed = {"channel": "sms", "purpose": "advertising", "given": True, "text": "네", "text_version": "v2"}
    assert (await caller.http.post(f"/v1/customers/{made['id']}/consents", json=agreed)).status_code == 201
    found = await history(caller, "u1")
    assert [each["kind"] for each in found] == ["event", "event", "feedback"]
    assert [each["at"] for each in found] == ["2026-03-01T14:00:00Z", "2026-03-01T13:00:00Z", "2026-03-01T12:00:00Z"]
    assert [each["text"] for each in await history(caller, "u1", q="느려")] == ["배송이 느려요"]
    assert [each["fields"]["happened"] for each in await history(caller, "u1", q="krw")] == ["paid"]
    assert [each["kind"] for each in await history(caller, "u1", kind="feedback")] == ["feedback"]


async def test_what_only_we_write_down_cannot_be_claimed(caller: Any) -> None:
    made = await registered(caller, id="u1")
    for kind in ("merged", "consent", "contacts_revealed", "Paid", "paid.now"):
        assert (await caller.http.post(f"/v1/customers/{made['id']}/events", json={"kind": kind})).status_code == 400


async def test_the_latest_decision_of_all_is_first(caller: Any, watch: Any) -> None:
    made = await registered(caller, id="u1")
    path = f"/v1/customers/{made['id']}/consents"
    for given in (True, False):
        await caller.http.post(
            path, json={"channel": "email", "purpose": "survey", "given": given, "text_version": "3"}
        )
        watch.turn(timedelta(seconds=1))
    assert [each["given"] for each in (await caller.http.get(path)).json()["items"]] == [False, True]
    assert (
        await caller.http.post(path, json={"channel": "email", "purpose": "spying", "given": True})
    ).status_code == 400


async def test_why_is_explained_and_others_are_suggested(caller: Any) -> None:
    mine = [{"kind": "email", "value": "kim@example.test"}, {"kind": "phone", "value": "+82 10 3333 4444"}]
    known = await registered(caller, id="u1", name="Kim", identities=mine)
    other = await registered(caller, id="u2", identities=[{"kind": "phone", "value": "010-1111-2222"}])
    both = [{"kind": "phone", "value": "01011112222"}, {"kind": "email", "value": "kim@example.test"}]
    met = await registered(caller, identities=both)
    assert (met["id"], met["others"]) == (known["id"], [other["id"]])
    called = await registered(caller, id="01033334444")
    namesake = await registered(caller, id="u4", name="Kim")
    told = (await caller.http.get(f"/v1/customers/{known['id']}/explain")).json()
    assert {each["id"]: each["why"] for each in told["suggestions"]} == {
        other["id"]: "same_contact",
        namesake["id"]: "same_name",
    }
    theirs = (await caller.http.get(f"/v1/customers/{called['id']}/explain")).json()["suggestions"]
    assert [(each["id"], each["why"]) for each in theirs] == [(known["id"], "id_is_contact")]
    await caller.http.post(f"/v1/customers/{known['id']}/merge", json={"other": other["id"]})
    told = (await caller.http.get(f"/v1/customers/{known['id']}/explain")).json()
    assert other["id"] not in {each["id"] for each in told["suggestions"]}
    (part,) = [each for each in told["records"] if each["id"] == other["id"]]
    assert (part["merged_into"], part["ref"]) == (known["id"], "u2")
    assert part["merged_by"]


async def test_a_merge_is_one_history_and_its_end_two(caller: Any, watch: Any) -> None:
    one, two = [await registered(caller, id=name, attributes={"plan": name}) for name in ("u1", "u2")]
    for name in ("u1", "u2"):
        body = {"submission_id": name, "text": f"from {name}", "channel": "chat", "customer": name}
        await caller.http.post("/v1/feedback", json=body)
        watch.turn(timedelta(minutes=1))
    merged = await caller.http.post(f"/v1/customers/{one['id']}/merge", json={"other": "u2"})
    assert (merged.json()["members"], merged.json()["attributes"]) == ([one["id"], two["id"]], {"plan": "u1"})
    said = await history(caller, two["id"], kind="feedback")
    assert [each["text"] for each in said] == ["from u2", "from u1"]
    events = [each["fields"]["happened"] for each in await history(caller, one["id"]) if each["kind"] == "event"]
    assert events == ["merged"], "both records bear it, and the line tells it once"
    (listed,) = (await caller.http.get("/v1/customers")).json()["items"]
    assert (listed["id"], listed["feedback"]) == (one["id"], 2)
    assert (await caller.http.post(f"/v1/customers/{one['id']}/merge", json={"other": one["id"]})).status_code == 409
    apart = await caller.http.post(f"/v1/customers/{one['id']}/unmerge", json={"other": two["id"]})
    assert apart.json()["members"] == [one["id"]]
    assert [each["text"] for each in await history(caller, "u2", kind="feedback")] == ["from u2"]
    happened = [each["fields"]["happened"] for each in await history(caller, "u2", kind="event")]
    assert sorted(happened) == ["merged", "unmerged"]
    gone = await caller.http.post(f"/v1/customers/{one['id']}/unmerge", json={"other": two["id"]})
    assert gone.status_code == 404


async def test_another_workspace_has_other_customers(caller: Any, new_caller: Any) -> None:
    made = await registered(caller, id="u1")
    elsewhere = await new_caller()
    for path in ("", "/timeline", "/explain", "/consents"):
        assert (await elsewhere.http.get(f"/v1/customers/{made['id']}{path}")).status_code == 404
    for path, body in (
        ("/merge", {"other": made["id"]}),
        ("/unmerge", {"other": made["id"]}),
        ("/events", {"kind": "paid"}),
        ("/consents", {"channel": "sms", "purpose": "survey", "given": True}),
    ):
        assert (await elsewhere.http.post(f"/v1/customers/{made['id']}{path}", json=body)).status_code == 404
    assert (await elsewhere.http.delete(f"/v1/customers/{made['id']}")).status_code == 404
    assert (await caller.http.get(f"/v1/customers/{made['id']}")).status_code == 200


async def test_reading_needs_less_than_changing_and_erasing_most(caller: Any, new_caller: Any) -> None:
    made = await registered(caller, id="u1")
    reader = await new_caller(Scope.read, workspace=caller.workspace)
    writer = await new_caller(Scope.write, workspace=caller.workspace)
    path = f"/v1/customers/{made['id']}"
    assert (await reader.http.get(path)).status_code == 200
    assert (await reader.http.patch(path, json={"name": "x"})).status_code == 403
    assert (await writer.http.patch(path, json={"name": "x"})).status_code == 200
    assert (await writer.http.delete(path)).status_code == 403


@pytest.mark.parametrize("cursor", ["x", "WzFd", "W10", "WzEsIngiXQ", "%00"])
async def test_a_cursor_that_is_none_of_ours_is_refused(caller: Any, cursor: str) -> None:
    await registered(caller, id="u1")
    for path in ("/v1/customers/u1/timeline",):
        assert (await caller.http.get(path, params={"cursor": cursor})).status_code == 400


async def test_an_id_that_is_an_address_is_kept_as_one(caller: Any, database: Any) -> None:
    made = await registered(caller, id="Kim@Example.test", name="Kim")
    said = {"submission_id": "f1", "text": "Hello there", "channel": "email", "customer": "kim@example.test"}
    await caller.http.post("/v1/feedback", json=said)
    assert made["rule"] == "email"
    assert [each["text"] for each in await history(caller, "kim@example.test")] == ["Hello there"]
    rows = await database.customers.find({"workspace": caller.workspace}).to_list()
    assert "kim@" not in repr(rows).lower()
