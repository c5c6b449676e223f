"""What calls in: nothing is read before the signature holds."""

import json
from datetime import timedelta

from tests.trackers.providing import payload
from voc.trackers.documents import Tracker


async def heard_at(shop):
    return (await Tracker.get_pymongo_collection().find_one({"_id": shop.tracker}))["heard_at"]


async def test_a_good_signature_is_taken_whatever_the_event_is_about(shop):
    assert await heard_at(shop) is None
    assert (await shop.hook()).status_code == 204
    assert await heard_at(shop) is not None
    for other in {
        "github": ["ping"],
        "gitlab": ["push_hook"],
        "jira": ["comment_created"],
        "linear": ["comment_create"],
    }[shop.provider.kind]:
        assert (await shop.hook(payload(shop.provider.kind, other))).status_code == 204


async def test_a_wrong_a_missing_and_a_foreign_signature_are_refused(shop):
    path = f"/hooks/trackers/{shop.provider.kind}/{shop.tracker}"
    body = json.dumps(payload(shop.provider.kind, shop.provider.closed_event)).encode()
    signed = shop.provider.sign(shop.secret, body)
    name = next(each for each in signed if "signature" in each or "token" in each)
    for headers in ({}, shop.provider.sign("another", body), signed | {name: ""}, signed | {name: "sha1=é"}):
        raw = {key: value.encode() for key, value in headers.items()}
        answer = await shop.caller.http.post(path, content=body, headers=raw)
        assert (answer.status_code, answer.json()["type"]) == (401, "urn:voc:problem:not-from-tracker")
    if shop.provider.kind != "gitlab":  # whose token does not cover the body
        assert (await shop.caller.http.post(path, content=body + b" ", headers=signed)).status_code == 401
    assert await heard_at(shop) is None


async def test_without_a_secret_nothing_is_taken_not_even_what_an_empty_one_signs(shop):
    await Tracker.get_pymongo_collection().update_one({"_id": shop.tracker}, {"$set": {"sealed_secret": ""}})
    shop.secret = ""
    assert (await shop.hook()).status_code == 401


async def test_a_body_that_is_no_json_is_refused_after_its_signature(shop):
    path = f"/hooks/trackers/{shop.provider.kind}/{shop.tracker}"
    body = b"payload=%7B%7D"
    assert (await shop.caller.http.post(path, content=body)).status_code == 401
    answer = await shop.caller.http.post(path, content=body, headers=shop.provider.sign(shop.secret, body))
    # Linear's signature covers a time inside the JSON, without which it does not hold
    assert answer.status_code == (401 if shop.provider.kind == "linear" else 400)


async def test_an_event_of_another_time_is_refused_where_the_provider_signs_the_time(shop, watch):
    watch.turn(timedelta(seconds=61))
    assert (await shop.hook()).status_code == (401 if shop.provider.kind == "linear" else 204)
    watch.turn(-timedelta(seconds=122))
    assert (await shop.hook()).status_code == (401 if shop.provider.kind == "linear" else 204)


async def test_there_is_nothing_at_other_addresses(shop):
    body = b"{}"
    for path in (f"/hooks/trackers/{shop.provider.kind}/trk_missing", f"/hooks/trackers/svn/{shop.tracker}"):
        answer = await shop.caller.http.post(path, content=body, headers=shop.provider.sign(shop.secret, body))
        assert answer.status_code == 404


async def test_the_hooks_of_channels_are_where_they_were(caller):
    answer = await caller.http.post(f"/hooks/email/mailgun/{caller.workspace}", content=b"{}")
    assert answer.status_code == 404
    assert "tracker" not in answer.text
