"""SMS providers and programs call in over HTTP: what they signed is stored once, and nothing else is stored."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import httpx
import pytest

from tests.channels.signed import (
    HTTP,
    SOLAPI,
    STANDARD,
    TWILIO,
    from_http,
    from_program,
    from_solapi,
    from_twilio,
    payload,
)
from voc.channels import queries, service
from voc.channels.adapters.base import Adapter
from voc.channels.documents import Message, WebhookSeen
from voc.channels.domain import Channel, Purpose, Status, Webhook
from voc.channels.outgoing import Content, Draft, Origin, queue
from voc.customers import suppression

Sign = Callable[[bytes, datetime, str], Webhook]


class Sender(NamedTuple):
    """A provider, a request of its documentation, and how it signs."""

    adapter: Adapter
    payload: str
    sign: Sign
    messages: int
    """How many messages it brings."""
    header: str


SENDERS = [
    Sender(TWILIO, "twilio/incoming.txt", lambda body, at, url: from_twilio(body, url), 1, "x-twilio-signature"),
    Sender(HTTP, "sms_http/events.json", lambda body, at, url: from_http(body, at), 1, "x-voc-signature"),
    Sender(STANDARD, "standard/feedback.json", lambda body, at, url: from_program(body, at=at), 1, "webhook-signature"),
    Sender(SOLAPI, "solapi/single_report.json", lambda body, at, url: from_solapi(body), 0, "x-solapi-secret"),
]
every_sender = pytest.mark.parametrize("sender", SENDERS, ids=[each.adapter.kind for each in SENDERS])


class Hook:
    """A connected provider's way in."""

    def __init__(self, caller: Any, sender: Sender, watch: Any) -> None:
        self.caller, self.sender, self.watch = caller, sender, watch
        self.url = f"http://voc.test/hooks/{sender.adapter.kind.replace('.', '/')}/{caller.workspace}"
        self.body = payload(sender.payload)

    async def connect(self) -> "Hook":
        """With the secrets of the tests."""
        given = self.sender.adapter.config.model_dump()
        config = {name: getattr(value, "get_secret_value", lambda v=value: v)() for name, value in given.items()}
        await service.connect(self.caller.workspace, self.sender.adapter.kind, config, now=self.watch())
        return self

    def headers(self, body: bytes | None = None, at: datetime | None = None) -> dict[str, str]:
        """As the provider signs."""
        return self.sender.sign(self.body if body is None else body, at or self.watch(), self.url).headers

    async def post(self, body: bytes | None = None, headers: Any = None, url: str | None = None) -> httpx.Response:
        """Send it, signed for the recorded body unless headers are given."""
        sent = self.body if body is None else body
        return await self.caller.http.post(url or self.url, content=sent, headers=headers or self.headers())

    async def stored(self) -> tuple[int, int]:
        """Messages and acknowledged requests of the workspace."""
        mine = {"workspace": self.caller.workspace}
        return (
            len(await Message.get_pymongo_collection().find(mine).to_list()),
            len(await WebhookSeen.get_pymongo_collection().find(mine).to_list()),
        )


@every_sender
async def test_a_signed_request_is_stored_and_its_repetition_refused(sender, caller, watch):
    hook = await Hook(caller, sender, watch).connect()
    taken = await hook.post()
    assert taken.status_code == 200, taken.text
    kept = await hook.stored()
    assert kept[0] == sender.messages
    again = await hook.post()
    assert (again.status_code, again.json()["type"]) == (403, "urn:voc:problem:replayed")
    assert await hook.stored() == kept


@pytest.mark.parametrize("sender", [SENDERS[1], SENDERS[2]], ids=["http", "standard"])
async def test_a_redelivery_is_taken_and_stores_nothing_twice(sender, caller, watch):
    hook = await Hook(caller, sender, watch).connect()
    assert (await hook.post()).status_code == 200
    watch.turn(timedelta(seconds=30))
    assert (await hook.post()).status_code == 200
    assert (await hook.stored())[0] == 1


