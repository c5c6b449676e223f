"""What SendGrid sends us: its own published example, and mails and events signed as its documentation says."""

import json
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st
from incoming_mails import mail
from pydantic import ValidationError

from voc.channels.adapters.email_sendgrid import SendgridConfig, SendgridEmail
from voc.channels.domain import Event, Forged, Inbound, Stale, Status, StatusUpdate, Webhook
from voc.channels.incoming import sendgrid
from voc.errors import Invalid

# https://github.com/sendgrid/sendgrid-python/blob/main/test/unit/test_eventwebhook.py
PUBLISHED_KEY = (
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eN"
    "Ec6wEA3F+g=="
)
PUBLISHED = {
    sendgrid.SIGNATURE: (
        "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM="
    ),
    sendgrid.TIMESTAMP: "1600112502",
    "content-type": "application/json",
}
PUBLISHED_BODY = (
    b'[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address",'
    b'"sg_event_id":"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA",'
    b'"sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0",'
    b'"smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]\r\n'
)
NOW = datetime.fromtimestamp(1600112502, UTC)
DELIVERY = "dlv_0123456789abcdef0123456789"

PRIVATE = ec.generate_private_key(ec.SECP256R1())
KEY = b64encode(PRIVATE.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()
OURS = SendgridEmail(SendgridConfig(events_key=PUBLISHED_KEY, parse_key=KEY))


def request(body: bytes, headers: dict[str, str]) -> Webhook:
    return Webhook(url="https://voc.example/hooks/email/sendgrid/ws_1", headers=headers, body=body, at=NOW)


def signed(body: bytes, content_type: str = "application/json", at: datetime = NOW) -> Webhook:
    seconds = str(int(at.timestamp()))
    signature = b64encode(PRIVATE.sign(seconds.encode() + body, ec.ECDSA(SHA256()))).decode()
    headers = {sendgrid.SIGNATURE: signature, sendgrid.TIMESTAMP: seconds, "content-type": content_type}
    return request(body, headers)


def form(fields: dict[str, bytes], files: tuple[str, ...] = ()) -> Webhook:
    parts = [
        b'--xYzZY\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), value)
        for name, value in fields.items()
    ]
    parts += [
        f'--xYzZY\r\nContent-Disposition: form-data; name="attachment1"; filename="{name}"\r\n\r\nx\r\n'.encode()
        for name in files
    ]
    return signed(b"".join([*parts, b"--xYzZY--\r\n"]), "multipart/form-data; boundary=xYzZY")


MAIL = {
    "headers": f"Message-ID: <sg-mail-000001@customer.example>\nIn-Reply-To: <{DELIVERY}@voc.invalid>\n".encode(),
    "from": b"Hana Lee <hana@customer.example>",
    "to": b"feedback@parse.acme.example",
    "subject": "Re: 의견".encode(),
    "text": "배송이 늦었어요\n\n2026년 11월 22일 (일) 오후 3:12, Acme <a@b.example>님이 작성:\n> ?".encode("cp949"),
    "charsets": b'{"to":"UTF-8","subject":"UTF-8","from":"UTF-8","text":"ks_c_5601-1987"}',
    "envelope": b'{"to":["feedback@parse.acme.example"],"from":"hana@customer.example"}',
}


def read(webhook: Webhook) -> Event:
    OURS.verify(webhook)
    (found,) = OURS.read(webhook)
    return found


def test_the_published_example_is_accepted_and_read() -> None:
    found = read(request(PUBLISHED_BODY, PUBLISHED))
    assert isinstance(found, StatusUpdate)
    assert (found.status, found.permanent, found.address) == (Status.bounced, True, "hello@world.com")
    assert found.provider_id == "LRzXl_NHStOGhQ4kofSm_A"
    assert found.at == datetime.fromtimestamp(1600112492, UTC)


@pytest.mark.parametrize("part", ["body", sendgrid.SIGNATURE, sendgrid.TIMESTAMP])
def test_one_changed_bit_is_forged(part: str) -> None:
    whole = PUBLISHED_BODY if part == "body" else PUBLISHED[part].encode()
    for at in range(len(whole) * 8):
        changed = bytearray(whole)
        changed[at // 8] ^= 1 << at % 8
        headers = PUBLISHED if part == "body" else PUBLISHED | {part: changed.decode("latin-1")}
        with pytest.raises(Forged):
            OURS.verify(request(bytes(changed) if part == "body" else PUBLISHED_BODY, headers))


@pytest.mark.parametrize("missing", [sendgrid.SIGNATURE, sendgrid.TIMESTAMP])
@pytest.mark.parametrize("instead", ["", "서명".encode().decode("latin-1"), "=", "AAAA", "0" * 10_000])
def test_without_a_signature_or_a_time_it_is_forged(missing: str, instead: str) -> None:
    with pytest.raises(Forged):
        OURS.verify(request(PUBLISHED_BODY, PUBLISHED | {missing: instead}))


def test_a_signature_is_good_for_five_minutes() -> None:
    OURS.verify(signed(b"[]", at=NOW - timedelta(seconds=300)))
    for seconds in (-301, 301):
        with pytest.raises(Stale):
            OURS.verify(signed(b"[]", at=NOW + timedelta(seconds=seconds)))


def test_a_request_signed_twice_is_the_same_and_one_of_another_time_is_not() -> None:
    first, again = signed(b"[]"), signed(b"[]")
    assert first.headers != again.headers, "signing takes chance"
    assert OURS.replay_key(first) == OURS.replay_key(again)
    assert OURS.replay_key(first) != OURS.replay_key(signed(b"[]", at=NOW + timedelta(seconds=1)))


def test_only_keys_that_were_set_up_count() -> None:
    with pytest.raises(Forged):
        SendgridEmail(SendgridConfig(parse_key=KEY)).verify(request(PUBLISHED_BODY, PUBLISHED))
    with pytest.raises(ValidationError, match="needed"):
        SendgridConfig()
    for wrong in ("x", "MFkw", b64encode(b"no key").decode(), "열쇠"):
        with pytest.raises(ValidationError, match="verification key"):
            SendgridConfig(events_key=wrong)


def test_a_mail_is_read_with_our_own_rules() -> None:
    found = read(form(MAIL, ("영수증.pdf",)))
    assert isinstance(found, Inbound)
    assert found.text == "배송이 늦었어요"
    assert found.subject == "Re: 의견"
    assert (found.sender, found.sender_name) == ("hana@customer.example", "Hana Lee")
    assert found.event_id == "<sg-mail-000001@customer.example>"
    assert found.in_reply_to == (f"<{DELIVERY}@voc.invalid>",)
    assert found.attachments == ("영수증.pdf",)


def test_a_raw_mail_is_read_as_one() -> None:
    found = read(form({"email": mail("korean_euckr"), "envelope": MAIL["envelope"]}))
    assert isinstance(found, Inbound)
    assert found.sender_name == "이하나, 구매팀"


@pytest.mark.parametrize(
    ("event", "status", "permanent"),
    [
        ({"event": "delivered", "response": "250 OK"}, Status.delivered, False),
        ({"event": "open", "sg_machine_open": False}, Status.opened, False),
        ({"event": "click", "url": "https://a.example"}, Status.clicked, False),
        ({"event": "bounce", "type": "bounce", "status": "5.1.1", "reason": "550 5.1.1 unknown"}, Status.bounced, True),
        ({"event": "bounce", "type": "bounce", "reason": "500 unknown recipient"}, Status.bounced, True),
        ({"event": "bounce", "type": "blocked", "status": "5.1.1"}, Status.bounced, False),
        ({"event": "bounce", "type": "bounce", "status": "4.2.2"}, Status.bounced, False),
        ({"event": "dropped", "reason": "Unsubscribed Address"}, Status.unsubscribed, False),
        ({"event": "dropped", "reason": "Spam Reporting Address"}, Status.complained, False),
        ({"event": "dropped", "reason": "Recipient List over Package Quota"}, Status.failed, False),
        ({"event": "spamreport"}, Status.complained, False),
        ({"event": "unsubscribe"}, Status.unsubscribed, False),
        ({"event": "group_unsubscribe", "asm_group_id": 1}, Status.unsubscribed, False),
    ],
)
def test_an_event_is_an_update_of_our_delivery(event: dict[str, Any], status: Status, permanent: bool) -> None:
    common = {"email": "a@b.example", "sg_event_id": "e1", "sg_message_id": "m1.filter", "timestamp": 1600112500}
    body = json.dumps([common | {"smtp-id": f"<{DELIVERY}@voc.invalid>"} | event]).encode()
    found = read(signed(body))
    assert isinstance(found, StatusUpdate)
    assert (found.status, found.permanent, found.delivery, found.event_id) == (status, permanent, DELIVERY, "e1")


def test_what_decides_nothing_is_passed_over() -> None:
    events = [{"event": "processed"}, {"event": "deferred"}, {"event": "open", "sg_machine_open": True}, {}]
    assert list(OURS.read(signed(json.dumps([each | {"sg_event_id": "e"} for each in events]).encode()))) == []


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b"{", b"[" * 100_000])
def test_a_signed_body_of_something_else_is_invalid(body: bytes) -> None:
    with pytest.raises(Invalid):
        OURS.read(signed(body))
    with pytest.raises(Invalid):
        OURS.read(signed(body, "multipart/form-data; boundary=b"))


FIELDS = st.sampled_from([*MAIL, "email", "html"])


@given(st.dictionaries(FIELDS, st.binary(max_size=40)))
def test_any_signed_mail_is_read_or_invalid(changes: dict[str, bytes]) -> None:
    for fields in (changes, MAIL | changes):
        try:
            OURS.read(form(fields))
        except Invalid:
            continue


JSON = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.lists(st.integers())
NAMES = ["event", "sg_event_id", "timestamp", "reason", "email", "smtp-id", "type", "status", "sg_message_id"]


@given(st.dictionaries(st.sampled_from(NAMES), JSON | st.sampled_from(list(sendgrid.STATUSES))))
def test_any_signed_event_is_read_or_passed_over(event: dict[str, Any]) -> None:
    OURS.read(signed(json.dumps([event]).encode()))
