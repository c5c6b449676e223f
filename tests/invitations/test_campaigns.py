"""Campaigns from a list or a segment to the outbox, through the front door."""

from datetime import timedelta
from typing import Any

from tests.surveying import publish
from voc.asks import policy
from voc.asks.domain import Segment
from voc.values import Scope

THREE = "id,email,phone,name,plan\nc1,ann@example.test,,Ann,pro\nc2,,+821012345678,Bo,free\nc3,cy@example.test,,,pro\n"


async def test_everybody_on_a_list_gets_one_message(company: Any, post: Any) -> None:
    campaign = await company.campaign(THREE)
    await post.settle()
    sent = await post.sent(company.workspace)
    assert sorted(row["masked"] for row in sent) == ["+82 ••-••••-5678", "a•••@example.test", "c•••@example.test"]
    found = await company.read(campaign)
    assert (found["people"], found["funnel"]["queued"], found["funnel"]["sent"]) == (3, 3, 3)
    assert found["states"] == {"sent": 3}
    await post.later(days=1)
    assert len(await post.deliveries(company.workspace)) == 3


async def test_a_list_sent_twice_adds_nobody_twice(company: Any, post: Any) -> None:
    campaign = await company.campaign(THREE, start=False)
    body = THREE + "c4,dee@example.test,,Dee,free\n,,,Nobody,\nc5,not an address,,Eve,\n"
    path = f"/v1/campaigns/{campaign['id']}/recipients"
    answer = await company.ok("POST", path, content=body.encode("cp949"))
    assert (answer["recipients"], answer["added"]) == (5, 2)
    assert [each["line"] for each in answer["rejected"]] == [6]
    await company.ok("POST", f"/v1/campaigns/{campaign['id']}/start")
    await post.settle()
    found = await company.read(campaign)
    # nobody can write to c5
    assert (found["people"], found["states"]) == (5, {"sent": 4, "withheld": 1})
    withheld = await company.invitations(campaign=campaign["id"], state="withheld")
    assert [each["reason"] for each in withheld] == ["no-address"]


async def test_a_list_that_says_nobody_is_refused(company: Any) -> None:
    campaign = await company.ok(
        "POST",
        "/v1/campaigns",
        json={"name": "x", "survey": company.survey["id"], "audience": {"kind": "people"}},
    )
    for body in (b"name,plan\nAnn,pro\n", b"\xff\xfe\x00\x00", b""):
        answer = await company.http.post(f"/v1/campaigns/{campaign['id']}/recipients", content=body)
        assert answer.status_code == 400, answer.text
    missing = await company.http.post("/v1/campaigns/cmp_nothing/recipients", content=b"id\na\n")
    assert missing.status_code == 404


async def test_a_segment_is_asked_and_nobody_else(company: Any, post: Any) -> None:
    pro = Segment.model_validate({"name": "Pro", "where": {"on": "customer:plan", "is": "equals", "value": "pro"}})
    await policy.save(company.workspace, segments={"pro": pro})
    await company.campaign(THREE, start=False)  # makes the customers
    campaign = await company.campaign(audience={"kind": "segment", "segment": "pro"})
    await post.settle()
    assert sorted(row["masked"] for row in await post.sent(company.workspace)) == [
        "a•••@example.test",
        "c•••@example.test",
    ]
    assert (await company.read(campaign))["people"] == 2


async def test_a_pace_holds_in_every_hour(company: Any, post: Any) -> None:
    people = "email\n" + "".join(f"p{n}@example.test\n" for n in range(30))
    campaign = await company.campaign(people, throttle_per_hour=10)
    await post.settle(60)
    began = post.watch()
    for _ in range(14):
        await post.later(minutes=20)
    sent = sorted(row["sent_at"] for row in await post.sent(company.workspace))
    assert len(sent) == 30
    hour = timedelta(hours=1) // timedelta(milliseconds=1)
    busiest = max(sum(start <= at < start + hour for at in sent) for start in sent)
    # turns come every six minutes; we look every twenty
    assert busiest <= 10 + 4
    assert (await company.read(campaign))["funnel"]["sent"] == 30
    assert post.watch() > began


