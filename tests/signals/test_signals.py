"""A closed work order sends its satisfaction survey by itself, and whatever else a company decides."""

from typing import Any

import pytest

from voc.customers.contacts import mask
from voc.customers.domain import IdentityKind, customer_id
from voc.invitations.tokens import token_of
from voc.signals.documents import SignalRule
from voc.values import Scope

CLOSED = {"name": "work_order.closed", "fields": {"visit": "W-17", "technician": "Park"}}
ANN = {"id": "ann", "attributes": {"email": "ann@example.test", "phone": "+821012345678", "plan": "pro"}}


async def report(company: Any, submission: str = "s1", **fields: Any) -> Any:
    """A signal about Ann."""
    body = {"submission_id": submission, "customer": ANN} | CLOSED | fields
    return await company.http.post("/v1/signals", json=body)


async def test_a_closed_work_order_sends_its_survey_by_itself(company: Any, post: Any) -> None:
    answer = await report(company)
    assert answer.status_code == 202, answer.text
    await post.settle()
    (sent,) = await post.sent(company.workspace)
    assert (sent["channel"], sent["masked"]) == ("email", mask(IdentityKind.email, "ann@example.test"))
    (invitation,) = await company.invitations()
    assert (invitation["state"], invitation["fields"]) == ("sent", CLOSED["fields"])
    assert f"/i/{token_of(invitation['id'])}" in sent["content"]["text"]
    survey = await company.ok("GET", f"/v1/surveys/{invitation['survey']}")
    assert survey["state"] == "published"
    assert "csat" in {each["type"] for each in survey["questions"]}
    (signal,) = (await company.ok("GET", "/v1/signals"))["items"]
    assert (signal["customer"], signal["invitations"], signal["state"]) == ("ann", [invitation["id"]], "done")
    # nobody stores a contact in clear
    assert "ann@example.test" not in str(signal)


async def test_a_signal_sent_twice_asks_once_and_another_order_asks_again(company: Any, post: Any) -> None:
    first, again = await report(company), await report(company)
    assert first.json() == again.json()
    await post.settle()
    assert (await report(company)).status_code == 202
    await post.settle()
    assert len(await post.sent(company.workspace)) == 1
    assert (await report(company, fields={"visit": "W-18"})).status_code == 409
    await report(company, "s2")
    await post.settle()
    assert len(await post.sent(company.workspace)) == 2
    surveys = {each["survey"] for each in await company.invitations()}
    assert len(surveys) == 1


async def test_the_built_in_rule_is_shown_changed_and_switched_off(company: Any, post: Any) -> None:
    (rule,) = (await company.ok("GET", "/v1/signals/rules"))["items"]
    assert (rule["name"], rule["starter"], rule["enabled"], rule["survey"]) == (
        "work_order.closed",
        "work_order",
        True,
        None,
    )
    changed = await company.ok("PATCH", f"/v1/signals/rules/{rule['id']}", json={"delay_minutes": 60})
    assert (changed["delay_minutes"], changed["enabled"], changed["survey"]) == (60, True, None)
    await report(company)
    await post.settle()
    assert await post.deliveries(company.workspace) == []
    await post.later(hours=1)
    assert len(await post.sent(company.workspace)) == 1
    gone = await company.http.delete(f"/v1/signals/rules/{rule['id']}")
    assert gone.status_code == 204
    await report(company, "s2")
    await post.later(hours=2)
    assert len(await post.sent(company.workspace)) == 1
    (rule,) = (await company.ok("GET", "/v1/signals/rules"))["items"]
    assert rule["enabled"] is False


async def test_a_rule_of_ones_own_looks_at_the_event_and_the_customer(company: Any, post: Any) -> None:
    where = {
        "all": [
            {"on": "event:total", "is": "at_least", "value": 100},
            {"on": "customer:plan", "is": "equals", "value": "pro"},
        ]
    }
    rule = {
        "name": "order.delivered",
        "where": where,
        "survey": company.survey["id"],
        "channels": ["sms"],
        "delay_minutes": 30,
    }
    made = await company.http.post("/v1/signals/rules", json=rule)
    assert made.status_code == 201, made.text
    for number, total in enumerate((99, 100, 200)):
        await report(company, f"o{number}", name="order.delivered", fields={"total": total})
    await report(company, "o9", name="order.cancelled", fields={"total": 500})
    poor = {"id": "bo", "attributes": {"phone": "+821099999999", "plan": "free"}}
    await report(company, "o8", name="order.delivered", fields={"total": 500}, customer=poor)
    await post.later(minutes=29)
    assert await post.deliveries(company.workspace) == []
    await post.later(minutes=2)
    sent = await post.sent(company.workspace)
    assert [row["channel"] for row in sent] == ["sms", "sms"]
    assert {row["customer"] for row in sent} == {customer_id(company.workspace, "ann")}