@every_sender
async def test_what_is_not_signed_right_stores_nothing(sender, caller, watch):
    hook = await Hook(caller, sender, watch).connect()
    right = hook.headers()
    wrong = right[sender.header]
    wrong = wrong[:-3] + ("A" if wrong[-3] != "A" else "B") + wrong[-2:]
    without = {name: value for name, value in right.items() if name != sender.header}
    raw = [(name.encode(), value.encode()) for name, value in without.items()]
    for headers in (
        right | {sender.header: wrong},
        without,
        [*raw, (sender.header.encode(), b"\xec\x84\x9c\xeb\xaa\x85\xff")],
        [*raw, (sender.header.encode(), b"")],
    ):
        refused = await hook.post(headers=headers)
        assert refused.status_code == 401, refused.text
    assert await hook.stored() == (0, 0)


@pytest.mark.parametrize("sender", SENDERS[:3], ids=[each.adapter.kind for each in SENDERS[:3]])
async def test_a_changed_body_stores_nothing(sender, caller, watch):
    hook = await Hook(caller, sender, watch).connect()
    for body in (hook.body[:-1] + bytes([hook.body[-1] ^ 1]), hook.body + b"&x=1", b"", b"\xff"):
        assert (await hook.post(body)).status_code == 401
    assert await hook.stored() == (0, 0)


@pytest.mark.parametrize("sender", [SENDERS[1], SENDERS[2]], ids=["http", "standard"])
@pytest.mark.parametrize("minutes", [-6, 6])
async def test_a_stale_request_stores_nothing(sender, caller, watch, minutes):
    hook = await Hook(caller, sender, watch).connect()
    refused = await hook.post(headers=hook.headers(at=watch() + timedelta(minutes=minutes)))
    assert (refused.status_code, refused.json()["type"]) == (401, "urn:voc:problem:stale")
    assert await hook.stored() == (0, 0)


@every_sender
async def test_another_address_or_workspace_knows_nothing_of_it(sender, caller, new_caller, watch):
    hook = await Hook(caller, sender, watch).connect()
    stranger = await new_caller()
    assert (await hook.post(url=hook.url.replace(caller.workspace, stranger.workspace))).status_code == 404
    assert await hook.stored() == (0, 0)


async def test_a_signed_request_that_makes_no_sense_is_a_400(caller, watch):
    for sender, body in zip(SENDERS, [b"a=b", b"{}", b"{}", b"{}"], strict=True):
        hook = await Hook(caller, sender, watch).connect()
        assert (await hook.post(body, hook.headers(body))).status_code == 400
        assert await hook.stored() == (0, 0)


async def test_twilio_tells_of_refusals_and_a_recorded_one_is_worth_nothing(caller, watch):
    hook = await Hook(caller, SENDERS[0], watch).connect()
    stop, start = payload("twilio/incoming_stop.txt"), payload("twilio/incoming_start.txt")
    stop_again = stop.replace(b"SM3b", b"SM9b")
    shuffled = b"&".join(reversed(start.split(b"&")))
    for body, status, silenced in [
        (stop, 200, True), (start, 200, False), (stop_again, 200, True), (start, 403, True), (shuffled, 403, True),
    ]:  # fmt: skip
        assert (await hook.post(body, hook.headers(body))).status_code == status
        found = await suppression.suppressed(caller.workspace, "phone", ["+14017122661"])
        assert ("+14017122661" in found) == silenced


async def test_a_report_moves_the_delivery_that_it_names(caller, watch):
    hook = await Hook(caller, SENDERS[3], watch).connect()
    draft = Draft(
        origin=Origin(kind="reply", id="cnv_1", step="1"), channel=Channel.sms, address="+821012345678",
        purpose=Purpose.reply, content=Content(text="안녕하세요"),
    )  # fmt: skip
    (id_,) = await queue(caller.workspace, [draft], now=watch())
    body = hook.body.replace(b"dlv_0123456789abcdef0123456789", id_.encode())
    assert (await hook.post(body)).status_code == 200
    assert (await queries.delivery(caller.workspace, id_))["status"] == Status.delivered
