"""What Mailgun sends us, signed as its documentation says."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from incoming_mails import mail
from pydantic import SecretStr

from voc.channels.domain import Event, Forged, Inbound, Stale, Status, StatusUpdate, Webhook
from voc.channels.incoming import mailgun
from voc.errors import Invalid

KEY = SecretStr("key-서명")
NOW = datetime(2026, 2, 12, 18, 26, 12, tzinfo=UTC)
TOKEN = "e0b5477167110d68991efc6b9f89f0a11066af27834600e123"
DELIVERY = "dlv_0123456789abcdef0123456789"
URLENCODED = "application/x-www-form-urlencoded"


def signature(at: datetime = NOW, token: str = TOKEN, key: SecretStr = KEY) -> dict[str, str]:
    seconds = str(int(at.timestamp()))
    digest = hmac.new(key.get_secret_value().encode(), f"{seconds}{token}".encode(), hashlib.sha256).hexdigest()
    return {"timestamp": seconds, "token": token, "signature": digest}


def request(body: bytes, content_type: str = "application/json") -> Webhook:
    url = "https://voc.example/hooks/email/mailgun/ws_1"
    return Webhook(url=url, headers={"content-type": content_type}, body=body, at=NOW)


def event(**changes: Any) -> Webhook:
    """The documentation's example of a failure, with our ids."""
    said = {
        "id": "G9Bn5sl1TC6nu79C8C0bwg",
        "timestamp": NOW.timestamp() - 3.5,
        "event": "failed",
        "severity": "permanent",
        "reason": "bounce",
        "log-level": "error",
        "delivery-status": {"code": 550, "message": "5.1.1 No such user", "attempt-no": 1, "description": ""},
        "recipient": "alice@example.com",
        "message": {"headers": {"message-id": f"{DELIVERY}@voc.invalid", "to": "Alice <alice@example.com>"}},
        "user-variables": {"delivery": DELIVERY},
    }
    return request(json.dumps({"signature": signature(), "event-data": said | changes}).encode())


def form(fields: dict[str, str], signed: dict[str, str] | None = None) -> Webhook:
    return request(urlencode((signature() if signed is None else signed) | fields).encode(), URLENCODED)


MAIL = {
    "recipient": "feedback@mg.acme.example",
    "sender": "hana@customer.example",
    "from": "Hana Lee <hana@customer.example>",
    "subject": "Re: One question",
    "body-plain": "9, 좋아요\r\n\r\n2026년 11월 22일 (일) 오후 3:12, Acme <ask@acme.example>님이 작성:\r\n> 0-10\r\n",
    "stripped-text": "what Mailgun made of it",
    "message-headers": json.dumps(
        [
            ["Received", "by mx"],
            ["From", "Hana Lee <hana@customer.example>"],
            ["Subject", "Re: One question"],
            ["Message-Id", "<CAAq-mailgun-1@mail.customer.example>"],
            ["In-Reply-To", f"<{DELIVERY}@voc.invalid>"],
            ["Content-Type", 'multipart/alternative; boundary="x"'],
        ]
    ),
}


def read(webhook: Webhook) -> Event:
    mailgun.verify(KEY, webhook)
    (found,) = mailgun.read(webhook)
    return found


def test_a_mail_is_read_with_our_own_rules() -> None:
    found = read(form(MAIL))
    assert isinstance(found, Inbound)
    assert found.text == "9, 좋아요"
    assert found.original is not None
    assert "님이 작성" in found.original
    assert (found.sender, found.sender_name) == ("hana@customer.example", "Hana Lee")
    assert found.message_id == found.event_id == "<CAAq-mailgun-1@mail.customer.example>"
    assert found.in_reply_to == (f"<{DELIVERY}@voc.invalid>",)
    assert found.at == NOW