async def test_ones_own_rule_replaces_the_built_in_one(company: Any, post: Any) -> None:
    rule = {"name": "work_order.closed", "survey": company.survey["id"]}
    await company.ok("POST", "/v1/signals/rules", json=rule)
    assert [each["starter"] for each in (await company.ok("GET", "/v1/signals/rules"))["items"]] == [None]
    await report(company)
    await post.settle()
    assert [each["survey"] for each in await company.invitations()] == [company.survey["id"]]


async def test_whoever_cannot_be_reached_is_not_asked(company: Any, post: Any) -> None:
    await report(company, customer="nobody-known")
    await report(company, "s2", customer=None)
    await report(company, "s3", occurred_at="2026-02-01T00:00:00Z")
    await post.settle()
    assert await post.deliveries(company.workspace) == []
    (invitation,) = await company.invitations()
    assert (invitation["state"], invitation["reason"]) == ("withheld", "no-address")


async def test_a_signal_that_fails_is_parked_and_tried_again(company: Any, post: Any) -> None:
    rule = {"name": "order.delivered", "survey": company.survey["id"]}
    made = await company.ok("POST", "/v1/signals/rules", json=rule)
    stored = {"_id": made["id"], "workspace": company.workspace}
    await SignalRule.get_pymongo_collection().update_one(stored, {"$set": {"survey": "srv_gone"}})
    await report(company, name="order.delivered")
    await report(company, "s2")
    for _ in range(8):
        await post.later(minutes=10)
    # the other signal was not held up
    assert len(await post.sent(company.workspace)) == 1
    states = {each["submission_id"]: each["state"] for each in (await company.ok("GET", "/v1/signals"))["items"]}
    assert states == {"s1": "parked", "s2": "done"}
    mended = {"$set": {"survey": company.survey["id"]}}
    await SignalRule.get_pymongo_collection().update_one(stored, mended)
    assert await company.ok("POST", "/v1/signals/retry") == {"retried": 1}
    await post.settle()
    assert len(await post.sent(company.workspace)) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "spaces are none"},
        {"name": ""},
        {"submission_id": ""},
        {"fields": {"$where": "1"}},
        {"fields": {"a": {"b": 1}}},
        {"customer": {"name": "x"}},
        {"extra": 1},
        {"occurred_at": "2099-01-01T00:00:00Z"},
    ],
)
async def test_nonsense_is_refused(company: Any, wrong: dict) -> None:
    answer = await report(company, **wrong)
    assert answer.status_code == 400, answer.text
    assert (await company.ok("GET", "/v1/signals"))["items"] == []


async def test_rules_that_cannot_work_are_refused(company: Any) -> None:
    usual = {"name": "a.b", "survey": company.survey["id"]}
    for wrong in ({"where": {"on": "nonsense", "is": "equals", "value": 1}}, {"delay_minutes": -1}, {"channels": []}):
        assert (await company.http.post("/v1/signals/rules", json=usual | wrong)).status_code == 400
    draft = await company.ok("POST", "/v1/surveys", json={"name": "Draft"})
    assert (await company.http.post("/v1/signals/rules", json=usual | {"survey": draft["id"]})).status_code == 409
    assert (await company.http.post("/v1/signals/rules", json=usual | {"survey": "srv_x"})).status_code == 404
    assert (await company.http.patch("/v1/signals/rules/sgr_x", json={"enabled": False})).status_code == 404


async def test_strangers_report_and_see_nothing(company: Any, new_caller: Any) -> None:
    assert (await report(company)).status_code == 202
    other = await new_caller()
    assert (await other.http.get("/v1/signals")).json()["items"] == []
    public = await new_caller(Scope.survey, workspace=company.workspace)
    body = {"submission_id": "x", "customer": ANN} | CLOSED
    assert (await public.http.post("/v1/signals", json=body)).status_code == 403
    rule = await company.ok("POST", "/v1/signals/rules", json={"name": "a.b", "survey": company.survey["id"]})
    assert (await other.http.delete(f"/v1/signals/rules/{rule['id']}")).status_code == 404
    assert (await company.http.delete(f"/v1/signals/rules/{rule['id']}")).status_code == 204
