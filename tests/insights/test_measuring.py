"""Metrics over HTTP, from the counters of surveys and campaigns."""

from datetime import timedelta

import pytest
import pytest_asyncio

from voc.invitations.documents import Campaign
from voc.results import counters

SURVEY = {
    "name": "After delivery",
    "questions": [
        {"id": "first", "type": "nps", "text": {"en": "Would you recommend us?"}},
        {"id": "again", "type": "nps", "text": {"en": "And again?"}},
        {"id": "happy", "type": "csat", "text": {"en": "Satisfied?"}},
        {"id": "easy", "type": "ces", "text": {"en": "Easy?"}},
    ],
}


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def no_responses(database):
    """No responses of other tests to count."""
    for name in ("responses", "survey_buckets"):
        await database[name].delete_many({})


@pytest.fixture
def publish(caller):
    """Publishes a survey; answers its id."""

    async def publish(definition=SURVEY):
        made = (await caller.http.post("/v1/surveys", json=definition)).json()
        assert (await caller.http.post(f"/v1/surveys/{made['id']}/publish")).status_code == 200
        return made["id"]

    return publish


@pytest.fixture
def answer(caller, watch):
    """Sends responses and counts them."""
    sent = 0

    async def answer(survey, scores, *, question="first", **fields):
        nonlocal sent
        for score in scores:
            sent += 1
            body = {"survey": survey, "submission_id": f"r-{sent}", "answers": {question: score}} | fields
            assert (await caller.http.post("/v1/responses", json=body)).status_code == 202
        watch.turn(timedelta(minutes=5))
        while not (await counters.settle(now=watch(), timer=lambda: 0.0)).is_over():
            pass

    return answer