def test_a_mail_with_attachments_comes_as_parts() -> None:
    parts = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in (signature() | MAIL).items()
    )
    file = '--b\r\nContent-Disposition: form-data; name="attachment-1"; filename="영수증.pdf"\r\n\r\n%PDF\r\n--b--\r\n'
    found = read(request((parts + file).encode(), 'multipart/form-data; boundary="b"'))
    assert isinstance(found, Inbound)
    assert found.attachments == ("영수증.pdf",)
    assert found.text == "9, 좋아요"


def test_a_raw_mail_is_read_as_one() -> None:
    webhook = request(urlencode(signature() | {"recipient": "f@acme.example", "body-mime": ""}).encode(), URLENCODED)
    raw = urlencode({"body-mime": mail("korean_euckr")}).encode()
    found = read(webhook.model_copy(update={"body": webhook.body.replace(b"body-mime=", raw)}))
    assert isinstance(found, Inbound)
    assert found.sender_name == "이하나, 구매팀"


def test_a_mail_without_a_text_is_read_from_its_html() -> None:
    found = read(form(MAIL | {"body-plain": " ", "body-html": "<p>좋아요</p>"}))
    assert isinstance(found, Inbound)
    assert found.text == "좋아요"


def test_headers_that_are_missing_are_taken_from_the_fields() -> None:
    fields = {name: value for name, value in MAIL.items() if name != "message-headers"}
    found = read(form(fields | {"Message-Id": "<from-fields-1@customer.example>", "Auto-Submitted": "auto-replied"}))
    assert isinstance(found, Inbound)
    assert found.event_id == "<from-fields-1@customer.example>"
    assert found.automatic


def test_nobody_adds_a_header_by_a_line_end() -> None:
    found = read(form(MAIL | {"message-headers": json.dumps([["Subject", "a\r\nAuto-Submitted: auto-replied"]])}))
    assert isinstance(found, Inbound)
    assert not found.automatic


@pytest.mark.parametrize(
    ("changes", "status", "permanent"),
    [
        ({}, Status.bounced, True),
        ({"delivery-status": {"code": 550, "message": "5.7.1 spam"}}, Status.bounced, False),
        ({"delivery-status": {"code": 552, "message": "5.2.2 full"}}, Status.bounced, False),
        ({"reason": "generic"}, Status.bounced, False),
        ({"reason": "old", "delivery-status": {"code": 602}}, Status.bounced, False),
        ({"reason": "suppress-bounce", "delivery-status": {"code": 605}}, Status.bounced, True),
        ({"reason": "suppress-complaint"}, Status.complained, False),
        ({"reason": "suppress-unsubscribe"}, Status.unsubscribed, False),
        ({"event": "delivered", "severity": None, "reason": None}, Status.delivered, False),
        ({"event": "opened"}, Status.opened, False),
        ({"event": "clicked"}, Status.clicked, False),
        ({"event": "complained"}, Status.complained, False),
        ({"event": "unsubscribed"}, Status.unsubscribed, False),
        ({"event": "rejected"}, Status.failed, False),
    ],
)
def test_an_event_is_an_update_of_our_delivery(changes: dict[str, Any], status: Status, permanent: bool) -> None:
    found = read(event(**changes))
    assert isinstance(found, StatusUpdate)
    assert (found.status, found.permanent, found.delivery) == (status, permanent, DELIVERY)
    assert found.provider_id == f"{DELIVERY}@voc.invalid"
    assert found.message_id == f"<{DELIVERY}@voc.invalid>"
    assert found.address == "alice@example.com"
    assert found.event_id == "G9Bn5sl1TC6nu79C8C0bwg"
    assert found.at == NOW - timedelta(seconds=4)


@pytest.mark.parametrize(
    "changes",
    [{"severity": "temporary"}, {"event": "accepted"}, {"event": "opened", "client-info": {"bot": "apple"}}],
)
def test_what_decides_nothing_is_passed_over(changes: dict[str, Any]) -> None:
    webhook = event(**changes)
    mailgun.verify(KEY, webhook)
    assert mailgun.read(webhook) == ()


