"""SOLAPI, against its documentation's own examples."""

import hashlib
import hmac
import json
from datetime import UTC, datetime

import httpx
import pytest

from tests.channels.signed import SOLAPI, from_solapi, payload
from voc.channels.adapters.sms_solapi import SolapiConfig, SolapiSms
from voc.channels.domain import Outbound, Outcome, Status
from voc.errors import Invalid


def said(text: str, to: str = "+821012345678", **more) -> dict:
    """The message of a call."""
    return json.loads(SOLAPI.request(Outbound(id="dlv_1", to=to, text=text, **more)).content)["message"]


@pytest.mark.parametrize(
    ("text", "kind"), [("가" * 45, "SMS"), ("a" * 90, "SMS"), ("가" * 45 + "a", "LMS"), ("a" * 91, "LMS")]
)
def test_ninety_bytes_go_as_sms(text, kind):
    assert (said(text)["type"], said(text)["text"]) == (kind, text)


def test_numbers_are_spelled_as_at_home():
    message = said("안녕하세요")
    assert (message["to"], message["from"]) == ("01012345678", "029302266")
    assert "country" not in message
    assert message["customFields"] == {"delivery": "dlv_1"}
    abroad = said("hello", to="+12015550123", sender="+8215441234")
    assert (abroad["to"], abroad["country"], abroad["from"]) == ("2015550123", "1", "15441234")


def test_what_carriers_refuse_is_left_out_before_it_is_counted():
    message = said("가" * 45 + " 😀")
    assert (message["text"], message["type"]) == ("가" * 45, "SMS")


def test_only_long_messages_have_a_subject():
    assert "subject" not in said("짧아요", subject="설문")
    assert said("가" * 46, subject="가" * 19 + "ab가")["subject"] == "가" * 19 + "ab"


def test_calls_are_signed_with_time_and_salt():
    config = SolapiConfig(api_key="NCSAYU7YDBXYORXC", api_secret="secret-of-api", sender="02-930-2266")
    adapter = SolapiSms(
        config, clock=lambda: datetime(2019, 7, 1, 0, 41, 48, tzinfo=UTC), salt=lambda: "jqsba2jxjnrjor"
    )
    request = adapter.request(Outbound(id="dlv_1", to="+821012345678", text="?"))
    signature = hmac.new(b"secret-of-api", b"2019-07-01T00:41:48Zjqsba2jxjnrjor", hashlib.sha256).hexdigest()
    assert str(request.url) == "https://api.solapi.com/messages/v4/send"
    assert request.headers["authorization"] == (
        f"HMAC-SHA256 apiKey=NCSAYU7YDBXYORXC, date=2019-07-01T00:41:48Z, salt=jqsba2jxjnrjor, signature={signature}"
    )


def test_no_two_calls_carry_the_same_signature():
    message = Outbound(id="dlv_1", to="+821012345678", text="?")
    assert len({SOLAPI.request(message).headers["authorization"] for _ in range(20)}) == 20


@pytest.mark.parametrize(
    ("status", "body", "outcome", "unreachable"),
    [
        (200, payload("solapi/accepted.json"), Outcome.accepted, False),
        (200, payload("solapi/refused_1061.json"), Outcome.refused, True),
        (200, payload("solapi/refused_1062.json"), Outcome.refused, False),
        (403, payload("solapi/error_403.json"), Outcome.refused, False),
        (403, b'{"errorCode": "RequestTimeTooSkewed", "errorMessage": "?"}', Outcome.retry, False),
        (403, b'{"errorCode": "DuplicatedSignature", "errorMessage": "?"}', Outcome.unknown, False),
        (429, b"", Outcome.retry, False),
        (500, b"[]", Outcome.unknown, False),
    ],
)
def test_what_solapi_answers(status, body, outcome, unreachable):
    receipt = SOLAPI.receipt(httpx.Response(status, content=body))
    assert (receipt.outcome, receipt.unreachable) == (outcome, unreachable)
    assert bool(receipt.reason) == (outcome is not Outcome.accepted)
    if status == 200:
        assert receipt.provider_id == "M4V20200909142323TVYRX0MQPPPXD3W"


def test_a_report_names_our_delivery():
    (update,) = SOLAPI.read(from_solapi(payload("solapi/single_report.json")))
    assert (update.status, update.delivery) == (Status.delivered, "dlv_0123456789abcdef0123456789")
    assert update.provider_id == "M4V20200909142323TVYRX0MQPPPXD3W"
    assert update.at == datetime(2020, 9, 9, 5, 23, 26, tzinfo=UTC)
    assert update.reason is None


def test_reports_without_an_envelope_are_read_as_well():
    updates = SOLAPI.read(from_solapi(payload("solapi/single_report_flat.json")))
    assert [(each.provider_id, each.status, each.permanent) for each in updates] == [
        ("M4V2", Status.sent, False),
        ("M4V3", Status.bounced, True),
        ("M4V4", Status.bounced, False),
        ("M4V5", Status.unsubscribed, True),
        ("M4V6", Status.failed, False),
    ]
    assert updates[0].at is None, "a time without its zone is no time"
    assert len({each.event_id for each in updates}) == 5


def test_other_events_are_passed_over():
    assert list(SOLAPI.read(from_solapi(b'[{"groupId": "G4V1"}]', event="GROUP-REPORT"))) == []


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b'[{"messageId": "M"}]', b'[{"data": {}}]', b"\xff", b"[" * 9999])
def test_what_is_no_report_is_invalid(body):
    with pytest.raises(Invalid):
        SOLAPI.read(from_solapi(body))
