"""What we send to Meta, LINE, Slack and KakaoTalk, and what their answers mean."""

import json
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.channels.recorded_webhooks import KAKAO_KEYS, LINE_KEYS, META_KEYS, RECORDED, SLACK_KEYS, configured, payload
from voc.channels.adapters.base import Adapter
from voc.channels.adapters.instagram_meta import InstagramMeta
from voc.channels.adapters.kakao_channel import KakaoChannel
from voc.channels.adapters.line_messaging import LineMessaging
from voc.channels.adapters.messenger_meta import MessengerMeta
from voc.channels.adapters.slack_events import SlackEvents
from voc.channels.domain import Choice, Outbound, Outcome, Receipt

NPS = tuple(Choice(label=str(score), value=str(score)) for score in range(11))
LONG = Choice(label="Delivery was late and cold", value="late")

ADAPTERS: dict[str, Adapter] = {
    "messenger": configured(MessengerMeta, META_KEYS),
    "instagram": configured(InstagramMeta, META_KEYS),
    "line": configured(LineMessaging, LINE_KEYS),
    "slack": configured(SlackEvents, SLACK_KEYS),
}


def message(**fields: Any) -> Outbound:
    """A question to somebody."""
    return Outbound(**{"id": "dlv_1", "to": "U1", "text": "추천하시겠어요? 0–10 <b>&"} | fields)


def body(adapter: str, **fields: Any) -> dict[str, Any]:
    """What is sent."""
    sent: dict[str, Any] = json.loads(ADAPTERS[adapter].request(message(**fields)).content)
    return sent


@pytest.mark.parametrize(
    ("adapter", "address", "token"),
    [
        ("messenger", "https://graph.facebook.com/v24.0/me/messages", "EAAB-token"),
        ("instagram", "https://graph.facebook.com/v24.0/me/messages", "EAAB-token"),
        ("line", "https://api.line.me/v2/bot/message/push", "line-token"),
        ("slack", "https://slack.com/api/chat.postMessage", "xoxb-token"),
    ],
)
def test_the_key_travels_in_a_header_and_never_in_the_address(adapter: str, address: str, token: str) -> None:
    request = ADAPTERS[adapter].request(message())
    assert (request.method, str(request.url)) == ("POST", address)
    assert request.headers["authorization"] == f"Bearer {token}"
    assert token not in str(request.url)
    assert token.encode() not in request.content


def test_instagram_login_has_a_host_of_its_own() -> None:
    adapter = configured(InstagramMeta, META_KEYS | {"host": "graph.instagram.com", "version": "v25.0"})
    assert str(adapter.request(message()).url) == "https://graph.instagram.com/v25.0/me/messages"


def test_another_host_cannot_be_set_up() -> None:
    """A form must not be a way to have our server call any address."""
    with pytest.raises(ValueError, match="host"):
        configured(InstagramMeta, META_KEYS | {"host": "169.254.169.254"})
    with pytest.raises(ValueError, match="version"):
        configured(MessengerMeta, META_KEYS | {"version": "v1.0/../evil"})


def test_meta_gets_a_response_with_quick_replies() -> None:
    sent = body("messenger", choices=(*NPS, LONG))
    assert sent["recipient"] == {"id": "U1"}
    assert sent["messaging_type"] == "RESPONSE"
    assert sent["message"]["text"] == "추천하시겠어요? 0–10 <b>&"
    replies = sent["message"]["quick_replies"]
    assert replies[10] == {"content_type": "text", "title": "10", "payload": "10"}
    assert replies[11] == {"content_type": "text", "title": "Delivery was late a…", "payload": "late"}
    assert all(len(each["title"]) <= 20 for each in replies)


def test_line_gets_buttons_whose_answer_brings_label_and_value_back() -> None:
    items = body("line", choices=(LONG,))["messages"][0]["quickReply"]["items"]
    action = items[0]["action"]
    assert (action["type"], action["displayText"]) == ("postback", "Delivery was late and cold")
    assert len(action["label"]) <= 20
    tapped = json.loads(payload("line/tapped.json"))
    tapped["events"][0]["postback"]["data"] = action["data"]
    webhook = RECORDED["line.messaging"].webhook(json.dumps(tapped).encode())
    [said] = ADAPTERS["line"].read(webhook)
    assert said.model_dump(include={"text", "choice"}) == {"text": LONG.label, "choice": LONG.value}


