"""Webhooks over HTTP: who may see and change them, and what is refused."""

import re

import pytest

from tests.webhooks.conftest import add
from voc.values import Scope
from voc.webhooks import service
from voc.webhooks.announcing import Happened, announce
from voc.webhooks.catalogue import EVENTS, Type

HERE = "/v1/webhooks"
OUTSIDE = "https://hooks.example.com/in"


async def test_a_webhook_is_added_read_changed_and_removed(caller):
    made = await add(caller, OUTSIDE, "theme.*", "response.completed", description="Data team")
    secret = made.pop("secret")
    assert re.fullmatch(r"whsec_[A-Za-z0-9+/]{43}=", secret)
    assert (made["enabled"], made["stopped"], made["previous_secret_until"]) == (True, None, None)
    path = f"{HERE}/{made['id']}"
    assert (await caller.http.get(path)).json() == made
    changed = await caller.http.patch(path, json={"events": ["*"], "url": OUTSIDE + "/2", "enabled": False})
    assert changed.json() == made | {"events": ["*"], "url": OUTSIDE + "/2", "enabled": False}
    assert (await caller.http.get(HERE)).json() == {"items": [changed.json()], "next": None}
    assert (await caller.http.delete(path)).status_code == 204
    assert (await caller.http.get(path)).status_code == 404


async def test_removing_one_leaves_the_log_of_the_others(caller, watch):
    gone, stays = [await add(caller, OUTSIDE) for _ in range(2)]
    await announce(caller.workspace, Type.theme_created, [Happened(key="a", at=watch(), data={})], now=watch())
    await caller.http.delete(f"{HERE}/{gone['id']}")
    assert len((await caller.http.get(f"{HERE}/{stays['id']}/deliveries")).json()["items"]) == 1


async def test_a_secret_is_told_once_and_changed(caller, database):
    made = await add(caller, OUTSIDE)
    fresh = (await caller.http.post(f"{HERE}/{made['id']}/secret")).json()
    assert fresh["secret"] != made["secret"]
    for path in (HERE, f"{HERE}/{made['id']}"):
        assert "whsec_" not in (await caller.http.get(path)).text
    stored = str(await database["webhooks"].find_one({"_id": made["id"]}))
    assert made["secret"][6:] not in stored
    assert fresh["secret"][6:] not in stored


@pytest.mark.parametrize("scope", [Scope.read, Scope.write, Scope.survey])
async def test_only_administrators_may(new_caller, scope):
    caller = await new_caller(scope)
    for path in (HERE, f"{HERE}/events", f"{HERE}/wh_x", f"{HERE}/wh_x/deliveries"):
        assert (await caller.http.get(path)).status_code == 403
    for path in (HERE, f"{HERE}/wh_x/secret", f"{HERE}/wh_x/test", f"{HERE}/wh_x/redeliver"):
        assert (await caller.http.post(path, json={})).status_code == 403
    assert (await caller.http.delete(f"{HERE}/wh_x")).status_code == 403


async def test_another_workspaces_webhook_is_missing(caller, new_caller, watch):
    made = await add(caller, OUTSIDE)
    await announce(caller.workspace, Type.theme_created, [Happened(key="a", at=watch(), data={})], now=watch())
    (delivery,) = (await caller.http.get(f"{HERE}/{made['id']}/deliveries")).json()["items"]
    other = await new_caller()
    for id_ in (made["id"], "wh_missing"):
        path = f"{HERE}/{id_}"
        answers = [
            await other.http.get(path),
            await other.http.patch(path, json={"enabled": False}),
            await other.http.delete(path),
            await other.http.post(path + "/secret"),
            await other.http.post(path + "/test"),
            await other.http.post(path + "/redeliver", json={"since": "2026-01-01T00:00:00Z"}),
            await other.http.get(path + "/deliveries"),
            await other.http.get(f"{path}/deliveries/{delivery['id']}"),
            await other.http.post(f"{path}/deliveries/{delivery['id']}/redeliver"),
        ]
        assert [answer.status_code for answer in answers] == [404] * len(answers)
    assert (await caller.http.get(f"{HERE}/{made['id']}")).json()["enabled"]


@pytest.mark.parametrize(
    "url",
    ["http://hooks.example.com/", "https://10.0.0.1/", "https://[::ffff:10.0.0.1]/", "https://2130706433.1.1/",
     "https://169.254.169.254/latest/meta-data", "https://kim:pw@hooks.example.com/", "ftp://hooks.example.com/", "x"],
)  # fmt: skip
async def test_an_address_that_would_never_be_called_is_refused_at_once(caller, url):
    # the tests' operator has opened 127.0.0.0/8, so that a name without TLS may yet turn out to be inside
    answer = await caller.http.post(HERE, json={"url": url, "events": ["*"]})
    if url.startswith("http://"):
        assert answer.status_code == 201
        return
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:voc:problem:address-refused")
    made = await add(caller, OUTSIDE)
    assert (await caller.http.patch(f"{HERE}/{made['id']}", json={"url": url})).status_code == 400


@pytest.mark.parametrize(
    "body",
    [{}, {"url": OUTSIDE}, {"url": OUTSIDE, "events": []}, {"url": OUTSIDE, "events": ["theme"]},
     {"url": OUTSIDE, "events": ["nothing.*"]}, {"url": OUTSIDE, "events": ["**"]},
     {"url": OUTSIDE, "events": ["webhook.test"]}, {"url": OUTSIDE, "events": ["*"], "secret": "mine"},
     {"url": OUTSIDE, "events": ["*"], "description": "x" * 201}, {"url": "", "events": ["*"]}],
)  # fmt: skip
async def test_what_is_no_webhook_is_refused(caller, body):
    answer = await caller.http.post(HERE, json=body)
    assert answer.status_code == 400
    assert (await caller.http.get(HERE)).json()["items"] == []


async def test_there_is_a_limit(caller, monkeypatch):
    monkeypatch.setattr(service, "MOST", 2)
    for _ in range(2):
        await add(caller, OUTSIDE)
    answer = await caller.http.post(HERE, json={"url": OUTSIDE, "events": ["*"]})
    assert (answer.status_code, answer.json()["limit"]) == (409, 2)


async def test_events_are_listed_with_their_bodies(caller):
    items = (await caller.http.get(f"{HERE}/events")).json()["items"]
    assert [item["type"] for item in items] == [event.type.value for event in EVENTS]
    assert all(set(item["example"]) == {"type", "timestamp", "data"} for item in items)


async def test_deliveries_are_paged_the_latest_first(caller, watch):
    made = await add(caller, OUTSIDE)
    several = [Happened(key=str(n), at=watch(), data={}) for n in range(5)]
    assert await announce(caller.workspace, Type.theme_created, several, now=watch()) == 5
    seen, query = [], "?limit=2"
    while query:
        page = (await caller.http.get(f"{HERE}/{made['id']}/deliveries{query}")).json()
        seen += [item["id"] for item in page["items"]]
        query = f"?limit=2&cursor={page['next']}" if page["next"] else ""
    assert len(set(seen)) == len(seen) == 5
    one = (await caller.http.get(f"{HERE}/{made['id']}/deliveries/{seen[0]}")).json()
    assert (one["status"], one["tries"], one["log"]) == ("waiting", 0, [])
    assert (await caller.http.get(f"{HERE}/{made['id']}/deliveries?status=failed")).json()["items"] == []
    await caller.http.delete(f"{HERE}/{made['id']}")
    assert (await caller.http.get(f"{HERE}/{made['id']}/deliveries")).status_code == 404
