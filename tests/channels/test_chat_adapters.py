"""What Meta, LINE, Slack and KakaoTalk say, in recorded requests."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.channels.recorded_webhooks import NOW, PAYLOADS, RECORDED, configured, payload
from voc.channels.adapters.instagram_meta import InstagramMeta
from voc.channels.adapters.kakao_channel import KakaoChannel
from voc.channels.adapters.line_messaging import LineMessaging
from voc.channels.adapters.messenger_meta import MessengerMeta
from voc.channels.adapters.slack_events import SlackEvents
from voc.channels.domain import Status, Webhook
from voc.channels.service import secret_fields
from voc.errors import Invalid

CHATS = {each.kind: each for each in (MessengerMeta, InstagramMeta, LineMessaging, SlackEvents, KakaoChannel)}
META_AT = datetime(2016, 3, 23, 0, 25, 52, 478_000, UTC)


def read(kind: str, file: str) -> list[Any]:
    """What a recorded request says, with the fields that say something."""
    recorded = RECORDED[kind]
    sent = recorded.webhook(payload(file))
    form = {"content-type": "application/x-www-form-urlencoded"} if file.endswith(".form") else {}
    webhook = sent.model_copy(update={"headers": sent.headers | form})
    adapter = configured(CHATS[kind], recorded.config)
    adapter.verify(webhook)
    return [event.model_dump(exclude_defaults=True, exclude_none=True) for event in adapter.read(webhook)]


CASES: list[tuple[str, str, list[dict[str, Any]]]] = [
    (
        "messenger.meta",
        "meta/message.json",
        [
            {
                "event_id": "m_1457764197618:41d102a3e1ae206a38",
                "sender": "PSID",
                "to": "PAGE_ID",
                "text": "hello, world!",
                "at": META_AT,
                "message_id": "m_1457764197618:41d102a3e1ae206a38",
            }
        ],
    ),
    ("messenger.meta", "meta/quick_reply.json", [{"text": "9", "choice": "9"}]),
    (
        "messenger.meta",
        "meta/reply_in_korean.json",
        [{"text": "9점인데 느려요", "in_reply_to": ("m_1fTq8oLumEyIp3Q2MR-aY7IfLZDamVrALniheU",)}],
    ),
    ("messenger.meta", "meta/attachment.json", [{"text": "", "attachments": ("image",)}]),
    ("messenger.meta", "meta/postback.json", [{"event_id": "m_5", "text": "Get started", "choice": "GET_STARTED"}]),
    (
        "messenger.meta",
        "meta/postback_without_id.json",
        [{"event_id": "postback:PSID:1458692752478:yes", "text": "Yes", "choice": "yes"}],
    ),
    ("messenger.meta", "meta/echo.json", []),
    (
        "messenger.meta",
        "meta/delivery.json",
        [
            {
                "event_id": "delivered:mid.1458668856218:ed81099e15d3f4f233",
                "status": Status.delivered,
                "provider_id": "mid.1458668856218:ed81099e15d3f4f233",
                "address": "PSID",
            }
        ],
    ),
    ("messenger.meta", "meta/read_watermark.json", []),
    ("messenger.meta", "meta/standby.json", []),
    (
        "messenger.meta",
        "meta/reaction_and_two_messages.json",
        [{"event_id": "m_7", "sender": "PSID", "text": "one"}, {"event_id": "m_8", "sender": "PSID2", "text": "two"}],
    ),
    ("instagram.meta", "meta/instagram_message.json", [{"sender": "IGSID", "text": "Price", "choice": "price"}]),
    ("instagram.meta", "meta/instagram_unsent.json", []),
    (
        "instagram.meta",
        "meta/instagram_seen.json",
        [{"status": Status.opened, "provider_id": "aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlEOjE3ODQxNDA2"}],
    ),
    ("line.messaging", "line/verify.json", []),
    (
        "line.messaging",
        "line/message_follow_unfollow.json",
        [
            {
                "event_id": "01FZ74A0TDDPYRVKNK77XKC3ZR",
                "sender": "U80696558e1aa831",
                "text": "Hello, world",
                "message_id": "14353798921116",
                "at": datetime(2021, 7, 7, 13, 40, 42, 211_000, UTC),
            },
            {"event_id": "01FZ74ASS536FW97EX38NKCZQK", "address": "Ufc729a925b3abef", "lifted": True},
            {"event_id": "01FZ74B5Y0F4TNKA5SCAVKPEDM", "address": "Ubbd4f124aee5113"},
        ],
    ),
    ("line.messaging", "line/redelivered.json", [{"event_id": "01FZ74A0TDDPYRVKNK77XKC3ZR", "text": "Hello, world"}]),
    ("line.messaging", "line/tapped.json", [{"text": "가격", "choice": "price"}]),
    ("line.messaging", "line/menu.json", [{"text": "storeId=12345", "automatic": True}]),
    (
        "line.messaging",
        "line/sticker_quoting.json",
        [{"text": "", "attachments": ("sticker",), "in_reply_to": ("468789577898262530",)}],
    ),
    ("line.messaging", "line/group_standby_unsend.json", []),
    ("slack.events", "slack/command.form", []),
    (
        "slack.events",
        "slack/message.json",
        [
            {
                "event_id": "D024BE91L:1355517523.000005",
                "sender": "U2147483697",
                "to": "D024BE91L",
                "text": "Late & cold: order 1 <3",
                "original": "Late &amp; cold: <https://example.com/o/1|order 1> &lt;3",
                "at": datetime(2012, 12, 14, 20, 38, 43, tzinfo=UTC),
            }
        ],
    ),
    (
        "slack.events",
        "slack/mention.json",
        [{"text": "is it everything a river should be?", "in_reply_to": ("C123ABC456:1515449500.000010",)}],
    ),
    ("slack.events", "slack/bot.json", []),
    ("slack.events", "slack/our_own_reply.json", []),
    ("slack.events", "slack/edited.json", []),
    ("slack.events", "slack/channel_created.json", []),
    ("slack.events", "slack/file.json", [{"text": "", "attachments": ("broken box.jpg",)}]),
    (
        "slack.events",
        "slack/tapped.form",
        [
            {
                "event_id": "tap:U2147483697:D024BE91L:1548426417.840180",
                "sender": "U2147483697",
                "text": "9",
                "choice": "9",
                "at": datetime(2019, 1, 25, 14, 26, 57, 840_000, UTC),
            }
        ],
    ),
    ("slack.events", "slack/tapped_elsewhere.form", []),
    (
        "kakao.channel",
        "kakao/added.json",
        [
            {
                "event_id": "added:1234567890:2020-01-01T00:00:00+00:00",
                "address": "1234567890",
                "lifted": True,
                "at": datetime(2020, 1, 1, tzinfo=UTC),
            }
        ],
    ),
    ("kakao.channel", "kakao/blocked.json", [{"address": "1234567890"}]),
    ("kakao.channel", "kakao/skill.json", [{"sender": "138401", "text": "9점인데 배송이 느려요", "at": NOW}]),
    (
        "kakao.channel",
        "kakao/skill_of_a_linked_bot.json",
        [{"sender": "1234567890", "text": "가격", "choice": "price"}],
    ),
    ("kakao.channel", "kakao/skill_of_an_old_bot.json", [{"sender": "708203191", "text": "스킬"}]),
]


@pytest.mark.parametrize(("kind", "file", "expected"), CASES, ids=[case[1] for case in CASES])
def test_recorded_requests_say_what_people_did(kind: str, file: str, expected: list[dict[str, Any]]) -> None:
    events = read(kind, file)
    assert len(events) == len(expected)
    for event, wanted in zip(events, expected, strict=True):
        assert {name: event.get(name) for name in wanted} == wanted
        meaning = {"choice", "in_reply_to", "automatic", "attachments", "lifted", "status"}
        unexpected = {name for name in event if name in meaning and name not in wanted}
        assert unexpected == set()


def test_every_recorded_file_is_read() -> None:
    folders = ("meta", "line", "slack", "kakao")
    files = {f"{each.parent.name}/{each.name}" for folder in folders for each in (PAYLOADS / folder).iterdir()}
    elsewhere = {"slack/url_verification.json", "slack/mention_as_message.json"}
    assert files - elsewhere == {case[1] for case in CASES}


@pytest.mark.parametrize("kind", CHATS)
def test_every_setting_is_explained_and_every_key_is_secret(kind: str) -> None:
    fields = CHATS[kind].Config.model_fields
    assert all(field.title and field.description for field in fields.values())
    open_ = {name for name in fields if name not in secret_fields(CHATS[kind])}
    assert open_ <= {"version", "host"}


def test_a_redelivery_is_the_same_message_in_another_body() -> None:
    [again] = read("line.messaging", "line/redelivered.json")
    first = read("line.messaging", "line/message_follow_unfollow.json")[0]
    assert again == first


def test_a_mention_that_comes_as_two_events_is_one_message() -> None:
    mention, message = (read("slack.events", f"slack/{name}.json") for name in ("mention", "mention_as_message"))
    assert mention == message


def test_a_request_id_tells_the_second_nine_from_the_first_one_repeated() -> None:
    recorded = RECORDED["kakao.channel"]
    adapter = configured(KakaoChannel, recorded.config)
    first = recorded.webhook()
    second = first.model_copy(update={"headers": first.headers | {"x-request-id": "another"}})
    assert adapter.read(first)[0].event_id == adapter.read(first)[0].event_id
    assert adapter.read(first)[0].event_id != adapter.read(second)[0].event_id
    assert adapter.replay_key(first) != adapter.replay_key(second)


def test_events_of_another_product_are_refused_aloud() -> None:
    """An Instagram webhook that was registered at Messenger's address must not lose messages in silence."""
    recorded = RECORDED["messenger.meta"]
    webhook = recorded.webhook(payload("meta/instagram_message.json"))
    with pytest.raises(Invalid):
        configured(MessengerMeta, recorded.config).read(webhook)


REGISTRATION = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "meatyhamhock"}


@pytest.mark.parametrize(
    ("method", "query", "answer"),
    [("GET", REGISTRATION, b"1158201444"), ("GET", {}, None), ("POST", REGISTRATION, None)],
)
def test_meta_is_greeted_with_its_challenge(method: str, query: dict[str, str], answer: bytes | None) -> None:
    webhook = Webhook(method=method, url="https://voc.test/hooks/x", headers={}, query=query, body=b"", at=NOW)
    reply = configured(MessengerMeta, RECORDED["messenger.meta"].config).greet(webhook)
    assert (reply.body if reply else None) == answer


def test_slack_is_greeted_with_its_challenge_and_other_events_are_not_greetings() -> None:
    recorded = RECORDED["slack.events"]
    adapter = configured(SlackEvents, recorded.config)
    reply = adapter.greet(recorded.webhook(payload("slack/url_verification.json")))
    assert reply is not None
    assert reply.body == b"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"
    assert adapter.greet(recorded.webhook()) is None
    quoting = recorded.body.replace(b"Late", b"url_verification")
    assert adapter.greet(recorded.webhook(quoting)) is None