def test_line_data_stays_within_its_limit() -> None:
    items = body("line", choices=(Choice(label="긴" * 400, value="long"),))["messages"][0]["quickReply"]["items"]
    assert json.loads(items[0]["action"]["data"]) == {"choice": "long"}
    assert len(items[0]["action"]["displayText"]) <= 300


def test_line_recognises_a_delivery_that_is_tried_again() -> None:
    keys = [ADAPTERS["line"].request(message(id=each)).headers["x-line-retry-key"] for each in ("a", "a", "b")]
    assert UUID(keys[0]).version == 5
    assert keys[0] == keys[1] != keys[2]
    assert [each.idempotent for each in ADAPTERS.values()] == [False, False, True, False]


def test_slack_shows_text_as_it_is_and_buttons_below() -> None:
    sent = body("slack", choices=NPS)
    assert sent["channel"] == "U1"
    assert sent["text"] == "추천하시겠어요? 0–10 &lt;b&gt;&amp;"
    section, actions = sent["blocks"]
    assert section["text"] == {"type": "plain_text", "text": "추천하시겠어요? 0–10 <b>&"}
    assert [each["value"] for each in actions["elements"]] == [str(score) for score in range(11)]
    assert len({each["action_id"] for each in actions["elements"]}) == 11


def test_slack_text_above_buttons_is_parted_where_a_section_ends() -> None:
    *sections, _ = body("slack", text="가" * 3_500, choices=NPS)["blocks"]
    assert [len(each["text"]["text"]) for each in sections] == [3_000, 500]


@pytest.mark.parametrize(("adapter", "limit"), [("messenger", 13), ("instagram", 13), ("line", 13), ("slack", 25)])
def test_more_choices_than_a_provider_shows_are_left_to_the_text(adapter: str, limit: int) -> None:
    many = tuple(Choice(label=str(n), value=str(n)) for n in range(limit + 1))
    words = ("quick_replies", "quickReply", "blocks")
    assert any(word in json.dumps(body(adapter, choices=many[:-1])) for word in words)
    assert not any(word in json.dumps(body(adapter, choices=many)) for word in words)


def meta_error(code: int, subcode: int | None = None, text: str = "…") -> dict[str, Any]:
    return {"error": {"message": text, "type": "OAuthException", "code": code, "error_subcode": subcode}}


def taken(provider_id: str | None = None) -> Receipt:
    """The provider took it, under this id."""
    return Receipt(outcome=Outcome.accepted, provider_id=provider_id)


REFUSED, LATER, WHO_KNOWS = (Receipt(outcome=each) for each in (Outcome.refused, Outcome.retry, Outcome.unknown))
NOBODY = Receipt(outcome=Outcome.refused, unreachable=True)
LINE_SENT = [{"id": "461230966842064897", "quoteToken": "IStG5h1Tz7b"}]

