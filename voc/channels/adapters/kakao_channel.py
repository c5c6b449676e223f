"""KakaoTalk: a channel's chatbot, and who adds or blocks the channel."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import Field

from voc.channels.adapters.base import Adapter, Config
from voc.channels.adapters.payloads import CamelPayload, Id, Payload, Text, Token, check_header, read_json, shorten
from voc.channels.domain import Channel, Choice, Event, Inbound, Outbound, Refusal, Reply, Webhook
from voc.errors import Invalid

BUTTONS_LIMIT, LABEL_LIMIT = 10, 14
BUBBLES_LIMIT, BUBBLE_CHARACTERS = 3, 1_000


class Properties(CamelPayload):
    """Other ids of a user; `app_user_id` where the bot is linked to the app of Kakao Login."""

    app_user_id: Id | None = None
    plusfriend_user_key: Id | None = None


class User(CamelPayload):
    """Who writes; the id differs from bot to bot."""

    id: Id
    properties: Properties = Properties()


class UserRequest(CamelPayload):
    """What they wrote, or the text of the button that they tapped."""

    utterance: Text
    user: User
    lang: str | None = None


class Action(CamelPayload):
    """The skill; `client_extra` is what a button carries, or null, or the word "null"."""

    client_extra: Any = None


class Skill(CamelPayload):
    """A request of the chatbot: https://kakaobusiness.gitbook.io/main/tool/chatbot/skill_guide/answer_json_format"""

    user_request: UserRequest
    action: Action = Action()


class Friendship(Payload):
    """Somebody added or blocked the channel."""

    event: str
    id: Id
    updated_at: datetime | None = None


class Kind(CamelPayload):
    """Which of the two a body is."""

    user_request: dict[str, Any] | None = None
    event: str | None = None


class KakaoConfig(Config):
    """The key that authenticates every request."""

    admin_key: Token = Field(
        title="Admin key",
        description="Kakao Developers → App keys. In the chatbot's skill, set the header Authorization to "
        "KakaoAK, a space and this key.",
    )


class KakaoChannel(Adapter):
    """KakaoTalk Channel webhook and chatbot skill server, on one address.

    Docs: https://developers.kakao.com/docs/latest/en/kakaotalk-channel/callback (added and blocked; 2xx within 3
    seconds) and https://kakaobusiness.gitbook.io/main/tool/chatbot/skill_guide (what people write; answer within 5
    seconds, in the response itself).

    Kakao signs nothing. All that tells its requests from others is a key that is the same every time,
    `Authorization: KakaoAK {admin key}`; Kakao sends it with the channel webhook, and for a skill it is typed into the
    chatbot's settings. So a changed body cannot be noticed, and whoever once reads a request can write others: the
    address must be https, and the key changed when it may have been seen. A repeat is noticed by the request's id
    (`X-Request-Id`, `X-Kakao-Resource-ID`) where Kakao sends it.

    Nothing can be sent later: what we say is the answer to what they wrote. A person is known by the app's user id
    where the chatbot is linked to the app, as in the channel webhook, else by the bot's own key.
    """

    kind = "kakao.channel"
    channel = Channel.kakao
    title = "KakaoTalk"
    docs = "https://kakaobusiness.gitbook.io/main/tool/chatbot/skill_guide"
    receives = True
    answers_at_once = True
    reports = False
    limit_characters = BUBBLES_LIMIT * BUBBLE_CHARACTERS
    Config = KakaoConfig
    config: KakaoConfig

    def verify(self, webhook: Webhook) -> None:
        """The shared key; see the class for what that is worth."""
        check_header(webhook.header("authorization"), f"KakaoAK {self.config.admin_key.get_secret_value()}")

    def read(self, webhook: Webhook) -> Sequence[Event]:
        """What somebody wrote to the chatbot, or that they added or blocked the channel."""
        kind = read_json(Kind, webhook.body)
        if kind.user_request is not None:
            return [_written(webhook, read_json(Skill, webhook.body))]
        if kind.event not in ("added", "blocked"):
            raise Invalid("The body is neither a request of a chatbot nor one of a channel.")
        change = read_json(Friendship, webhook.body)
        at = change.updated_at if change.updated_at and change.updated_at.tzinfo else None
        event_id = f"{change.event}:{change.id}:{at.isoformat() if at else _request_id(webhook)}"
        return [Refusal(event_id=event_id, address=change.id, lifted=change.event == "added", at=at)]

    def reply(self, webhook: Webhook, said: Sequence[Outbound]) -> Reply:
        """The bubbles and buttons of a skill's response; with nothing to say, the block's own answer is shown."""
        if read_json(Kind, webhook.body).user_request is None:
            return Reply()
        answer: dict[str, Any] = {"version": "2.0", "data": {}}
        bubbles = [bubble for each in said for bubble in _bubbles(each.text)][:BUBBLES_LIMIT]
        if bubbles:
            answer = {"version": "2.0", "template": {"outputs": [{"simpleText": {"text": each}} for each in bubbles]}}
            choices = said[-1].choices
            if 0 < len(choices) <= BUTTONS_LIMIT:
                answer["template"]["quickReplies"] = [_button(each) for each in choices]
        return Reply(body=json.dumps(answer, ensure_ascii=False).encode(), media_type="application/json")

    def replay_key(self, webhook: Webhook) -> bytes:
        """Body and the request's id: people may well write "9" twice."""
        return _request_id(webhook).encode("latin-1", "replace") + b":" + webhook.body


def _request_id(webhook: Webhook) -> str:
    """Kakao's id of a request; without one, the second in which it came."""
    named = webhook.header("x-request-id") or webhook.header("x-kakao-resource-id")
    return named or webhook.at.isoformat(timespec="seconds")


def _written(webhook: Webhook, skill: Skill) -> Inbound:
    asked = skill.user_request
    sender = asked.user.properties.app_user_id or asked.user.id
    extra = skill.action.client_extra
    choice = extra.get("choice") if isinstance(extra, dict) else None
    choice = choice.replace("\0", "") if isinstance(choice, str) else None
    digest = hashlib.sha256(f"{_request_id(webhook)}\0{sender}\0{asked.utterance}".encode()).hexdigest()
    return Inbound(
        event_id=f"skill:{digest[:40]}",
        sender=sender,
        text=asked.utterance.strip(),
        at=webhook.at,
        choice=choice,
        attributes={"bot_user_key": asked.user.id},
    )


def _bubbles(text: str) -> list[str]:
    return [text[start : start + BUBBLE_CHARACTERS] for start in range(0, len(text), BUBBLE_CHARACTERS)]


def _button(choice: Choice) -> dict[str, Any]:
    label = shorten(choice.label, LABEL_LIMIT)
    return {"action": "message", "label": label, "messageText": choice.label, "extra": {"choice": choice.value}}
