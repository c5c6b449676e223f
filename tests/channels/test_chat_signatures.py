"""Who may say something in the name of Meta, LINE, Slack or KakaoTalk."""

import hashlib
import hmac
import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.channels.recorded_webhooks import LINE_KEYS, NOW, RECORDED, SLACK_KEYS, configured, payload
from voc.channels.adapters.instagram_meta import InstagramMeta
from voc.channels.adapters.kakao_channel import KakaoChannel
from voc.channels.adapters.line_messaging import LineMessaging
from voc.channels.adapters.messenger_meta import MessengerMeta
from voc.channels.adapters.slack_events import SlackEvents
from voc.channels.domain import Forged, Stale, Webhook
from voc.errors import Invalid

CHATS = {each.kind: each for each in (MessengerMeta, InstagramMeta, LineMessaging, SlackEvents, KakaoChannel)}
SIGNATURES = {
    "messenger.meta": "x-hub-signature-256",
    "instagram.meta": "x-hub-signature-256",
    "line.messaging": "x-line-signature",
    "slack.events": "x-slack-signature",
    "kakao.channel": "authorization",
}
SIGNING = [kind for kind in SIGNATURES if RECORDED[kind].signs_body]


def sent(kind: str, headers: dict[str, str] | None = None, body: bytes | None = None) -> Webhook:
    """The recorded request with other headers or another body, the signature of which stays."""
    webhook = RECORDED[kind].webhook()
    new_body = webhook.body if body is None else body
    return webhook.model_copy(update={"headers": webhook.headers | (headers or {}), "body": new_body})


def verify(kind: str, webhook: Webhook) -> None:
    configured(CHATS[kind], RECORDED[kind].config).verify(webhook)


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_line_signs_as_its_documentation_shows() -> None:
    """https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/"""
    headers = {"x-line-signature": "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="}
    webhook = Webhook(url="https://voc.test", headers=headers, body=payload("line/verify.json"), at=NOW)
    configured(LineMessaging, LINE_KEYS).verify(webhook)


def test_slack_signs_as_its_documentation_shows() -> None:
    """https://docs.slack.dev/authentication/verifying-requests-from-slack/"""
    headers = {
        "x-slack-request-timestamp": "1531420618",
        "x-slack-signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
    }
    at = datetime.fromtimestamp(1531420618, UTC)
    webhook = Webhook(url="https://voc.test", headers=headers, body=payload("slack/command.form"), at=at)
    adapter = configured(SlackEvents, SLACK_KEYS)
    adapter.verify(webhook)
    with pytest.raises(Stale):
        adapter.verify(webhook.model_copy(update={"at": at + timedelta(minutes=5, seconds=1)}))


def test_korean_is_signed_as_bytes() -> None:
    """https://developers.kakao.com and Meta escape or not, as they like: what counts is what came."""
    for kind, file in (("messenger.meta", "meta/reply_in_korean.json"), ("line.messaging", "line/tapped.json")):
        verify(kind, RECORDED[kind].webhook(payload(file)))
        reserialised = payload(file).replace(b'":', b'": ')
        with pytest.raises(Forged):
            verify(kind, sent(kind, RECORDED[kind].headers(payload(file), NOW), reserialised))


@pytest.mark.parametrize("kind", SIGNING)
@given(st.data())
def test_one_flipped_bit_of_the_body_is_noticed(kind: str, data: st.DataObject) -> None:
    body = RECORDED[kind].body
    bit = data.draw(st.integers(0, len(body) * 8 - 1))
    with pytest.raises(Forged):
        verify(kind, sent(kind, body=flipped(body, bit)))


@pytest.mark.parametrize("kind", SIGNATURES)
@given(st.data())
def test_one_flipped_bit_of_the_signature_is_noticed(kind: str, data: st.DataObject) -> None:
    name = SIGNATURES[kind]
    signature = RECORDED[kind].webhook().header(name).encode()
    bit = data.draw(st.integers(0, len(signature) * 8 - 1))
    with pytest.raises(Forged):
        verify(kind, sent(kind, {name: flipped(signature, bit).decode("latin-1")}))


@pytest.mark.parametrize("kind", SIGNATURES)
@given(st.text())
def test_any_text_as_a_signature_is_refused_and_never_an_accident(kind: str, text: str) -> None:
    with pytest.raises(Forged):
        verify(kind, sent(kind, {SIGNATURES[kind]: text}))


@pytest.mark.parametrize("kind", SIGNATURES)
def test_no_signature_and_the_key_of_another_workspace_are_refused(kind: str) -> None:
    recorded = RECORDED[kind]
    with pytest.raises(Forged):
        verify(kind, recorded.webhook().model_copy(update={"headers": {}}))
    with pytest.raises(Forged):
        configured(CHATS[kind], recorded.config | recorded.other_secret).verify(recorded.webhook())


@pytest.mark.parametrize("kind", SIGNATURES)
def test_an_empty_key_cannot_be_set_up(kind: str) -> None:
    recorded = RECORDED[kind]
    with pytest.raises(ValueError, match="is empty"):
        configured(CHATS[kind], recorded.config | dict.fromkeys(recorded.other_secret, " "))


@pytest.mark.parametrize("kind", SIGNATURES)
def test_a_key_may_be_pasted_with_a_line_break(kind: str) -> None:
    recorded = RECORDED[kind]
    pasted = {name: f" {value}\n" for name, value in recorded.config.items()}
    configured(CHATS[kind], pasted).verify(recorded.webhook())