async def test_what_is_paused_sends_nothing_and_goes_on_later(company: Any, post: Any) -> None:
    campaign = await company.campaign(THREE, starts_at="2026-03-02T00:00:00Z")
    await post.settle()
    assert await post.deliveries(company.workspace) == []
    await company.ok("POST", f"/v1/campaigns/{campaign['id']}/pause")
    await post.later(days=1)
    assert await post.deliveries(company.workspace) == []
    await company.ok("POST", f"/v1/campaigns/{campaign['id']}/resume")
    await post.later(minutes=20)
    assert len(await post.sent(company.workspace)) == 3
    again = await company.http.post(f"/v1/campaigns/{campaign['id']}/start")
    assert again.status_code == 200
    await company.ok("POST", f"/v1/campaigns/{campaign['id']}/finish")
    assert (await company.http.post(f"/v1/campaigns/{campaign['id']}/start")).status_code == 409


async def test_a_recurring_campaign_asks_each_person_again(company: Any, post: Any) -> None:
    campaign = await company.campaign(THREE, every_days=30)
    await post.settle()
    await post.later(days=29)
    assert len(await post.sent(company.workspace)) == 3
    await post.later(days=1, minutes=5)
    assert len(await post.sent(company.workspace)) == 6
    rounds = sorted(each["round"] for each in await company.invitations(campaign=campaign["id"]))
    assert rounds == [1, 1, 1, 2, 2, 2]
    assert (await company.read(campaign))["people"] == 6


async def test_whoever_comes_later_joins_a_recurring_campaign(company: Any, post: Any) -> None:
    await company.campaign(THREE, start=False)
    await company.campaign(every_days=365)
    await post.settle()
    assert len(await post.sent(company.workspace)) == 3
    await company.campaign("id,email\nc9,new@example.test\n", start=False)
    await post.later(days=1, minutes=1)
    assert len(await post.sent(company.workspace)) == 4


async def test_a_campaign_over_which_nothing_more_comes_is_done(company: Any, post: Any) -> None:
    campaign = await company.campaign(THREE, expires_days=2)
    await post.settle()
    await post.later(days=2, minutes=1)
    await post.later(days=1, minutes=1)
    await post.later(days=1, minutes=1)
    found = await company.read(campaign)
    assert (found["state"], found["states"]) == ("done", {"expired": 3})
    assert found["funnel"]["sent"] == 3


async def test_what_cannot_work_does_not_start(company: Any) -> None:
    draft = await company.ok("POST", "/v1/surveys", json={"name": "Draft"})
    made = await company.campaign(survey=draft["id"], start=False)
    answer = await company.http.post(f"/v1/campaigns/{made['id']}/start")
    assert answer.status_code == 409
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/survey"]
    await company.ok("PATCH", f"/v1/campaigns/{made['id']}", json={"survey": company.survey["id"]})
    segment = {"audience": {"kind": "segment", "segment": "gone"}, "purpose": "advertising"}
    await company.ok("PATCH", f"/v1/campaigns/{made['id']}", json=segment)
    answer = await company.http.post(f"/v1/campaigns/{made['id']}/start")
    assert sorted(each["pointer"] for each in answer.json()["errors"]) == ["/audience/segment", "/purpose"]
    await company.ok(
        "PATCH", f"/v1/campaigns/{made['id']}", json={"audience": {"kind": "everyone"}, "purpose": "survey"}
    )
    assert (await company.ok("POST", f"/v1/campaigns/{made['id']}/start"))["state"] == "running"
    assert (await company.http.patch(f"/v1/campaigns/{made['id']}", json={"name": "y"})).status_code == 409


async def test_a_survey_that_may_ask_once_recurs_in_no_campaign(company: Any) -> None:
    once = await publish(company.caller)
    made = await company.campaign(survey=once["id"], every_days=30, start=False)
    answer = await company.http.post(f"/v1/campaigns/{made['id']}/start")
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/every_days"]


async def test_strangers_and_readers_see_and_do_nothing(company: Any, new_caller: Any) -> None:
    made = await company.campaign(THREE, start=False)
    other = await new_caller()
    reader = await new_caller(Scope.read, workspace=company.workspace)
    path = f"/v1/campaigns/{made['id']}"
    assert (await other.http.get(path)).status_code == 404
    assert (await other.http.post(f"{path}/start")).status_code == 404
    assert (await reader.http.get(path)).status_code == 200
    assert (await reader.http.post(f"{path}/start")).status_code == 403
    assert (await company.http.post(f"{path}/explode")).status_code in (400, 404)
    listed = await company.ok("GET", "/v1/campaigns", params={"limit": "1"})
    assert [each["id"] for each in listed["items"]] == [made["id"]]
