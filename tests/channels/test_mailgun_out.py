"""What Mailgun is asked to send, and what its answers mean."""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import HTTP
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.channels.adapters.email_mailgun import MailgunConfig, MailgunEmail
from voc.channels.domain import Forged, Outbound, Outcome, Purpose, Status, StatusUpdate, Webhook
from voc.channels.mime import unsubscribing
from voc.errors import Invalid

LINK = "https://survey.example.com/u/" + "t" * 120


def adapter(**fields: Any) -> MailgunEmail:
    given_ = {
        "domain": "mg.example.com",
        "api_key": "key-of-ours",
        "sender": "모두의 가게, 고객센터 <hello@mg.example.com>",
    }
    return MailgunEmail(MailgunConfig(**(given_ | fields)))


def request(**fields: Any) -> httpx.Request:
    given_ = {"id": "dlv_1", "to": "kim@example.org", "text": "안녕하세요", "subject": "질문 하나"}
    return adapter().request(Outbound(**(given_ | fields)))


def form(sent: httpx.Request) -> dict[str, str]:
    """The multipart form as a server reads it."""
    sent.read()
    head = f"Content-Type: {sent.headers['content-type']}\r\n\r\n".encode()
    parts = message_from_bytes(head + sent.content, policy=HTTP).iter_parts()  # type: ignore[attr-defined]
    read = [(part.get_param("name", header="content-disposition"), part.get_payload(decode=True)) for part in parts]
    assert len(dict(read)) == len(read), "no field comes twice"
    return {name: content.decode() for name, content in read}


def test_the_call_is_the_documented_one() -> None:
    sent = request(
        html="<p>안녕</p>", headers=unsubscribing(LINK), in_reply_to="<q@mail.kr>", reply_to="help@example.com"
    )
    assert (sent.method, str(sent.url)) == ("POST", "https://api.mailgun.net/v3/mg.example.com/messages")
    assert sent.headers["authorization"] == "Basic YXBpOmtleS1vZi1vdXJz"  # api:key-of-ours
    assert form(sent) == {
        "from": '"모두의 가게, 고객센터" <hello@mg.example.com>',
        "to": "kim@example.org",
        "subject": "질문 하나",
        "text": "안녕하세요",
        "html": "<p>안녕</p>",
        "o:tracking": "no",
        "o:tracking-clicks": "no",
        "o:tracking-opens": "no",
        "v:delivery": "dlv_1",
        "h:Reply-To": "help@example.com",
        "h:Message-ID": "<dlv_1@mg.example.com>",
        "h:In-Reply-To": "<q@mail.kr>",
        "h:References": "<q@mail.kr>",
        "h:Auto-Submitted": "auto-generated",
        "h:Precedence": "bulk",
        "h:List-Unsubscribe": f"<{LINK}>",
        "h:List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "h:Content-Language": "en",
    }


def test_a_reply_is_no_mass_mailing() -> None:
    sent = form(request(purpose=Purpose.reply))
    assert "h:Precedence" not in sent
    assert "html" not in sent


def test_europe_has_a_server_of_its_own() -> None:
    sent = adapter(region="eu").request(Outbound(id="dlv_1", to="kim@example.org", text="x"))
    assert sent.url.host == "api.eu.mailgun.net"


@given(subject=st.text(), name=st.text(), text=st.text())
def test_nobodys_words_become_another_field(subject: str, name: str, text: str) -> None:
    sender = f"{name.replace('<', '').replace('>', '')} <hello@mg.example.com>"
    sent = form(request(subject=subject, sender=sender, text=text, reply_to=sender))
    assert set(sent) - {"h:Reply-To"} == set(form(request()))
    assert sent["to"] == "kim@example.org"
    assert sent["from"].rstrip(">").endswith("hello@mg.example.com")
    assert sent["from"].count("<") == sent["from"].count(">") <= 1
    assert not any("\n" in sent[field] or "\r" in sent[field] for field in sent if field != "text")


