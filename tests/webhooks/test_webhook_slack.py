"""Events as messages in Slack: what its incoming webhooks document to take, and nothing that calls a channel."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.loopback import reply
from tests.webhooks.conftest import add, happens, log
from voc.webhooks import slack
from voc.webhooks.catalogue import EVENTS, Type
from voc.webhooks.documents import Webhook

RECORDED = Path(__file__).parent / "slack"
ADDRESS = "https://hooks.slack.com/services/T00000000/B00000000/QQQQQQQQQQQQQQQQQQQQQQQQ"
HOSTILE = "<!channel> <@U1> *bold* & <https://evil.test|click> :fire: `x`"


def event(type_, **data):
    example = next(each.example for each in EVENTS if each.type == type_)
    return {"type": type_, "timestamp": "2026-03-01T12:00:00.000Z", "data": example | data}


def message(type_=Type.alert_opened, language="en", **data):
    return slack.message(event(type_, **data), public_url="https://voc.example.com/", language=language)


def fits(said):
    """What Slack's reference of blocks asks for."""
    assert set(said) == {"text", "blocks", "unfurl_links"}
    assert 0 < len(said["text"]) <= 40_000
    assert 0 < len(said["blocks"]) <= 50
    for block in said["blocks"]:
        match block["type"]:
            case "header":
                assert block["text"]["type"] == "plain_text"
                assert 0 < len(block["text"]["text"]) <= 150
            case "section":
                assert block["text"]["type"] == "mrkdwn"
                assert 0 < len(block["text"]["text"]) <= 3_000
            case "context":
                assert 0 < len(block["elements"]) <= 10
                assert all(each["type"] == "mrkdwn" and each["text"] for each in block["elements"])
            case other:
                raise AssertionError(other)


@pytest.mark.parametrize("language", slack.LANGUAGES)
@pytest.mark.parametrize("type_", [each.type for each in EVENTS])
def test_every_event_of_the_catalogue_is_a_message_that_leads_back(type_, language):
    said = message(type_, language)
    fits(said)
    assert re.fullmatch(r"<https://voc\.example\.com/[^|<> ]+\|[^|<>]+>", said["blocks"][-1]["elements"][0]["text"])


@pytest.mark.parametrize("name", ["alert.opened", "backlog.item.changed"])
def test_messages_are_as_recorded(name):
    recorded = json.loads((RECORDED / f"{name}.json").read_text("utf-8"))
    for language, expected in recorded.items():
        assert message(Type(name), language) == expected


@given(st.text(max_size=300) | st.just(HOSTILE))
def test_no_name_calls_a_channel_links_or_formats(name):
    for type_, field in (
        (Type.alert_opened, "name"),
        (Type.theme_created, "name"),
        (Type.backlog_item_changed, "title"),
    ):
        said = message(type_, **{field: name})
        fits(said)
        header, *marked = said["blocks"]
        assert header["text"]["emoji"] is False
        texts = [said["text"], *(block["text"]["text"] for block in marked if block["type"] == "section")]
        assert not any(re.search(r"<[@#!h]", text) for text in texts)


@given(st.text(max_size=300) | st.just(HOSTILE))
def test_a_value_of_a_change_is_text_and_no_more(value):
    steps = [
        {"field": "department", "before": None, "after": value},
        {"field": "owner", "before": None, "after": "mem_1"},
    ]
    said = message(Type.backlog_item_changed, steps=steps, undoes="ch_1")
    fits(said)
    text = said["blocks"][1]["text"]["text"]
    assert "mem_1" not in text, "whose an item is says the page, to those who may see it"
    after = text.split(" → ", 1)[1].split("\n*Owner*")[0]
    assert "<" not in after
    assert not re.search(r"(?<!\u2060)[*_~`](?!\u2060)", after.strip())


def test_a_theme_that_nobody_spoke_of_before_has_no_times():
    text = message(expected=0.0, ratio_high=900.0)["blocks"][1]["text"]["text"]
    assert "900" not in text
    assert "nobody in the weeks before" in text