ANSWERS: list[tuple[str, int, Any, Receipt]] = [
    ("messenger", 200, {"recipient_id": "PSID", "message_id": "m_AG5Hz2"}, taken("m_AG5Hz2")),
    ("messenger", 200, "<html>", taken()),
    ("messenger", 400, meta_error(10, 2018278), REFUSED),
    ("instagram", 400, meta_error(10, 2534022), REFUSED),
    ("messenger", 400, meta_error(100, 2018001), NOBODY),
    ("messenger", 400, meta_error(551, 1545041), REFUSED),
    ("messenger", 401, meta_error(190), REFUSED),
    ("messenger", 400, meta_error(613), LATER),
    ("messenger", 400, meta_error(4, 2018022), LATER),
    ("messenger", 400, meta_error(1200), LATER),
    ("messenger", 500, meta_error(2), WHO_KNOWS),
    ("messenger", 400, meta_error(1, 1357046), WHO_KNOWS),
    ("messenger", 503, "unavailable", LATER),
    ("messenger", 500, "", WHO_KNOWS),
    ("line", 200, {"sentMessages": LINE_SENT}, taken("461230966842064897")),
    ("line", 200, {}, taken()),
    (
        "line",
        409,
        {"message": "The retry key is already accepted", "sentMessages": LINE_SENT},
        taken("461230966842064897"),
    ),
    ("line", 400, {"message": "The property, 'to', in the request body is invalid (line: -, column: -)"}, NOBODY),
    ("line", 400, {"message": "Failed to send messages"}, REFUSED),
    ("line", 403, {"message": "Not authorized"}, REFUSED),
    ("line", 429, {"message": "The API rate limit has been exceeded. Try again later."}, LATER),
    ("line", 429, {"message": "You have reached your monthly limit."}, REFUSED),
    ("line", 500, {"message": "Internal server error"}, WHO_KNOWS),
    ("line", 502, "<html>", WHO_KNOWS),
    (
        "slack",
        200,
        {"ok": True, "channel": "D024BE91L", "ts": "1503435956.000247"},
        taken("D024BE91L:1503435956.000247"),
    ),
    ("slack", 200, {"ok": False, "error": "channel_not_found"}, NOBODY),
    ("slack", 200, {"ok": False, "error": "invalid_auth"}, REFUSED),
    ("slack", 200, {"ok": False, "error": "msg_too_long"}, REFUSED),
    ("slack", 200, {"ok": False, "error": "rate_limited"}, LATER),
    ("slack", 200, {"ok": False, "error": "fatal_error"}, WHO_KNOWS),
    ("slack", 200, "<html>", WHO_KNOWS),
    ("slack", 429, "", LATER),
    ("slack", 500, "", WHO_KNOWS),
]


@pytest.mark.parametrize(
    ("adapter", "status", "answer", "meaning"),
    ANSWERS,
    ids=[f"{each[0]} {each[1]} {json.dumps(each[2])[:60]}" for each in ANSWERS],
)
def test_answers_of_providers_mean_what_their_documentation_says(
    adapter: str, status: int, answer: Any, meaning: Receipt
) -> None:
    content = answer if isinstance(answer, str) else json.dumps(answer)
    receipt = ADAPTERS[adapter].receipt(httpx.Response(status, text=content))
    assert receipt.model_copy(update={"reason": None}) == meaning
    assert (receipt.reason is None) is (meaning.outcome is Outcome.accepted)


def test_a_closed_window_is_said_in_words() -> None:
    refused = httpx.Response(400, json=meta_error(10, 2018278, "This message is sent outside of allowed window."))
    reason = ADAPTERS["messenger"].receipt(refused).reason
    assert reason is not None
    assert reason.startswith("More than 24 hours have passed since they last wrote")


def kakao_reply(*said: Outbound) -> dict[str, Any]:
    """The skill's response."""
    adapter = configured(KakaoChannel, KAKAO_KEYS)
    reply = adapter.reply(RECORDED["kakao.channel"].webhook(), said)
    assert (reply.status, reply.media_type) == (200, "application/json")
    answer: dict[str, Any] = json.loads(reply.body)
    assert answer["version"] == "2.0"
    return answer


def test_kakao_gets_bubbles_and_buttons_in_the_answer() -> None:
    answer = kakao_reply(message(text="감사합니다."), message(choices=(LONG, Choice(label="네", value="yes"))))
    texts = [each["simpleText"]["text"] for each in answer["template"]["outputs"]]
    assert texts == ["감사합니다.", "추천하시겠어요? 0–10 <b>&"]
    first, second = answer["template"]["quickReplies"]
    assert first["messageText"] == LONG.label
    assert len(first["label"]) <= 14
    assert second == {"action": "message", "label": "네", "messageText": "네", "extra": {"choice": "yes"}}


def test_kakao_shows_eleven_scores_as_text_and_no_more_than_three_bubbles() -> None:
    answer = kakao_reply(message(text="가" * 2_500), message(), message(choices=NPS))
    assert "quickReplies" not in answer["template"]
    assert [len(each["simpleText"]["text"]) for each in answer["template"]["outputs"]] == [1_000, 1_000, 500]


def test_kakao_shows_its_own_answer_where_there_is_nothing_to_say() -> None:
    assert kakao_reply() == {"version": "2.0", "data": {}}


def test_a_channel_webhook_of_kakao_is_answered_without_words() -> None:
    adapter = configured(KakaoChannel, KAKAO_KEYS)
    reply = adapter.reply(RECORDED["kakao.channel"].webhook(payload("kakao/added.json")), [message()])
    assert (reply.status, reply.body) == (200, b"")