@pytest.mark.parametrize("wrong", [{"to": "kim"}, {"to": "a@b.c, d@e.f"}, {"headers": {"Bcc": "a@b.c"}}])
def test_what_cannot_be_an_email_is_not_sent(wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        request(**wrong)


@pytest.mark.parametrize(
    ("status", "body", "outcome", "unreachable"),
    [
        (200, {"id": "<20260301.1@mg.example.com>", "message": "Queued. Thank you."}, Outcome.accepted, False),
        (400, {"message": "to parameter is not a valid address. please check documentation"}, Outcome.refused, True),
        (400, {"message": "from parameter is not a valid address. please check documentation"}, Outcome.refused, False),
        (401, "Forbidden", Outcome.retry, False),
        (402, {"message": "Account disabled"}, Outcome.retry, False),
        (403, {"message": "Invalid Domain Sending Key"}, Outcome.retry, False),
        (404, {"message": "Domain not found: mg.example.com"}, Outcome.retry, False),
        (413, "Request Entity Too Large", Outcome.refused, False),
        (429, {"message": "Domain mg.example.com is not allowed to send: rate limit"}, Outcome.retry, False),
        (500, {"message": "Internal Error"}, Outcome.unknown, False),
        (502, "<html>Bad gateway</html>", Outcome.unknown, False),
        (503, "", Outcome.retry, False),
        (504, "", Outcome.unknown, False),
    ],
)
def test_each_answer_has_one_meaning(status: int, body: Any, outcome: Outcome, unreachable: bool) -> None:
    response = httpx.Response(status, text=body) if isinstance(body, str) else httpx.Response(status, json=body)
    receipt = adapter().receipt(response)
    assert (receipt.outcome, receipt.unreachable) == (outcome, unreachable)
    if outcome == Outcome.accepted:
        assert receipt.provider_id == "20260301.1@mg.example.com"
    else:
        assert receipt.reason


@pytest.mark.parametrize("body", ["[]", "null", '{"id": 5}', "{", '{"id": null}'])
def test_an_answer_without_an_id_is_an_answer(body: str) -> None:
    receipt = adapter().receipt(httpx.Response(200, text=body))
    assert (receipt.outcome, receipt.provider_id) == (Outcome.accepted, None)


@pytest.mark.parametrize("wrong", [{"domain": "a/b"}, {"sender": "nobody"}, {"api_key": ""}, {"region": "kr"}])
def test_an_account_that_cannot_work_is_not_configured(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="1 validation error"):
        adapter(**wrong)


def test_a_report_names_the_delivery_that_was_sent() -> None:
    sent = form(request(id="dlv_0123456789abcdef0123456789"))
    at, token = datetime(2026, 3, 1, 12, tzinfo=UTC), "t0ken"
    stamp = str(int(at.timestamp()))
    mark = hmac.new(b"signing key", f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    told = {
        "id": "e1", "event": "delivered", "recipient": sent["to"], "timestamp": at.timestamp(),
        "user-variables": {"delivery": sent["v:delivery"]},
        "message": {"headers": {"message-id": sent["h:Message-ID"].strip("<>")}},
    }  # fmt: skip
    signed = {"timestamp": stamp, "token": token, "signature": mark}
    webhook = Webhook(
        url="https://voc.example.com/hooks/email/mailgun/ws_1",
        headers={"content-type": "application/json"},
        body=json.dumps({"signature": signed, "event-data": told}).encode(),
        at=at,
    )
    connected = adapter(signing_key="signing key")
    connected.verify(webhook)
    [update] = connected.read(webhook)
    assert isinstance(update, StatusUpdate)
    assert (update.delivery, update.status) == ("dlv_0123456789abcdef0123456789", Status.delivered)
    assert update.provider_id == "dlv_0123456789abcdef0123456789@mg.example.com"
    for keyless in (adapter(), adapter(signing_key="another key")):
        with pytest.raises(Forged):
            keyless.verify(webhook)
