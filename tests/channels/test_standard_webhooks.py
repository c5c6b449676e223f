"""Feedback of programs, signed by the Standard Webhooks specification."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.channels.signed import NOW, SECRET, STANDARD, changed, from_program, payload, webhook
from voc.channels.adapters.api_standard import StandardConfig, StandardWebhooks
from voc.channels.domain import Forged
from voc.errors import Invalid

ID, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
WRONG = "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc="
OTHER = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"


def signed(signature: str, id_: str = ID, body: bytes = BODY):
    headers = {"webhook-id": id_, "webhook-timestamp": "1614265330", "webhook-signature": signature}
    return webhook(body, headers)


@pytest.mark.parametrize(
    "signature",
    [
        SIGNATURE,
        f"{WRONG} {SIGNATURE.replace('v1', 'v2')} {SIGNATURE} {WRONG}",
        f"v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg== {SIGNATURE}",
    ],
)
def test_the_published_signature_is_right_among_others(signature):
    STANDARD.verify(signed(signature))


@pytest.mark.parametrize(
    "request_",
    [
        signed(WRONG),
        signed(SIGNATURE.replace("v1", "v2")),
        signed(SIGNATURE.removeprefix("v1,")),
        signed(SIGNATURE.replace("=", "")),
        signed(SIGNATURE, id_="msg_other"),
        signed(SIGNATURE, id_=""),
        signed(SIGNATURE, body=BODY + b" "),
        signed(" ".join([WRONG] * 20 + [SIGNATURE])),
    ],
)
def test_anything_else_is_not(request_):
    with pytest.raises(Forged):
        STANDARD.verify(request_)


def test_two_secrets_are_good_while_senders_change():
    STANDARD.verify(from_program(payload("standard/feedback.json")))
    for secret, previous in [(SECRET, OTHER), (OTHER, SECRET), (SECRET.removeprefix("whsec_"), "")]:
        StandardWebhooks(StandardConfig(secret=secret, previous_secret=previous)).verify(signed(SIGNATURE))
    with pytest.raises(Forged):
        StandardWebhooks(StandardConfig(secret=OTHER)).verify(signed(SIGNATURE))


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_c2hvcnQ=", "not base64!", "whsec_한글", "a"])
def test_a_secret_that_is_none_is_refused(secret):
    with pytest.raises(ValidationError):
        StandardConfig(secret=secret)


def test_a_customer_is_heard():
    (said,) = STANDARD.read(from_program(payload("standard/feedback.json")))
    assert (said.event_id, said.sender, said.sender_name) == (ID, "c-17", "김민수")
    assert (said.text, said.subject, said.at) == ("배송이 늦었어요", "Delivery", NOW)
    assert said.attributes == {"order": 4711, "vip": True}


@given(st.text(min_size=1, max_size=100), st.text("abc한", min_size=1, max_size=20))
def test_what_they_said_arrives_as_they_said_it(text, customer):
    text = text.encode("utf-8", "replace").decode().replace("\0", "?")
    body = json.dumps({"type": "feedback.said", "data": {"text": text, "customer": customer}}).encode()
    request = from_program(body)
    STANDARD.verify(request)
    (said,) = STANDARD.read(request)
    assert (said.text, said.sender) == (text, customer)


def test_a_redelivery_has_the_same_id_and_another_signature():
    first = from_program(payload("standard/feedback.json"))
    again = from_program(payload("standard/feedback.json"), at=NOW + timedelta(seconds=60))
    STANDARD.verify(again)
    assert STANDARD.replay_key(first) != STANDARD.replay_key(again)
    assert STANDARD.read(first)[0].event_id == STANDARD.read(again)[0].event_id


def test_other_types_are_passed_over():
    assert list(STANDARD.read(from_program(b'{"type": "user.created", "data": {}}'))) == []


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"{}", b'{"type": 1}', b'{"type": "feedback.said"}',
        b'{"type": "feedback.said", "data": {"text": "hi"}}',
        b'{"type": "feedback.said", "data": {"text": "", "customer": "c"}}',
        b'{"type": "feedback.said", "data": {"text": "hi", "customer": {"name": "Kim"}}}',
        b'{"type": "feedback.said", "data": {"text": "hi", "customer": "c", "attributes": {"$a": 1}}}',
        b'{"type": "feedback.said", "timestamp": "now", "data": {"text": "hi", "customer": "c"}}',
    ],
)  # fmt: skip
def test_what_says_nothing_is_invalid(body):
    with pytest.raises(Invalid):
        STANDARD.read(from_program(body))


def test_a_body_that_is_no_text_is_forged_or_invalid_but_never_an_accident():
    request = changed(signed(SIGNATURE, body=b"\xff\xfe"))
    with pytest.raises(Forged):
        STANDARD.verify(request)
    with pytest.raises(Invalid):
        STANDARD.read(request)
