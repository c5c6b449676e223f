"""What is known of a customer grows to a limit, and strangers do not change it."""

from datetime import timedelta

import pytest

from tests.engine import declared_tasks, engine  # noqa: F401  pytest finds fixtures by name
from voc.customers import service
from voc.customers.domain import customer_id
from voc.values import Scope


async def stored(database, workspace, ref="c-1"):
    return await database.customers.find_one({"workspace": workspace, "ref": ref})


@pytest.fixture
def seen(caller, watch):
    def make(days=0, **attributes):
        return service.Sighting(
            id=customer_id(caller.workspace, "c-1"),
            workspace=caller.workspace,
            ref="c-1",
            at=watch() + timedelta(days=days),
            attributes=attributes,
        )

    return make


async def test_the_first_and_the_last_time_are_kept_in_any_order(caller, database, seen):
    await service.note([seen(3), seen(1)])
    await service.note([seen(2)])
    row = await stored(database, caller.workspace)
    assert row["last_seen_at"] - row["first_seen_at"] == 2 * 86_400_000


async def test_new_names_beyond_fifty_are_dropped_and_known_ones_follow(caller, database, seen):
    await service.note([seen(**{f"a{n}": n for n in range(40)}), seen(**{f"b{n}": n for n in range(30)})])
    await service.note([seen(a0="new", c0="dropped"), seen(b9="new")])
    attributes = (await stored(database, caller.workspace))["attributes"]
    assert len(attributes) == 50
    assert (attributes["a0"], attributes["b9"], "c0" in attributes) == ("new", "new", False)


async def test_attributes_with_the_publishable_key_are_ignored(caller, new_caller, engine, database):  # noqa: F811
    survey = (await caller.http.post("/v1/surveys", json={"name": "NPS"})).json()
    await caller.http.post(f"/v1/surveys/{survey['id']}/publish")
    publishable = await new_caller(Scope.survey, workspace=caller.workspace)
    for number, (sender, plan) in enumerate([(caller, "pro"), (publishable, "free")]):
        body = {
            "survey": survey["id"],
            "submission_id": f"r-{number}",
            "customer": {"id": "c-1", "attributes": {"plan": plan}},
            "answers": {"nps": 3, "why": f"login crash {number}"},
        }
        assert (await sender.http.post("/v1/responses", json=body)).status_code == 202
        await engine.settle()
    assert (await stored(database, caller.workspace))["attributes"] == {"plan": "pro"}
    assert len((await caller.http.get("/v1/feedback")).json()["items"]) == 2