async def test_a_channel_gets_a_message_without_a_signature_and_the_log_holds_it(caller, receiver, engine, watch):
    webhook = await add(caller, receiver.url, "theme.*", format="slack", language="ko")
    assert webhook["secret"] is None
    await happens(caller, watch, theme="th_1", name="로그아웃 <b>", feedback=34)
    await engine.settle()
    ((headers, body),) = receiver.taken
    assert headers["content-type"] == "application/json"
    assert not any(name.startswith("webhook-") for name in headers)
    said = json.loads(body)
    fits(said)
    assert said["blocks"][0]["text"]["text"] == "새 주제: 로그아웃 <b>"
    (delivery,) = await log(caller, webhook)
    assert (delivery["status"], delivery["log"][0]["answer"]) == ("delivered", "ok")


ANSWERS = [
    (400, b"invalid_payload", "waiting", True), (403, b"action_prohibited", "waiting", True),
    (404, b"channel_not_found", "waiting", True), (404, b"no_service", "waiting", True),
    (410, b"channel_is_archived", "failed", False), (500, b"rollup_error", "waiting", True),
]  # fmt: skip


@pytest.mark.parametrize(("status", "said", "stands", "enabled"), ANSWERS)
async def test_what_slack_answers_to_errors_is_kept_and_repeated(
    caller, receiver, engine, watch, status, said, stands, enabled
):
    webhook = await add(caller, receiver.url, "theme.*", format="slack")
    receiver.answer(reply(said, status))
    await happens(caller, watch, theme="th_1", name="A", feedback=3)
    await engine.settle()
    (delivery,) = await log(caller, webhook)
    assert (delivery["status"], delivery["log"][0]["answer"]) == (stands, said.decode())
    assert (await caller.http.get(f"/v1/webhooks/{webhook['id']}")).json()["enabled"] is enabled
    if enabled:
        receiver.answer(200)
        watch.turn(timedelta(seconds=6))
        await engine.settle()
        assert (await log(caller, webhook))[0]["status"] == "delivered"


async def test_slack_is_left_alone_as_long_as_it_asks(caller, receiver, engine, watch):
    webhook = await add(caller, receiver.url, "theme.*", format="slack")
    receiver.answer(b"HTTP/1.1 429 X\r\nretry-after: 30\r\ncontent-length: 12\r\n\r\nrate_limited", 200)
    await happens(caller, watch, theme="th_1", name="A", feedback=3)
    for seconds, status in ((0, "waiting"), (29, "waiting"), (2, "delivered")):
        watch.turn(timedelta(seconds=seconds))
        await engine.settle()
        assert (await log(caller, webhook))[0]["status"] == status


async def test_the_address_is_a_secret_and_shown_to_nobody_again(caller, database):
    made = await add(caller, ADDRESS, format="slack")
    path = f"/v1/webhooks/{made['id']}"
    assert made["url"] == "https://hooks.slack.com/services/T00000000/B00000000/…"
    for where in ("/v1/webhooks", path):
        assert "QQQQ" not in (await caller.http.get(where)).text
    other = ADDRESS.replace("Q", "Y").replace("B0", "C0")
    assert "/C00000000/…" in (await caller.http.patch(path, json={"url": other})).json()["url"]
    stored = str(await database["webhooks"].find_one({"_id": made["id"]}))
    assert "QQQQ" not in stored
    assert "YYYY" not in stored
    answer = await caller.http.post(f"{path}/secret")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:voc:problem:nothing-signed")
    assert (
        await caller.http.post("/v1/webhooks", json={"url": ADDRESS, "events": ["*"], "format": "x"})
    ).status_code == 400


async def test_webhooks_from_before_slack_are_sent_as_ever(caller, receiver, engine, watch, verify):
    webhook = await add(caller, receiver.url)
    await Webhook.get_pymongo_collection().update_one(
        {"_id": webhook["id"]}, {"$unset": {"format": "", "language": ""}}
    )
    assert (await caller.http.get(f"/v1/webhooks/{webhook['id']}")).json()["format"] == "standard"
    await happens(caller, watch, name="A")
    await engine.settle()
    assert verify(webhook["secret"], receiver.taken[0])["type"] == "theme.created"
