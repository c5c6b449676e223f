"""Somebody who writes by e-mail, SMS, Messenger and the widget is one person with one history."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.surveying import publish, response
from voc import vault
from voc.channels.documents import Delivery, Message
from voc.channels.outgoing import Content, Draft, Origin, queue
from voc.clock import stamp
from voc.customers.documents import Consent, Customer, CustomerEvent, Identity
from voc.feedback.documents import Feedback
from voc.responses.documents import Response
from voc.responses.listening import listen
from voc.settings import Work


async def timeline(caller: Any, id_: str, **query: Any) -> list[dict[str, Any]]:
    answer = await caller.http.get(f"/v1/customers/{id_}/timeline", params=query)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def wrote(caller: Any, watch: Any, channel: str, kind: str, address: str, text: str) -> dict[str, Any]:
    """Somebody writes on a channel: whoever takes the message finds the customer by the address."""
    watch.turn(timedelta(minutes=1))
    body = {"identities": [{"kind": kind, "value": address}]}
    person: dict[str, Any] = (await caller.http.post("/v1/customers", json=body)).json()
    said = {"submission_id": uuid4().hex, "text": text, "channel": channel, "customer": person["ref"]}
    assert (await caller.http.post("/v1/feedback", json=said)).status_code == 202
    return person


async def test_four_channels_are_one_history(caller: Any, watch: Any) -> None:
    survey = await publish(caller)
    known = {"id": "u1", "attributes": {"email": "kim@example.test", "phone": "010-1234-5678"}}
    me = (await caller.http.post("/v1/customers", json=known)).json()["id"]
    for channel, kind, address in (("email", "email", "Kim@Example.test"), ("sms", "phone", "+82 10-1234-5678")):
        assert (await wrote(caller, watch, channel, kind, address, f"by {channel}"))["id"] == me
    stranger = await wrote(caller, watch, "messenger", "messenger", "88371625", "by messenger")
    assert stranger["id"] != me
    watch.turn(timedelta(minutes=1))
    sent = response(survey, answers={"nps": 3, "why": "by widget"}, customer="u1")
    assert (await caller.http.post("/v1/responses", json=sent)).status_code == 202
    merged = await caller.http.post(f"/v1/customers/{me}/merge", json={"other": stranger["id"]})
    assert merged.status_code == 200
    found = [each for each in await timeline(caller, stranger["id"]) if each["kind"] != "event"]
    assert [(each["kind"], each["channel"]) for each in found] == [
        ("response", "survey"),
        ("feedback", "messenger"),
        ("feedback", "sms"),
        ("feedback", "email"),
    ]
    assert found[0]["fields"]["answers"] == {"nps": 3, "why": "by widget"}
    assert [each["text"] for each in await timeline(caller, me, q="BY MESS")] == ["by messenger"]


async def test_what_a_response_said_is_told_once_by_it_or_by_itself(caller: Any, watch: Any, database: Any) -> None:
    survey = await publish(caller)
    me = (await caller.http.post("/v1/customers", json={"id": "u1"})).json()["id"]
    sent = response(survey, answers={"nps": 3, "why": "too slow"}, customer="u1")
    id_ = (await caller.http.post("/v1/responses", json=sent)).json()["id"]
    await listen([id_], now=watch(), work=Work())
    assert [each["kind"] for each in await timeline(caller, me)] == ["response"]
    (told,) = await timeline(caller, me, kind="feedback")
    assert (told["text"], told["within"]) == ("too slow", True)
    # as a release stored it that did not know whose a response is
    await database.responses.update_one({"_id": id_}, {"$unset": {"customer_id": ""}})
    assert [each["text"] for each in await timeline(caller, me)] == ["too slow"]


async def test_an_address_as_id_is_the_person_whose_address_it_is(caller: Any) -> None:
    survey = await publish(caller)
    body = {"id": "u1", "identities": [{"kind": "email", "value": "kim@example.test"}]}
    await caller.http.post("/v1/customers", json=body)
    sent = response(survey, answers={"nps": 3}, customer="Kim@example.test")
    assert (await caller.http.post("/v1/responses", json=sent)).status_code == 202
    said = {"submission_id": "f", "text": "so", "channel": "api", "customer": "kim@example.test"}
    await caller.http.post("/v1/feedback", json=said)
    assert {each["kind"] for each in await timeline(caller, "u1")} == {"response", "feedback"}


async def test_messages_in_and_out_stand_between_what_was_said(caller: Any, watch: Any) -> None:
    workspace = caller.workspace
    me = (await caller.http.post("/v1/customers", json={"id": "u1"})).json()["id"]
    draft = Draft(
        origin=Origin(kind="reply", id="x", step="1"),
        channel="email",
        address="kim@example.test",
        purpose="reply",
        customer=me,
        content=Content(text="We are on it", subject="Your order"),
    )
    await queue(workspace, [draft], now=watch())
    watch.turn(timedelta(minutes=1))
    kept = {"sealed": vault.seal(workspace, "kim@example.test"), "blind": "b", "masked": "k•••@example.test"}
    times = {"at": stamp(watch()), "received_at": stamp(watch()), "next_dispatch_at": stamp(watch())}
    common = {"workspace": workspace, "channel": "email", "adapter": "email.outbox", "customer": me, "state": "done"}
    for number, feedback in ((1, None), (2, "fb_told_already")):
        message = Message(
            id=f"msg_{uuid4().hex}", text=f"Thanks {number}", feedback=feedback, **common, **kept, **times
        )
        await Message.get_pymongo_collection().insert_one(message.model_dump(by_alias=True))
    found = await timeline(caller, me)
    assert [(each["kind"], each["text"]) for each in found] == [("message", "Thanks 1"), ("delivery", "We are on it")]
    assert [each["status"] for each in found[1]["fields"]["history"]] == ["queued"]
    assert [each["text"] for each in await timeline(caller, me, q="your order")] == ["We are on it"]
    told = {each["text"] for each in await timeline(caller, me, kind="message")}
    assert told == {"Thanks 1", "Thanks 2"}, "what feedback tells already is still there when asked for"


async def stored(workspace: str) -> dict[str, list[Any]]:
    """Everything that is stored about customers, but for the events that tell of merges and what counters note."""
    found: dict[str, list[Any]] = {}
    for model in (Customer, Identity, Consent, Feedback, Response, Delivery, CustomerEvent):
        notes = dict.fromkeys(("uncounted", "revision", "parted_from"), 0) if model is Customer else None
        rows = await model.get_pymongo_collection().find({"workspace": workspace}, notes).to_list()
        rows = [row for row in rows if row.get("kind") not in ("merged", "unmerged")]
        found[model.__name__] = sorted(rows, key=lambda row: row["_id"])
    return found


@pytest.mark.usefixtures("app")
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(
        st.fixed_dictionaries(
            {
                "plan": st.none() | st.text("abc", max_size=3),
                "said": st.integers(0, 2),
                "agreed": st.none() | st.booleans(),
                "email": st.booleans(),
            }
        ),
        min_size=2,
        max_size=4,
    ),
    pairs=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=5),
    data=st.data(),
)
async def test_a_merge_that_is_undone_leaves_both_as_they_were(
    people: Any, pairs: Any, data: Any, new_caller: Any, watch: Any
) -> None:
    caller = await new_caller()
    ids = []
    for number, person in enumerate(people):
        body: dict[str, Any] = {"id": f"u{number}", "attributes": {"plan": person["plan"]}}
        if person["email"]:
            body["identities"] = [{"kind": "email", "value": f"u{number}@example.test"}]
        ids.append((await caller.http.post("/v1/customers", json=body)).json()["id"])
        for nth in range(person["said"]):
            said = {"submission_id": f"{number}-{nth}", "text": "so", "channel": "api", "customer": f"u{number}"}
            await caller.http.post("/v1/feedback", json=said)
        if person["agreed"] is not None:
            decided = {"channel": "sms", "purpose": "survey", "given": person["agreed"]}
            await caller.http.post(f"/v1/customers/{ids[-1]}/consents", json=decided)
    before = await stored(caller.workspace)
    seen = [await timeline(caller, id_) for id_ in ids]
    merged: list[tuple[str, str]] = []
    for into, other in pairs:
        top, part = ids[into % len(ids)], ids[other % len(ids)]
        answer = await caller.http.get(f"/v1/customers/{part}")
        joined = await caller.http.post(f"/v1/customers/{top}/merge", json={"other": part})
        if joined.status_code == 200 and joined.json()["id"] != answer.json()["id"]:
            merged.append((joined.json()["id"], answer.json()["id"]))
    for _, part in data.draw(st.permutations(merged)):
        whole = (await caller.http.get(f"/v1/customers/{part}")).json()["id"]
        apart = await caller.http.post(f"/v1/customers/{whole}/unmerge", json={"other": part})
        assert apart.status_code == 200, apart.text
    assert await stored(caller.workspace) == before
    ours = [
        [each for each in await timeline(caller, id_) if each["fields"].get("happened") not in ("merged", "unmerged")]
        for id_ in ids
    ]
    assert ours == seen
