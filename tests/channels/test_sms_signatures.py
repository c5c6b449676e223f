"""What was not sent by the provider, or not as the provider sent it, is refused and never an accident."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.channels.signed import (
    HTTP,
    NOW,
    SOLAPI,
    STANDARD,
    TWILIO,
    changed,
    from_http,
    from_program,
    from_solapi,
    from_twilio,
    payload,
    webhook,
)
from voc.channels.adapters.base import Adapter
from voc.channels.domain import Forged, Stale, Webhook
from voc.errors import Invalid

TWILIO_REQUEST = from_twilio(payload("twilio/incoming.txt"))
HTTP_REQUEST = from_http(payload("sms_http/events.json"))
SOLAPI_REQUEST = from_solapi(payload("solapi/single_report.json"))
PROGRAM_REQUEST = from_program(payload("standard/feedback.json"))
GENUINE = [
    pytest.param(TWILIO, TWILIO_REQUEST, "x-twilio-signature", id="twilio"),
    pytest.param(HTTP, HTTP_REQUEST, "x-voc-signature", id="http"),
    pytest.param(SOLAPI, SOLAPI_REQUEST, "x-solapi-secret", id="solapi"),
    pytest.param(STANDARD, PROGRAM_REQUEST, "webhook-signature", id="standard"),
]
TIMED = [
    pytest.param(HTTP, from_http, "sms_http/events.json", "x-voc-timestamp", id="http"),
    pytest.param(STANDARD, from_program, "standard/feedback.json", "webhook-timestamp", id="standard"),
]


def flips(data: bytes) -> Iterator[bytes]:
    """The bytes with one bit turned, each in its turn."""
    for at in range(len(data)):
        for bit in range(8):
            yield data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]


def refused(adapter: Adapter, request: Webhook, *, also: type[Exception] = Forged) -> bool:
    """Whether it is refused, and with nothing but the errors that say so."""
    try:
        adapter.verify(request)
    except (Forged, also):
        return True
    return False


@pytest.mark.parametrize(("adapter", "request_", "header"), GENUINE)
def test_what_the_provider_signed_is_taken(adapter, request_, header):
    adapter.verify(request_)


@pytest.mark.parametrize(("adapter", "request_", "header"), GENUINE)
def test_one_bit_of_the_signature_is_enough(adapter, request_, header):
    signature = request_.headers[header].encode()
    for other in flips(signature):
        assert refused(
            adapter, request_.model_copy(update={"headers": request_.headers | {header: other.decode("latin-1")}})
        )


@pytest.mark.parametrize(("adapter", "request_"), [(HTTP, HTTP_REQUEST), (STANDARD, PROGRAM_REQUEST)])
def test_one_bit_of_the_body_is_enough(adapter, request_):
    assert all(refused(adapter, request_.model_copy(update={"body": body})) for body in flips(request_.body))


def test_one_bit_of_a_form_is_refused_or_spells_the_same():
    """Twilio signs decoded parameters, so `%2b` is as good as `%2B`."""
    meant = parse_qsl(TWILIO_REQUEST.body.decode(), keep_blank_values=True)
    passed = [
        body for body in flips(TWILIO_REQUEST.body)
        if not refused(TWILIO, TWILIO_REQUEST.model_copy(update={"body": body}))
    ]  # fmt: skip
    assert all(parse_qsl(body.decode(), keep_blank_values=True) == meant for body in passed)
    assert len(passed) < 40
    same = {TWILIO.replay_key(TWILIO_REQUEST.model_copy(update={"body": body})) for body in passed}
    assert same == {TWILIO.replay_key(TWILIO_REQUEST)}


def test_one_bit_of_the_address_is_enough():
    for url in flips(TWILIO_REQUEST.url.encode()):
        assert refused(TWILIO, TWILIO_REQUEST.model_copy(update={"url": url.decode("latin-1")}))


def test_solapi_signs_neither_body_nor_time():
    """Said in the adapter, so that nobody believes more of its reports than they are worth."""
    SOLAPI.verify(SOLAPI_REQUEST.model_copy(update={"body": b"anything", "at": NOW + timedelta(days=365)}))


@pytest.mark.parametrize(("adapter", "sign", "name", "header"), TIMED)
def test_one_bit_of_the_time_is_enough(adapter, sign, name, header):
    request = sign(payload(name))
    for other in flips(request.headers[header].encode()):
        headers = request.headers | {header: other.decode("latin-1")}
        assert refused(adapter, request.model_copy(update={"headers": headers}), also=Stale)


@pytest.mark.parametrize(("adapter", "sign", "name", "header"), TIMED)
@pytest.mark.parametrize("minutes", [-6, 6, -60 * 24])
def test_what_was_signed_long_ago_or_ahead_is_stale(adapter, sign, name, header, minutes):
    request = sign(payload(name), at=NOW + timedelta(minutes=minutes))
    with pytest.raises(Stale):
        adapter.verify(request)


@pytest.mark.parametrize(("adapter", "sign", "name", "header"), TIMED)
@pytest.mark.parametrize("seconds", [-300, -299, 0, 299, 300])
def test_clocks_may_differ_by_five_minutes(adapter, sign, name, header, seconds):
    adapter.verify(sign(payload(name), at=NOW + timedelta(seconds=seconds)))


@pytest.mark.parametrize(("adapter", "request_", "header"), GENUINE)
@pytest.mark.parametrize(
    "value", [None, "", " ", "서명", "\u00ff\u00fe", "v1,", "v1", ",", "sha256=", "\ud800", "0" * 9999]
)
def test_a_signature_that_is_missing_or_none_is_refused(adapter, request_, header, value):
    headers = {name: each for name, each in request_.headers.items() if name != header}
    with pytest.raises(Forged):
        adapter.verify(
            request_.model_copy(update={"headers": headers | ({header: value} if value is not None else {})})
        )


@pytest.mark.parametrize(("adapter", "sign", "name", "header"), TIMED)
@pytest.mark.parametrize(
    "value", ["", "now", "1614265330.0", "-1", "１６１４２６５３３０", "9" * 400, "1614265330 ", "\ud800"]
)
def test_a_time_that_is_none_is_refused(adapter, sign, name, header, value):
    with pytest.raises(Forged):
        adapter.verify(changed(sign(payload(name)), **{header: value}))


@pytest.mark.parametrize(("adapter", "request_", "header"), GENUINE)
@given(data=st.data())
def test_nothing_that_is_sent_raises_anything_else(adapter, request_, header, data):
    names = st.sampled_from([*request_.headers, "content-type"])
    headers = data.draw(st.dictionaries(names, st.text(max_size=60)), label="headers")
    url = data.draw(st.one_of(st.just(request_.url), st.text(max_size=60)), label="url")
    body = data.draw(st.one_of(st.just(request_.body), st.binary(max_size=200)), label="body")
    if refused(adapter, webhook(body, headers, url), also=Stale):
        return
    assert headers.get(header) == request_.headers[header]


NAMES = st.sampled_from(
    ["type", "data", "id", "from", "to", "text", "at", "status", "message", "messageId", "statusCode", "customer",
     "customFields", "dateReceived", "attributes", "timestamp"]
)  # fmt: skip
VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=20),
        st.sampled_from(["feedback.said", "message", "status", "refusal", "delivered", "4000", "2026-01-01T00:00:00Z"]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=6)),
    max_leaves=12,
)  # fmt: skip
BODIES = st.one_of(st.builds(lambda value: json.dumps(value).encode(), VALUES), st.text(max_size=80).map(str.encode))
FORMS = st.lists(
    st.tuples(
        st.sampled_from(["MessageSid", "Body", "From", "NumMedia", "MessageStatus", "OptOutType"]), st.text(max_size=9)
    )
).map(lambda pairs: urlencode(pairs).encode())


@given(body=BODIES)
@pytest.mark.parametrize(("adapter", "sign"), [(HTTP, from_http), (STANDARD, from_program), (SOLAPI, from_solapi)])
def test_whatever_a_provider_signs_is_read_or_invalid(adapter, sign, body):
    request = sign(body)
    adapter.verify(request)
    with suppress(Invalid):
        for event in adapter.read(request):
            assert event.event_id


@given(form=FORMS)
def test_whatever_twilio_signs_is_read_or_invalid(form):
    request = from_twilio(form)
    TWILIO.verify(request)
    with suppress(Invalid):
        for event in TWILIO.read(request):
            assert event.event_id


def test_without_a_secret_nothing_is_taken():
    for adapter, request, field in [(HTTP, HTTP_REQUEST, "webhook_secret"), (SOLAPI, SOLAPI_REQUEST, "webhook_secret")]:
        config = type(adapter.config).model_validate(adapter.config.model_dump() | {field: ""})
        with pytest.raises(Forged):
            type(adapter)(config).verify(request)
    empty_sha1 = "da39a3ee5e6b4b0d3255bfef95601890afd80709"
    config = type(SOLAPI.config).model_validate(SOLAPI.config.model_dump() | {"webhook_secret": ""})
    with pytest.raises(Forged):
        type(SOLAPI)(config).verify(changed(SOLAPI_REQUEST, x_solapi_secret=empty_sha1))
