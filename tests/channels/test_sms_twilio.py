"""Twilio, against its documentation's own numbers."""

from base64 import b64encode
from urllib.parse import parse_qs

import httpx
import pytest

from tests.channels.signed import TWILIO, from_twilio, payload, webhook
from voc.channels.adapters.sms_twilio import TwilioConfig, TwilioSms
from voc.channels.domain import Forged, Outbound, Outcome, Status
from voc.errors import Invalid

SID = "AC0123456789abcdef0123456789abcdef"
URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
IN_DOCS = b"CallSid=CA1234567890ABCDE&Caller=%2B12349013030&Digits=1234&From=%2B12349013030&To=%2B18005551212"
IN_LIBRARY = IN_DOCS.replace(b"12349013030", b"14158675309")
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
HASHED = f"{URL}&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"


@pytest.mark.parametrize(
    ("url", "body", "signature"),
    [
        (URL, IN_DOCS, "0/KCTR6DLpKmkAf8muzZqo1nDgQ="),
        (URL, IN_LIBRARY, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        (URL.replace(".com", ".com:1234"), IN_LIBRARY, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        (URL, IN_LIBRARY, "kvajT1Ptam85bY51eRf/AJRuM3w="),
        (URL.replace("https", "http"), IN_LIBRARY, "0ZXoZLH/DfblKGATFgpif+LLRf4="),
        (URL.replace("https", "http").replace(".com", ".com:1234"), IN_LIBRARY, "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="),
        (URL, b"Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234", "IK+Dwps556ElfBT0I3Rgjkr1wJU="),
    ],
    ids=["documentation", "library", "other port", "own port", "own port http", "other port http", "name twice"],
)
def test_published_signatures_are_right(url, body, signature):
    TWILIO.verify(webhook(body, {"x-twilio-signature": signature, "content-type": FORM}, url))


def test_a_json_body_is_signed_by_its_digest():
    body, headers = b'{"property": "value", "boolean": true}', {"x-twilio-signature": "a9nBmqA0ju/hNViExpshrM61xv4="}
    TWILIO.verify(webhook(body, headers | {"content-type": JSON}, HASHED))
    for other, kind in [(body + b" ", JSON), (b"", JSON), (body, FORM), (IN_DOCS, FORM)]:
        with pytest.raises(Forged):
            TWILIO.verify(webhook(other, headers | {"content-type": kind}, HASHED))


def test_a_message_comes_in():
    (said,) = TWILIO.read(from_twilio(payload("twilio/incoming.txt")))
    assert said.event_id == "SM1a2b3c4d5e6f708192a3b4c5d6e7f809"
    assert (said.sender, said.to) == ("+14017122661", "+15017122661")
    assert said.text == "9, but the parcel & the box were late 택배"
    assert said.attributes == {"country": "US"}


def test_pictures_are_named_by_their_type():
    (said,) = TWILIO.read(from_twilio(payload("twilio/incoming_picture.txt")))
    assert (said.text, said.attachments) == ("", ("image/jpeg",))


@pytest.mark.parametrize(("name", "lifted"), [("stop", False), ("start", True), ("help", None)])
def test_what_twilio_took_for_an_opt_out_is_one(name, lifted):
    said, *refusals = TWILIO.read(from_twilio(payload(f"twilio/incoming_{name}.txt")))
    assert said.text.lower() == name
    assert [each.lifted for each in refusals] == ([] if lifted is None else [lifted])
    assert all(each.address == "+14017122661" and each.event_id != said.event_id for each in refusals)


@pytest.mark.parametrize(
    ("name", "status", "permanent"),
    [
        ("sent", Status.sent, False),
        ("delivered", Status.delivered, False),
        ("read", Status.opened, False),
        ("undelivered_30003", Status.bounced, False),
        ("undelivered_30005", Status.bounced, True),
        ("undelivered_30006", Status.bounced, True),
        ("undelivered_30007", Status.bounced, False),
        ("undelivered_30008", Status.bounced, False),
        ("failed_21610", Status.unsubscribed, True),
    ],
)
def test_reports_move_a_delivery(name, status, permanent):
    (update,) = TWILIO.read(from_twilio(payload(f"twilio/status_{name}.txt")))
    assert (update.status, update.permanent) == (status, permanent)
    assert update.provider_id == "SM6b2b3c4d5e6f708192a3b4c5d6e7f809"
    assert (update.reason or "").split(" ")[0] == (name.partition("_")[2])
    assert update.address == "+14017122661"


def test_what_we_know_already_is_passed_over():
    assert list(TWILIO.read(from_twilio(payload("twilio/status_queued.txt")))) == []


@pytest.mark.parametrize(
    "body", [b"", b"Body=hi&From=%2B1", b"MessageSid=SM1", b"MessageSid=SM1&From=%2B1", b"%00=%00"]
)
def test_what_is_no_message_is_invalid(body):
    with pytest.raises(Invalid):
        TWILIO.read(from_twilio(body))


def test_a_message_over_get_stands_in_the_query():
    request = webhook(b"", {}).model_copy(
        update={"method": "GET", "query": {"MessageSid": "SM1", "From": "+1401", "Body": "hi\0"}}
    )
    assert [each.text for each in TWILIO.read(request)] == ["hi"]


def test_answers_send_nothing_back():
    reply = TWILIO.reply(from_twilio(payload("twilio/incoming.txt")), [])
    assert (reply.status, reply.media_type, reply.body) == (200, "text/xml", b"<Response/>")


def test_a_message_goes_out():
    request = TWILIO.request(Outbound(id="dlv_1", to="+821012345678", text="0–10? 점수"))
    assert (request.method, str(request.url)) == (
        "POST",
        f"https://api.twilio.com/2010-04-01/Accounts/{SID}/Messages.json",
    )
    assert request.headers["authorization"] == f"Basic {b64encode(f'{SID}:12345'.encode()).decode()}"
    assert parse_qs(request.content.decode()) == {
        "To": ["+821012345678"], "Body": ["0–10? 점수"], "From": ["+15017122661"],
    }  # fmt: skip


def test_services_keys_and_regions_are_the_accounts_choice():
    config = TwilioConfig(
        account_sid=SID, auth_token="12345", sender=f"MG{SID[2:]}", api_key="SK1", api_secret="s", status_url="https://a/b",
        api_url="https://api.dublin.ie1.twilio.com",
    )  # fmt: skip
    request = TwilioSms(config).request(Outbound(id="dlv_1", to="+821012345678", text="?"))
    form = parse_qs(request.content.decode())
    assert form["MessagingServiceSid"] == [config.sender]
    assert form["StatusCallback"] == ["https://a/b?delivery=dlv_1"]
    assert "From" not in form
    assert request.url.host == "api.dublin.ie1.twilio.com"
    assert request.headers["authorization"] == f"Basic {b64encode(b'SK1:s').decode()}"


@pytest.mark.parametrize(
    ("status", "body", "outcome", "unreachable"),
    [
        (201, "created", Outcome.accepted, False),
        (400, "refused_21610", Outcome.refused, True),
        (400, "refused_21211", Outcome.refused, True),
        (400, "refused_21606", Outcome.refused, False),
        (429, "busy_20429", Outcome.retry, False),
        (503, None, Outcome.retry, False),
        (500, None, Outcome.unknown, False),
        (502, None, Outcome.unknown, False),
        (201, None, Outcome.accepted, False),
    ],
)
def test_what_twilio_answers(status, body, outcome, unreachable):
    content = payload(f"twilio/{body}.json") if body else b"<html>"
    receipt = TWILIO.receipt(httpx.Response(status, content=content))
    assert (receipt.outcome, receipt.unreachable) == (outcome, unreachable)
    assert (receipt.provider_id == "SM7b2b3c4d5e6f708192a3b4c5d6e7f809") == (body == "created")
    assert bool(receipt.reason) == (outcome is not Outcome.accepted)


def test_a_message_that_failed_at_once_was_refused():
    said = b'{"sid": "SM1", "status": "failed", "error_code": 30005, "error_message": "Unknown"}'
    receipt = TWILIO.receipt(httpx.Response(201, content=said))
    assert (receipt.outcome, receipt.reason, receipt.unreachable) == (Outcome.refused, "30005 Unknown", True)
