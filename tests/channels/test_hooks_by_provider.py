"""What single providers ask of their webhooks beyond what all of them do, over HTTP on the whole application."""

import json
from typing import Any

import pytest

from tests.channels.hook_calling import is_problem
from tests.channels.recorded_webhooks import payload
from voc.channels import queries
from voc.channels.domain import Channel, Purpose, Status
from voc.channels.outgoing import Content, Draft, Origin, queue
from voc.customers import suppression


async def test_meta_and_slack_get_their_challenges_back_as_plain_text(connect: Any) -> None:
    meta, slack = await connect("messenger.meta"), await connect("slack.events")
    query = {"hub.mode": "subscribe", "hub.challenge": "<script>1158201444", "hub.verify_token": "meatyhamhock"}
    greeted = await meta.http.get(meta.path, params=query)
    assert (greeted.status_code, greeted.text) == (200, "<script>1158201444")
    assert greeted.headers["content-type"].startswith("text/plain")
    assert greeted.headers["x-content-type-options"] == "nosniff"
    answer = await slack.post(payload("slack/url_verification.json"))
    assert (answer.status_code, answer.text) == (200, "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P")
    assert (await slack.kept())["webhooks_seen"] == 0


async def test_kakao_is_answered_in_its_own_way(connect: Any) -> None:
    hook = await connect("kakao.channel")
    answer = await hook.post()
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.json()["version"] == "2.0"


async def test_a_signature_that_covers_no_body_is_good_for_one(connect: Any) -> None:
    hook = await connect("email.mailgun")
    assert (await hook.post()).status_code == 200
    kept = await hook.kept()
    assert is_problem(await hook.post(hook.sealed().replace(b"CAAq-mailgun-1", b"CAAq-mailgun-2")), 403)
    assert await hook.kept() == kept


async def test_whoever_blocks_a_channel_is_written_to_no_more_until_they_come_back(connect: Any) -> None:
    line, kakao = await connect("line.messaging"), await connect("kakao.channel")
    assert (await line.post(payload("line/message_follow_unfollow.json"))).status_code == 200
    assert (await line.kept())["suppressions"] == 1
    for file, suppressed in (("kakao/blocked.json", 1), ("kakao/added.json", 0)):
        assert (await kakao.post(payload(file))).status_code == 200
        assert (await kakao.kept())["suppressions"] == suppressed


async def test_twilio_tells_of_refusals_and_a_recorded_one_is_worth_nothing(connect: Any) -> None:
    hook = await connect("sms.twilio")
    stop, start = payload("twilio/incoming_stop.txt"), payload("twilio/incoming_start.txt")
    stop_again = stop.replace(b"SM3b", b"SM9b")
    shuffled = b"&".join(reversed(start.split(b"&")))
    for body, status, silenced in [
        (stop, 200, True), (start, 200, False), (stop_again, 200, True), (start, 403, True), (shuffled, 403, True),
    ]:  # fmt: skip
        assert (await hook.post(body)).status_code == status
        found = await suppression.suppressed(hook.workspace, "phone", ["+14017122661"])
        assert ("+14017122661" in found) == silenced


async def test_a_report_moves_the_delivery_that_it_names(connect: Any, watch: Any) -> None:
    hook = await connect("sms.solapi")
    draft = Draft(
        origin=Origin(kind="reply", id="cnv_1", step="1"), channel=Channel.sms, address="+821012345678",
        purpose=Purpose.reply, content=Content(text="안녕하세요"),
    )  # fmt: skip
    (id_,) = await queue(hook.workspace, [draft], now=watch())
    assert (
        await hook.post(hook.recorded.body.replace(b"dlv_0123456789abcdef0123456789", id_.encode()))
    ).status_code == 200
    assert (await queries.delivery(hook.workspace, id_))["status"] == Status.delivered


@pytest.mark.parametrize(
    ("kind", "body"), [("sms.twilio", b"a=b"), ("sms.http", b"{}"), ("sms.solapi", b"{}"), ("api.standard", b"{}")]
)
async def test_what_is_signed_and_makes_no_sense_is_refused_as_that(connect: Any, kind: str, body: bytes) -> None:
    hook = await connect(kind)
    before = await hook.kept()
    assert is_problem(await hook.post(body), 400)
    assert await hook.kept() == before


async def test_words_with_signs_that_no_database_holds_are_kept_without_them(connect: Any) -> None:
    hook = await connect("messenger.meta")
    body = payload("meta/message.json").replace(b"hello, world!", b"nul \\u0000 and \\ud83d\\ude42")
    assert (await hook.post(body)).status_code == 200
    [message] = await hook.database["messages"].find({"workspace": hook.workspace}).to_list()
    assert message["text"] == "nul  and 🙂"


async def test_contacts_among_what_a_program_says_are_kept_where_nobody_reads_them(connect: Any, database: Any) -> None:
    hook = await connect("api.standard")
    told = {"email": "kim@example.test", "phone": "+821012345678", "plan": "pro"}
    body = json.dumps({"type": "feedback.said", "data": {"text": "Late", "customer": "c-1", "attributes": told}})
    assert (await hook.post(body.encode())).status_code == 200
    (row,) = await database["messages"].find({"workspace": hook.workspace}).to_list()
    assert row["attributes"]["plan"] == "pro"
    assert "kim@" not in str(row)
    assert "12345678" not in str(row)