@pytest.mark.parametrize("make", [lambda signed: form(MAIL, signed), None], ids=["mail", "event"])
def test_one_changed_character_of_what_is_signed_is_forged(make: Any) -> None:
    for name in ("timestamp", "token", "signature"):
        for at in range(len(signature()[name])):
            changed = signature()
            other = "1" if changed[name][at] != "1" else "2"
            changed[name] = changed[name][:at] + other + changed[name][at + 1 :]
            body = json.dumps({"signature": changed, "event-data": {}}).encode()
            with pytest.raises(Forged):
                mailgun.verify(KEY, make(changed) if make else request(body))


def test_a_signature_is_good_for_five_minutes() -> None:
    for seconds in (-300, 0, 300):
        mailgun.verify(KEY, form(MAIL, signature(NOW + timedelta(seconds=seconds))))
    for seconds in (-301, 301):
        with pytest.raises(Stale):
            mailgun.verify(KEY, form(MAIL, signature(NOW + timedelta(seconds=seconds))))


def test_an_account_signs_for_its_subaccounts() -> None:
    other = signature(key=SecretStr("of the subaccount"))
    mailgun.verify(KEY, form(MAIL, other | {"parent-signature": signature()["signature"]}))
    with pytest.raises(Forged):
        mailgun.verify(KEY, form(MAIL, other))


@pytest.mark.parametrize("key", [None, SecretStr("")])
def test_without_a_signing_key_nothing_is_taken(key: SecretStr | None) -> None:
    with pytest.raises(Forged):
        mailgun.verify(key, form(MAIL, signature(key=SecretStr(""))))


def test_a_token_names_a_request_whatever_its_body() -> None:
    first, second = form(MAIL), form(MAIL | {"body-plain": "something else"})
    assert mailgun.replay_key(first) == mailgun.replay_key(second)
    assert mailgun.replay_key(first) != mailgun.replay_key(form(MAIL, signature(token="another")))


@pytest.mark.parametrize(
    "webhook",
    [
        request(b""),
        request(b"{"),
        request(b"[]"),
        request(b"[" * 100_000),
        request(json.dumps({"signature": "x"}).encode()),
        request(json.dumps({"signature": {"timestamp": [], "token": {}, "signature": None}}).encode()),
        request("서명".encode(), URLENCODED),
        request(urlencode({"timestamp": "١٢٣", "token": "é", "signature": "é"}).encode(), URLENCODED),
        request(b"x", "multipart/form-data; boundary=b"),
        request(b"x", "multipart/form-data"),
        request(b"&".join(b"a%d=" % n for n in range(1_000)), URLENCODED),
        request(b"x", "text/plain"),
        request(b"x", ""),
    ],
)
def test_what_bears_no_signature_is_forged(webhook: Webhook) -> None:
    with pytest.raises(Forged):
        mailgun.verify(KEY, webhook)


@given(st.binary(max_size=300), st.sampled_from([URLENCODED, "application/json", "multipart/form-data; boundary=b"]))
def test_any_request_is_forged(body: bytes, content_type: str) -> None:
    with pytest.raises(Forged):
        mailgun.verify(KEY, request(body, content_type))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)


@given(st.dictionaries(st.sampled_from(list(json.loads(event().body)["event-data"])), JSON))
def test_any_signed_event_is_read_or_invalid(changes: dict[str, Any]) -> None:
    try:
        mailgun.read(event(**changes))
    except Invalid:
        return


@given(st.dictionaries(st.sampled_from([*MAIL, "body-mime", "body-html", "Date"]), st.text(max_size=30)), JSON)
def test_any_signed_mail_is_read_or_invalid(changes: dict[str, str], headers: Any) -> None:
    for fields in (changes, MAIL | changes, MAIL | {"message-headers": json.dumps(headers)}):
        try:
            mailgun.read(form({name: value.encode("utf-8", "replace").decode() for name, value in fields.items()}))
        except Invalid:
            continue
