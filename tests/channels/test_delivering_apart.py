"""What is wrong with one message, or one workspace, stops no other."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio

from tests.providers import Provider, provider
from voc.channels import queries, reports, service
from voc.channels.delivery import AT_ONCE, FRESH, Verdict, deliver, only_suppression
from voc.channels.documents import ChannelSetup, Delivery
from voc.channels.domain import Channel, Purpose, Status, StatusUpdate
from voc.channels.outgoing import Content, Draft, Origin, queue
from voc.channels.testing import send_test
from voc.customers import suppression
from voc.settings import Settings

TO = "+821012345678"


class Office:
    """A workspace with an SMS provider of its own."""

    def __init__(self, workspace: str, taken: Provider, settings: Settings, watch: Any) -> None:
        self.workspace, self.provider, self.settings, self.watch = workspace, taken, settings, watch

    async def connect(self, **config: Any) -> None:
        """Connect the provider."""
        fields = {"url": self.provider.url, "fields": "to={to}\ntext={text}\nid={id}", "id_field": "id"} | config
        await service.connect(self.workspace, "sms.http", fields, now=self.watch())

    async def queue(self, step: str = "1", text: str = "Hello") -> str:
        """One message in the queue."""
        draft = Draft(
            origin=Origin(kind="reply", id="cnv_1", step=step),
            channel=Channel.sms,
            address=TO,
            purpose=Purpose.reply,
            content=Content(text=text),
        )
        return (await queue(self.workspace, [draft], now=self.watch()))[0]

    async def deliver(self, *ids: str, gate: Any = only_suppression) -> int:
        """One round of the worker."""
        return await deliver(ids, gate=gate, settings=self.settings, clock=self.watch)

    async def row(self, id_: str) -> dict[str, Any]:
        """A delivery as it stands."""
        return await queries.delivery(self.workspace, id_)


@pytest_asyncio.fixture(loop_scope="session")
async def office(caller: Any, settings: Settings, watch: Any) -> AsyncIterator[Office]:
    """Sends through a provider on loopback that is busy for the text "busy"."""
    async with provider(lambda body: body["text"] if body["text"] in ("busy", "drop") else "ok") as made:
        opened = Office(caller.workspace, made, settings, watch)
        await opened.connect()
        yield opened


async def test_a_test_of_a_provider_that_is_gone_stops_no_other_message(office: Office) -> None:
    test = await send_test(office.workspace, "sms.http", TO, "", settings=office.settings, now=office.watch())
    await service.connect(office.workspace, "sms.solapi", SOLAPI, now=office.watch())
    gone = await send_test(office.workspace, "sms.solapi", TO, "", settings=office.settings, now=office.watch())
    await service.disconnect(office.workspace, "sms.solapi")
    others = [await office.queue(str(step)) for step in range(4)]
    await office.deliver(gone, test, *others)
    assert [(await office.row(id_))["status"] for id_ in (test, *others)] == [Status.sent] * 5
    row = await office.row(gone)
    assert (row["status"], row["owner"]) == (Status.queued, None)
    assert row["last_error"] == "Disconnected before it was sent."


async def test_a_test_whose_provider_is_gone_says_what_kept_it_before(office: Office) -> None:
    test = await send_test(office.workspace, "sms.http", TO, "busy", settings=office.settings, now=office.watch())
    await office.deliver(test)
    cause = (await office.row(test))["last_error"]
    await service.disconnect(office.workspace, "sms.http")
    for _ in range(2):
        office.watch.turn(timedelta(hours=1))
        await office.deliver(test)
        assert (await office.row(test))["last_error"] == f"Disconnected before it was sent. Earlier: {cause}"


async def test_settings_that_cannot_be_read_stop_no_other_workspace(office: Office, new_caller: Any) -> None:
    broken = Office((await new_caller()).workspace, office.provider, office.settings, office.watch)
    await broken.connect()
    spoiled = {"$set": {"sealed": "v1:" + "A" * 80}}
    await ChannelSetup.get_pymongo_collection().update_one({"_id": f"{broken.workspace}:sms.http"}, spoiled)
    theirs, ours = await broken.queue(), [await office.queue(str(step)) for step in range(4)]
    await office.deliver(theirs, *ours)
    assert [(await office.row(id_))["status"] for id_ in ours] == [Status.sent] * 4
    row = await broken.row(theirs)
    assert (row["status"], row["owner"]) == (Status.queued, None)
    assert row["last_error"]


async def test_a_gate_that_stumbles_over_one_message_lets_the_others_through(office: Office) -> None:
    odd, others = await office.queue("odd"), [await office.queue(str(step)) for step in range(3)]

    async def gate(rows: Sequence[dict[str, Any]], now: datetime) -> Mapping[str, Verdict]:
        if any(row["_id"] == odd for row in rows):
            raise KeyError("attribute")
        return await only_suppression(rows, now)

    await office.deliver(odd, *others, gate=gate)
    assert [(await office.row(id_))["status"] for id_ in others] == [Status.sent] * 3
    assert (await office.row(odd))["status"] == Status.queued


async def test_what_was_interrupted_at_another_provider_is_held(office: Office) -> None:
    id_ = await office.queue()
    marked = {"$set": {"status": Status.sending.value, "adapter": "sms.twilio"}}
    await Delivery.get_pymongo_collection().update_one({"_id": id_}, marked)
    await office.connect(drops_repeats=True)
    await office.deliver(id_)
    assert (await office.row(id_))["status"] == Status.held
    assert office.provider.taken == []


async def test_what_the_provider_reports_as_delivered_is_not_sent_again(office: Office) -> None:
    id_ = await office.queue(text="busy")
    await office.deliver(id_)
    update = StatusUpdate(event_id="1", delivery=id_, status=Status.delivered)
    await reports.note(office.workspace, "sms.http", update, now=office.watch())
    office.provider.answer = lambda _: "ok"
    await office.deliver(id_)
    row = await office.row(id_)
    assert office.provider.taken == []
    assert (row["status"], row["state"]) == (Status.delivered, "done")


async def test_a_report_ends_the_waiting_of_what_is_held(office: Office) -> None:
    id_ = await office.queue(text="drop")
    await office.deliver(id_)
    assert (await office.row(id_))["state"] == "parked"
    update = StatusUpdate(event_id="1", delivery=id_, status=Status.delivered)
    await reports.note(office.workspace, "sms.http", update, now=office.watch())
    row = await office.row(id_)
    assert (row["status"], row["state"]) == (Status.delivered, "done")


@pytest.mark.parametrize(
    ("status", "permanent", "silenced"),
    [
        (Status.unsubscribed, False, True),
        (Status.complained, False, True),
        (Status.bounced, True, True),
        (Status.bounced, False, False),
        (Status.delivered, True, False),
    ],
)
async def test_who_refuses_at_the_provider_has_refused_whatever_was_sent(
    office: Office, status: Status, permanent: bool, silenced: bool
) -> None:
    adapter = await service.connected(office.workspace, "sms.http")
    update = StatusUpdate(event_id="1", provider_id="of-others", status=status, permanent=permanent, address=TO)
    await reports.take(office.workspace, adapter, update, now=office.watch())
    assert bool(await suppression.suppressed(office.workspace, "phone", [TO])) == silenced


async def test_pages_of_deliveries_lose_none_that_were_queued_at_the_same_moment(office: Office, caller: Any) -> None:
    ids = {await office.queue(str(step)) for step in range(7)}
    seen: list[str] = []
    cursor = None
    for _ in range(5):
        query = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        answer = (await caller.http.get("/v1/deliveries", params=query)).json()
        seen += [each["id"] for each in answer["items"]]
        cursor = answer["next"]
        if cursor is None:
            break
    assert sorted(seen) == sorted(ids)


async def test_who_refuses_while_a_slow_provider_takes_the_others_gets_nothing(office: Office) -> None:
    ids = [await office.queue(str(step)) for step in range(AT_ONCE + 4)]
    refusing: list[asyncio.Task[None]] = []

    def slow(body: dict[str, Any]) -> str:
        if not refusing:
            office.watch.turn(FRESH * 2)
            now = office.watch()
            refusing.append(
                asyncio.ensure_future(suppression.suppress(office.workspace, "phone", TO, "refused", now=now))
            )
        return "ok"

    office.provider.answer = slow
    await office.deliver(*ids)
    statuses = [(await office.row(id_))["status"] for id_ in ids]
    assert statuses.count(Status.withheld) >= 3
    assert statuses.count(Status.sent) == len(office.provider.taken) <= AT_ONCE + 1


async def test_two_at_once_lose_nothing(office: Office) -> None:
    ids = [await office.queue(str(step)) for step in range(6)]
    await asyncio.gather(office.deliver(*ids), office.deliver(*ids))
    assert len(office.provider.taken) == 6


SOLAPI = {"api_key": "NCSAYU7YDBXYORXC", "api_secret": "a-long-secret", "sender": "02-1234-5678"}
