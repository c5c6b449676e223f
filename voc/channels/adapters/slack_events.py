"""Slack: an app that people write to, or mention in a channel."""

from collections.abc import Sequence
from typing import Any

import httpx
from pydantic import Field

from voc.channels.adapters.base import Config, HttpSender, check_time, receipt_by_status
from voc.channels.adapters.payloads import Id, Payload, Secret, Token, check_header, hmac_sha256, read_json, shorten
from voc.channels.adapters.slack_messages import OURS, parse, taps, written
from voc.channels.adapters.slack_text import escape
from voc.channels.domain import Channel, Event, Outbound, Outcome, Receipt, Reply, Webhook
from voc.errors import Invalid

BUTTONS_LIMIT, LABEL_LIMIT, SECTION_LIMIT = 25, 75, 3_000

_NOBODY = {"channel_not_found", "user_not_found", "users_not_found", "user_disabled", "is_archived"}
_TOO_FAST = {"ratelimited", "rate_limited", "request_timeout"}
_PERHAPS_SENT = {"internal_error", "fatal_error", "service_unavailable"}


class Answer(Payload):
    """Slack's answer; errors come with HTTP 200."""

    ok: bool
    error: str = ""
    channel: Id | None = None
    ts: Id | None = None


class SlackConfig(Config):
    """Keys of an app that is installed in one workspace of Slack."""

    signing_secret: Secret = Field(
        title="Signing secret", description="api.slack.com/apps → Basic Information. Slack signs its requests with it."
    )
    bot_token: Token = Field(
        title="Bot token", description="OAuth & Permissions; begins with xoxb- and needs the scope chat:write."
    )


class SlackEvents(HttpSender):
    """Slack Events API and chat.postMessage. Docs: https://docs.slack.dev/apis/events-api/

    Subscribe the bot to `message.im` and `app_mention`, and set the same address under Interactivity for buttons.
    Quirks: the time is signed; a retry (`X-Slack-Retry-Num`, after anything but a 2xx within 3 seconds) is signed anew,
    so it is no replay and is recognised by what it says. A mention in a channel may come as two events with ids of
    their own; channel and `ts` say that it is one message. A member's id as the channel of `chat.postMessage` is the
    talk with the app. Errors come with HTTP 200.
    """

    kind = "slack.events"
    channel = Channel.slack
    title = "Slack"
    docs = "https://docs.slack.dev/authentication/verifying-requests-from-slack/"
    receives = True
    reports = False
    limit_characters = 4_000
    Config = SlackConfig
    config: SlackConfig

    def request(self, message: Outbound) -> httpx.Request:
        """A message; with choices also blocks, in which the text stands above the buttons."""
        body: dict[str, Any] = {"channel": message.to, "text": escape(message.text), "mrkdwn": False}
        if 0 < len(message.choices) <= BUTTONS_LIMIT:
            parts = range(0, len(message.text), SECTION_LIMIT)
            texts = [message.text[start : start + SECTION_LIMIT] for start in parts]
            body["blocks"] = [{"type": "section", "text": {"type": "plain_text", "text": each}} for each in texts]
            buttons = [_button(index, each.label, each.value) for index, each in enumerate(message.choices)]
            body["blocks"].append({"type": "actions", "block_id": OURS, "elements": buttons})
        headers = {
            "authorization": f"Bearer {self.config.bot_token.get_secret_value()}",
            "content-type": "application/json; charset=utf-8",  # without it Slack answers with a warning
        }
        return httpx.Request("POST", "https://slack.com/api/chat.postMessage", json=body, headers=headers)

    def receipt(self, response: httpx.Response) -> Receipt:
        """By the error that Slack names: https://docs.slack.dev/reference/methods/chat.postMessage/#errors"""
        if not response.is_success:
            return receipt_by_status(response)
        try:
            answer = read_json(Answer, response.content)
        except Invalid:
            return Receipt(outcome=Outcome.unknown, reason="Slack answered something else than its documentation says.")
        if answer.ok:
            return Receipt(outcome=Outcome.accepted, provider_id=f"{answer.channel}:{answer.ts}")
        reason = f"Slack: {answer.error[:200]}"
        if answer.error in _TOO_FAST:
            return Receipt(outcome=Outcome.retry, reason=reason)
        if answer.error in _PERHAPS_SENT:
            return Receipt(outcome=Outcome.unknown, reason=reason)
        return Receipt(outcome=Outcome.refused, reason=reason, unreachable=answer.error in _NOBODY)

    def greet(self, webhook: Webhook) -> Reply | None:
        """Registration: Slack sends a challenge, signed like everything else."""
        if webhook.method != "POST" or b"url_verification" not in webhook.body:
            return None
        self.verify(webhook)
        greeting = parse(webhook)
        if greeting.type != "url_verification" or greeting.challenge is None:
            return None
        return Reply(body=greeting.challenge.encode())

    def verify(self, webhook: Webhook) -> None:
        """HMAC-SHA256 over version, time and raw body with the signing secret; then the time itself."""
        signed_at = webhook.header("x-slack-request-timestamp")
        base = b"v0:" + signed_at.encode("latin-1", "replace") + b":" + webhook.body
        check_header(webhook.header("x-slack-signature"), "v0=" + hmac_sha256(self.config.signing_secret, base).hex())
        check_time(webhook, signed_at)

    def replay_key(self, webhook: Webhook) -> bytes:
        """Body and time: a retry has the same body and is no replay."""
        return webhook.header("x-slack-request-timestamp").encode("latin-1", "replace") + b":" + webhook.body

    def read(self, webhook: Webhook) -> Sequence[Event]:
        """What people wrote to the app or tapped; bots, edits and deletions are left out."""
        outer = parse(webhook)
        if outer.type == "block_actions":
            return list(taps(outer))
        if outer.type == "event_callback" and outer.event is not None:
            return list(written(outer.event))
        return []


def _button(index: int, label: str, value: str) -> dict[str, Any]:
    text = {"type": "plain_text", "text": shorten(label, LABEL_LIMIT)}
    return {"type": "button", "action_id": f"{OURS}_{index}", "text": text, "value": value}
