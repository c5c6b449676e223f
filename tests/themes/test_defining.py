"""A theme in a person's own words gathers past and new feedback; areas hold what people put there."""

import numpy as np
import pytest
import pytest_asyncio
from sorting import by_topic, in_two, send, texts

from voc import inference
from voc.themes import discovery, queries, rearranging


def claims(embeddings: np.ndarray, definitions):
    """The first word of the name is what a text must be about: the fake model's first axes are topics."""
    axes = [("login", "delivery", "price", "search").index(words[0].split()[0].lower()) for words in definitions]
    rows = np.eye(16, dtype=np.float32)[axes]
    cosines = embeddings @ rows.T
    labels = np.where(cosines.max(axis=1, initial=0) > 0.6, cosines.argmax(axis=1), -1)
    return labels, [(row, 0.6) for row in rows]


@pytest_asyncio.fixture(loop_scope="session")
async def shop(caller, engine, watch, monkeypatch):
    monkeypatch.setattr(discovery.discover, "__kwdefaults__", discovery.discover.__kwdefaults__ | {"find": by_topic})
    monkeypatch.setattr(rearranging.run, "__kwdefaults__", {"divide": in_two})
    monkeypatch.setattr(inference, "claims", claims)
    monkeypatch.setattr(inference, "divide", lambda *given: (given[-1], in_two(*given)[1][:1]))
    await send(caller, engine, texts(8, "login") + texts(6, "delivery"))
    await discovery.discover(caller.workspace, now=watch())
    caller.themes = {theme.name: theme.id for theme in await queries.active(caller.workspace)}
    return caller


async def define(shop, name, **fields):
    body = {"name": name, "examples": ["my parcel is late"]} | fields
    answer = await shop.http.post("/v1/themes", json=body)
    assert answer.status_code == 202
    return answer.json()["theme"]


async def said(shop, theme):
    found = (await shop.http.get("/v1/feedback", params={"theme": theme, "limit": 100})).json()["items"]
    return sorted(item["text"] for item in found)


async def test_past_and_new_feedback_goes_where_a_person_says(shop, engine, watch):
    made = await define(shop, "Delivery delays", description="Parcels that come late or not at all.")
    await engine.settle()
    await discovery.discover(shop.workspace, now=watch())
    await send(shop, engine, ["delivery crash once more"], start=50)
    assert await said(shop, made) == sorted([*texts(6, "delivery"), "delivery crash once more"])
    theme = (await shop.http.get(f"/v1/themes/{made}")).json()
    assert (theme["name"], theme["examples"]) == ("Delivery delays", ["my parcel is late"])


async def test_a_definition_waits_for_its_first_feedback(shop, engine):
    made = await define(shop, "Search")
    await engine.settle()
    await send(shop, engine, ["search crash"], start=50)
    assert await said(shop, made) == ["search crash"]


async def test_a_definition_takes_nothing_from_what_people_hold(shop, engine):
    await shop.http.patch(f"/v1/themes/{shop.themes['login']}", json={"pinned": True})
    made = await define(shop, "Login")
    await engine.settle()
    assert await said(shop, made) == []


async def test_a_definition_can_be_taken_back(shop, engine):
    made = await define(shop, "Delivery delays")
    await engine.settle()
    assert (await shop.http.post(f"/v1/themes/{made}/undo")).status_code == 202
    await engine.settle()
    assert await said(shop, shop.themes["delivery"]) == texts(6, "delivery")
    assert (await shop.http.get(f"/v1/themes/{made}")).json()["state"] == "retired"


async def test_areas_are_made_named_and_removed_by_people(shop, watch):
    area = (await shop.http.post("/v1/areas", json={"name": "배송"})).json()
    assert area["language"] == "ko"
    login = shop.themes["login"]
    moved = await shop.http.patch(f"/v1/themes/{login}", json={"parent": area["id"]})
    assert moved.json()["parent"] == area["id"]
    await discovery.discover(shop.workspace, now=watch())
    assert (await shop.http.get(f"/v1/themes/{login}")).json()["parent"] == area["id"]
    named = await shop.http.patch(f"/v1/areas/{area['id']}", json={"name": "Orders"})
    assert named.json()["name"] == "Orders"
    assert [each["name"] for each in (await shop.http.get("/v1/areas")).json()["items"]] == ["Orders"]
    assert (await shop.http.delete(f"/v1/areas/{area['id']}")).status_code == 204
    assert (await shop.http.get(f"/v1/themes/{login}")).json()["parent"] is None


@pytest.mark.parametrize("method", ["patch", "delete"])
async def test_a_foreign_or_missing_area_answers_404(shop, new_caller, method):
    area = (await shop.http.post("/v1/areas", json={"name": "Orders"})).json()["id"]
    other = await new_caller()
    for caller, id_ in ((other, area), (shop, "ar_01J00000000000000000000000")):
        body = {"json": {"name": "x"}} if method == "patch" else {}
        assert (await getattr(caller.http, method)(f"/v1/areas/{id_}", **body)).status_code == 404
    login = shop.themes["login"]
    assert (await shop.http.patch(f"/v1/themes/{login}", json={"parent": "ar_none"})).status_code == 404