@pytest.mark.parametrize("token", ["xoxb 1", "토큰", "a\r\nx-evil: 1"])
def test_a_token_that_no_header_holds_cannot_be_set_up(token: str) -> None:
    with pytest.raises(ValueError, match="ASCII"):
        configured(SlackEvents, SLACK_KEYS | {"bot_token": token})


@pytest.mark.parametrize("seconds", [-301, 301, 10**6])
def test_slack_requests_of_another_time_are_stale_though_well_signed(seconds: int) -> None:
    webhook = RECORDED["slack.events"].webhook(signed_at=NOW + timedelta(seconds=seconds))
    with pytest.raises(Stale):
        verify("slack.events", webhook)


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_slack_requests_of_the_last_minutes_are_taken(seconds: int) -> None:
    verify("slack.events", RECORDED["slack.events"].webhook(signed_at=NOW + timedelta(seconds=seconds)))


@pytest.mark.parametrize("seconds", ["", "now", "1e9", "-5", "٣", "1772366400.5", "9" * 40])
def test_a_time_that_is_none_is_refused_though_well_signed(seconds: str) -> None:
    body = RECORDED["slack.events"].body
    base = b"v0:" + seconds.encode("latin-1", "replace") + b":" + body
    signature = "v0=" + hmac.new(SLACK_KEYS["signing_secret"].encode(), base, hashlib.sha256).hexdigest()
    request = sent("slack.events", {"x-slack-request-timestamp": seconds, "x-slack-signature": signature})
    with pytest.raises(Forged):
        verify("slack.events", request)


def test_a_retry_of_slack_is_signed_anew_and_no_replay() -> None:
    recorded = RECORDED["slack.events"]
    adapter = configured(SlackEvents, recorded.config)
    first, retry = recorded.webhook(), recorded.webhook(signed_at=NOW + timedelta(minutes=1))
    assert adapter.replay_key(first) == adapter.replay_key(recorded.webhook())
    assert adapter.replay_key(first) != adapter.replay_key(retry)
    assert adapter.read(first) == adapter.read(retry)


@pytest.mark.parametrize(
    "query",
    [
        {"hub.mode": "subscribe", "hub.challenge": "1", "hub.verify_token": "wrong"},
        {"hub.mode": "subscribe", "hub.challenge": "1", "hub.verify_token": "메티햄혹"},
        {"hub.mode": "subscribe", "hub.challenge": "1"},
        {"hub.mode": "unsubscribe", "hub.challenge": "1", "hub.verify_token": "meatyhamhock"},
    ],
)
def test_somebody_without_the_verify_token_gets_no_challenge_back(query: dict[str, str]) -> None:
    webhook = Webhook(method="GET", url="https://voc.test", headers={}, query=query, body=b"", at=NOW)
    with pytest.raises(Forged):
        configured(MessengerMeta, RECORDED["messenger.meta"].config).greet(webhook)


def test_slack_gets_its_challenge_only_signed() -> None:
    greeting = sent("slack.events", body=payload("slack/url_verification.json"))
    with pytest.raises(Forged):
        configured(SlackEvents, SLACK_KEYS).greet(greeting)


names = st.sampled_from(
    [
        "object",
        "entry",
        "messaging",
        "sender",
        "id",
        "message",
        "mid",
        "text",
        "timestamp",
        "postback",
        "read",
        "events",
    ]
    + [
        "type",
        "source",
        "userId",
        "webhookEventId",
        "event",
        "user",
        "ts",
        "channel",
        "payload",
        "actions",
        "challenge",
    ]
    + ["userRequest", "utterance", "updated_at", "action", "clientExtra", "action_ts", "block_id", "value", "delivery"]
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize("kind", SIGNATURES)
@given(st.dictionaries(names, json_values) | json_values)
def test_nonsense_that_is_well_signed_is_invalid_or_says_nothing_wrong(kind: str, value: object) -> None:
    understood_or_invalid(kind, json.dumps(value).encode())


@pytest.mark.parametrize("kind", SIGNATURES)
@given(st.binary())
def test_bytes_that_are_well_signed_are_invalid_or_say_nothing_wrong(kind: str, body: bytes) -> None:
    understood_or_invalid(kind, body)


@pytest.mark.parametrize("kind", SIGNATURES)
@given(st.data())
def test_a_recorded_request_with_a_changed_byte_is_understood_or_invalid(kind: str, data: st.DataObject) -> None:
    body = RECORDED[kind].body
    at = data.draw(st.integers(0, len(body) - 1))
    understood_or_invalid(kind, body[:at] + data.draw(st.binary(max_size=3)) + body[at + 1 :])


def understood_or_invalid(kind: str, body: bytes) -> None:
    """Nothing but `Invalid` may come out of a body, whoever signed it."""
    recorded = RECORDED[kind]
    adapter = configured(CHATS[kind], recorded.config)
    forms = [recorded.webhook(body)]
    forms.append(forms[0].model_copy(update={"headers": {"content-type": "application/x-www-form-urlencoded"}}))
    for webhook in forms:
        with suppress(Invalid):
            events = adapter.read(webhook)
            adapter.reply(webhook, [])
            assert all(event.event_id and event.model_dump_json() for event in events)
