"""SMS through a provider that only settings know."""

import json
from urllib.parse import parse_qs

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.channels.signed import HTTP, from_http, payload
from voc.channels.adapters.sms_http import HttpSms, HttpSmsConfig
from voc.channels.domain import Outbound, Outcome, Status
from voc.errors import Invalid

MESSAGE = Outbound(id="dlv_1", to="+821012345678", text="0–10? {from} 점수")
URL = "https://sms.example/send?account=7"


def sent(message: Outbound = MESSAGE, **config) -> httpx.Request:
    return HttpSms(HttpSmsConfig(**{"url": URL, "sender": "15441234"} | config)).request(message)


def test_by_default_it_is_json_with_plain_names():
    request = sent(auth_value="Bearer 3f9a")
    assert (request.method, str(request.url)) == ("POST", URL)
    assert request.headers["authorization"] == "Bearer 3f9a"
    assert request.headers["idempotency-key"] == "dlv_1"
    assert json.loads(request.content) == {
        "to": "+821012345678", "from": "15441234", "text": "0–10? {from} 점수", "id": "dlv_1",
    }  # fmt: skip


def test_names_may_go_deeper_and_values_may_be_constant():
    fields = "\nmessages.0.to={to}\n messages.0.text = [{text}]\ntype=SMS\noptions.ref=voc-{id}\nempty=\n"
    request = sent(fields=fields, numbers="national")
    assert json.loads(request.content) == {
        "messages": [{"to": "01012345678", "text": "[0–10? {from} 점수]"}],
        "type": "SMS",
        "options": {"ref": "voc-dlv_1"},
        "empty": "",
    }


def test_forms_and_queries_are_filled_too():
    form = sent(body="form", numbers="digits", method="PUT", auth_header="X-API-Key", auth_value="k")
    assert (form.method, form.headers["x-api-key"]) == ("PUT", "k")
    assert parse_qs(form.content.decode())["to"] == ["821012345678"]
    assert parse_qs(form.content.decode())["text"] == [MESSAGE.text]
    query = sent(method="GET", url="https://sms.example/send", idempotency_header="X-Ref")
    assert (query.method, query.content, query.headers["x-ref"]) == ("GET", b"", "dlv_1")
    assert dict(query.url.params) == {"to": MESSAGE.to, "from": "15441234", "text": MESSAGE.text, "id": "dlv_1"}


@given(st.text(max_size=80))
def test_what_is_written_is_sent_as_it_is(text):
    message = MESSAGE.model_copy(update={"text": text.encode("utf-8", "replace").decode()})
    assert json.loads(sent(message).content)["text"] == message.text


@pytest.mark.parametrize(
    "config",
    [
        {"url": "ftp://sms.example"},
        {"url": "https:// sms.example"},
        {"fields": "to={to}"},
        {"fields": "to={to}\n{text}"},
        {"fields": "a={text}\na.b={to}"},
        {"fields": "a.b={text}\na={to}"},
        {"fields": ".".join("a" * 9) + "={text}"},
        {"auth_value": "Bearer 한글"},
        {"auth_value": "a\r\nHost: b"},
        {"auth_header": "X Key"},
        {"idempotency_header": ""},
        {"webhook_secret": "short"},
        {"accepted_if": "code"},
        {"unknown": "1"},
    ],
)
def test_settings_that_cannot_work_are_refused(config):
    with pytest.raises(ValidationError):
        HttpSmsConfig(**{"url": URL} | config)


@pytest.mark.parametrize(
    ("config", "status", "body", "outcome", "provider_id"),
    [
        ({"id_field": "messages.0.id"}, 200, b'{"messages": [{"id": 77}]}', Outcome.accepted, "77"),
        ({"id_field": "messages.1.id"}, 200, b'{"messages": [{"id": 77}]}', Outcome.accepted, None),
        ({"id_field": "id"}, 202, b"OK", Outcome.accepted, None),
        ({}, 204, b"", Outcome.accepted, None),
        ({"accepted_if": "result.code=0"}, 200, b'{"result": {"code": 0}}', Outcome.accepted, None),
        ({"accepted_if": "ok=true"}, 200, b'{"ok": true}', Outcome.accepted, None),
        ({"accepted_if": "result.code=0"}, 200, b'{"result": {"code": 3}}', Outcome.refused, None),
        ({"accepted_if": "result.code=0"}, 200, b"<html>", Outcome.refused, None),
        ({"accepted_if": "result.code=0"}, 500, b'{"result": {"code": 0}}', Outcome.unknown, None),
        ({}, 400, b"bad number", Outcome.refused, None),
        ({}, 429, b"", Outcome.retry, None),
        ({}, 504, b"", Outcome.unknown, None),
        ({}, 409, b"", Outcome.refused, None),
        ({"drops_repeats": True}, 409, b"", Outcome.unknown, None),
    ],
)
def test_what_providers_answer(config, status, body, outcome, provider_id):
    receipt = HttpSms(HttpSmsConfig(url=URL, **config)).receipt(httpx.Response(status, content=body))
    assert (receipt.outcome, receipt.provider_id) == (outcome, provider_id)
    assert bool(receipt.reason) == (outcome is not Outcome.accepted)


def test_only_a_promise_of_the_provider_makes_repeats_safe():
    assert not HttpSms(HttpSmsConfig(url=URL)).idempotent
    assert HttpSms(HttpSmsConfig(url=URL, drops_repeats=True)).idempotent


def test_messages_reports_and_refusals_come_in():
    message, delivered, bounced, refused, lifted = HTTP.read(from_http(payload("sms_http/events.json")))
    assert (message.event_id, message.sender, message.text) == ("in-1", "+821012345678", "9점인데 느려요")
    assert message.at is not None
    assert message.at.isoformat() == "2026-11-22T15:12:00+09:00"
    assert (delivered.provider_id, delivered.status, delivered.permanent) == ("p-77", Status.delivered, False)
    assert (bounced.delivery, bounced.status, bounced.permanent) == ("dlv_1", Status.bounced, True)
    assert (refused.address, refused.lifted, lifted.lifted) == ("+821012345678", False, True)


def test_one_event_needs_no_list():
    (message,) = HTTP.read(from_http(b'{"type": "message", "id": "1", "from": "+1", "text": ""}'))
    assert message.text == ""


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[1]", b'{"type": "message"}', b'{"type": "status", "id": "1", "status": "delivered"}',
        b'{"type": "status", "id": "1", "message": "m", "status": "lost"}', b'{"type": "call", "id": "1"}', b"\xff\xfe",
        b'{"type": "message", "id": "1", "from": "+1", "text": "\\ud800"}', b"[" * 5000,
        b'{"type": "message", "id": "1", "from": "+1", "text": "x", "at": "yesterday"}',
    ],
)  # fmt: skip
def test_what_is_no_event_is_invalid(body):
    with pytest.raises(Invalid):
        HTTP.read(from_http(body))


def test_signed_anew_it_is_another_delivery_of_the_same_event():
    from datetime import timedelta

    from tests.channels.signed import NOW

    first = from_http(payload("sms_http/events.json"))
    again = from_http(payload("sms_http/events.json"), at=NOW + timedelta(seconds=5))
    assert HTTP.replay_key(first) != HTTP.replay_key(again)
    assert HTTP.read(first) == HTTP.read(again)