@pytest.fixture
def read(caller):
    """Reads a metric."""

    async def read(metric="nps", **params):
        answer = await caller.http.get(f"/v1/metrics/{metric}", params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return read


async def test_a_metric_tells_estimate_interval_count_and_definition(publish, answer, read):
    survey = await publish()
    await answer(survey, [10, 10, 10, 0], context={"source": "link"})
    found = await read()
    total = found["total"]
    assert (total["estimate"]["value"], total["estimate"]["n"], total["n_eff"]) == (50, 4, 4)
    assert total["estimate"]["low"] < 50 < total["estimate"]["high"]
    assert total["counts"] == {"0": 1, "10": 3}
    assert set(found["definition"]) == {"en", "ko"}
    assert (found["since"], found["until"]) == ("2025-12-02", "2026-03-01")
    assert (found["before_since"], found["before_until"]) == ("2025-09-03", "2025-12-01")
    assert total["before"] is total["change"] is None
    assert (await read("csat"))["total"]["estimate"] is None


async def test_of_a_response_with_two_such_questions_the_first_counts(publish, answer, read):
    survey = await publish()
    await answer(survey, [10], answers={"first": 10, "again": 0, "happy": 5, "easy": 7})
    assert (await read())["total"]["counts"] == {"10": 1}
    assert (await read("csat"))["total"]["counts"] == {"5": 1}
    assert (await read("ces"))["total"]["estimate"]["value"] == 7


async def test_groups_are_told_apart_and_add_up(publish, answer, read, caller):
    one, other = await publish(), await publish(SURVEY | {"name": "After a call"})
    await answer(one, [10, 9], context={"source": "link"}, language="ko")
    await answer(other, [0], context={"source": "email"})
    by_survey = (await read(by="survey"))["groups"]
    assert [(group["value"], group["name"], group["estimate"]["value"]) for group in by_survey] == [
        (one, "After delivery", 100), (other, "After a call", -100),
    ]  # fmt: skip
    by_source = {group["value"]: group["estimate"]["n"] for group in (await read(by="source"))["groups"]}
    assert by_source == {"link": 2, "email": 1}
    assert [group["value"] for group in (await read(by="language"))["groups"]] == ["ko", None]
    assert [group["value"] for group in (await read(by="version", survey=one))["groups"]] == [f"{one}@1"]
    assert (await read(survey=other))["total"]["estimate"]["n"] == 1


async def test_hidden_fields_say_whose_work_is_asked_about(publish, answer, read):
    survey = await publish(SURVEY | {"hidden": ["department", "journey_step", "product_area"]})
    await answer(survey, [10, 9], hidden={"department": "billing", "journey_step": "renewal"})
    await answer(survey, [0], hidden={"department": "support", "product_area": "search"})
    await answer(survey, [7])
    by_department = {group["value"]: group["estimate"]["value"] for group in (await read(by="department"))["groups"]}
    assert by_department == {"billing": 100, "support": -100, None: 0}
    assert {group["value"] for group in (await read(by="journey_step"))["groups"]} == {"renewal", None}
    assert {group["value"] for group in (await read(by="product_area"))["groups"]} == {"search", None}


async def test_a_change_has_an_arrow_only_with_enough_answers(publish, answer, read, watch):
    survey = await publish()
    await answer(survey, [0] * 30, context={"source": "link"})
    watch.turn(timedelta(days=7))
    await answer(survey, [10] * 29, context={"source": "link"})
    week = {"since": "2026-03-08", "until": "2026-03-14"}
    change = (await read(**week))["total"]["change"]
    assert (change["difference"], change["direction"]) == (200, None)
    await answer(survey, [10], context={"source": "email"})
    found = await read(by="source", **week)
    assert found["total"]["change"]["direction"] == "up"
    assert found["total"]["change"]["low"] > 100
    assert found["total"]["before"]["value"] == -100
    assert {group["value"]: bool(group["change"]) for group in found["groups"]} == {"link": True, "email": False}


async def test_weights_make_the_whole_up_as_the_customers_are(publish, answer, read):
    survey = await publish()
    await answer(survey, [10] * 9, context={"source": "link"})
    await answer(survey, [0], context={"source": "email"})
    total = (await read(by="source", weights=["link:0.5", "email:0.5"]))["total"]
    assert total["estimate"]["value"] == pytest.approx(0)
    assert total["estimate"]["n"] == 10
    assert total["n_eff"] == pytest.approx((9 / 18 + 1 / 2) ** 2 / (9 / 18**2 + 1 / 4))


async def test_the_response_rate_comes_from_campaigns(publish, read, caller, database):
    survey = await publish()
    counts = {"completed-completed": 20, "delivered-delivered": 60, "sent-bounced": 5, "queued-queued": 15}
    started = 1_772_000_000_000  # 25 February 2026
    row = {"_id": "cmp_1", "workspace": caller.workspace, "name": "Spring", "survey": survey, "stage": "done"}
    await Campaign.get_pymongo_collection().insert_one(
        row | {"counts": counts, "started_at": started, "created_at": started, "definition": {}, "state": "done"}
    )
    found = await read("response_rate", by="campaign")
    assert (found["total"]["estimate"]["value"], found["total"]["estimate"]["n"]) == (0.25, 80)
    assert [(group["value"], group["name"]) for group in found["groups"]] == [("cmp_1", "Spring")]
    assert (await read("response_rate", since="2026-02-26"))["total"]["estimate"] is None
    await database.campaigns.delete_one({"_id": "cmp_1"})


@pytest.mark.parametrize(
    ("metric", "params", "status", "parameter"),
    [
        ("love", {}, 404, None),
        ("nps", {"by": "shoe size"}, 400, "by"),
        ("response_rate", {"by": "channel"}, 400, "by"),
        ("nps", {"since": "2026-03-02", "until": "2026-03-01"}, 400, "until"),
        ("nps", {"since": "0001-01-01"}, 400, "since"),
        ("nps", {"until": "9999-12-31"}, 400, "until"),
        ("nps", {"since": "yesterday"}, 400, "since"),
        ("nps", {"weights": "email:1"}, 400, "weights"),
        ("nps", {"by": "segment", "weights": "vip:1"}, 400, "weights"),
        ("nps", {"by": "channel", "weights": "email"}, 400, "weights"),
        ("nps", {"by": "channel", "weights": "email:-1"}, 400, "weights"),
        ("nps", {"survey": "srv_none"}, 404, None),
    ],
)
async def test_nonsense_is_refused_by_name(caller, metric, params, status, parameter):
    answer = await caller.http.get(f"/v1/metrics/{metric}", params=params)
    assert answer.status_code == status, answer.text
    if parameter:
        assert answer.json()["errors"][0]["parameter"] == parameter


async def test_another_workspace_sees_nothing_of_it(publish, answer, new_caller):
    survey = await publish()
    await answer(survey, [10])
    stranger = await new_caller()
    assert (await stranger.http.get("/v1/metrics/nps")).json()["total"]["estimate"] is None
    assert (await stranger.http.get("/v1/metrics/nps", params={"survey": survey})).status_code == 404
