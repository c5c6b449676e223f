"""What customers wrote and what the shop's people answered, on every channel, and surveys asked in conversations."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from voc.channels import queries as channels
from voc.channels.domain import Channel, Inbound, Purpose
from voc.channels.ids import delivery_id
from voc.conversations import queries, service
from voc.conversations.starting import Errand, Respondent
from voc.demo.past import Past
from voc.demo.people import SOURCE
from voc.demo.shop import DemoCustomer, latest, rows
from voc.errors import NotFound
from voc.invitations import queries as invitations
from voc.signals import queries as signals
from voc.signals import service as signalling
from voc.signals.schemas import SignalIn
from voc.surveys import queries as surveys

UNKNOWN = "The provider did not answer in time. It may have sent the message."
DELAY_MINUTES = 60
"""Between a closed work order and its survey; `asking` makes the rule."""
Step = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Thread:
    """Messages with one person on one channel."""

    id: str
    channel: Channel
    steps: tuple[Step, ...]
    begins_at: datetime
    customer: DemoCustomer | None = None
    address: str = ""
    name: str | None = None
    subject: str | None = None
    automatic: bool = False


def threads(people: dict[str, DemoCustomer], now: datetime) -> list[Thread]:
    """Everything that was written to and fro, oldest first, all of it before `now`."""
    return sorted((_thread(row, people, now) for row in rows("threads.jsonl")), key=lambda each: each.begins_at)


def _thread(row: dict[str, Any], people: dict[str, DemoCustomer], now: datetime) -> Thread:
    steps = tuple(row.pop("steps"))
    took = timedelta(minutes=steps[-1]["after"] + 1)
    begins_at = latest(time.fromisoformat(row.pop("time")), now - took) - timedelta(days=row.pop("day"))
    channel, customer = Channel(row.pop("channel")), people.get(row.pop("customer", ""))
    address = row.pop("address", None) or _address(customer, channel)
    return Thread(channel=channel, steps=steps, begins_at=begins_at, customer=customer, address=address, **row)


def _address(customer: DemoCustomer | None, channel: Channel) -> str:
    assert customer is not None, "a thread names its customer or an address"
    found = {Channel.email: customer.email, Channel.sms: customer.phone, Channel.chat: f"c:{customer.ref}"}[channel]
    assert found, f"{customer.ref} has no address for {channel}"
    return found.replace(" ", "").replace("-", "") if channel == Channel.sms else found


class Talks:
    """The shop's conversations in one workspace."""

    def __init__(self, past: Past, survey: Callable[[str], str]) -> None:
        """`survey` names the surveys' ids."""
        self._past, self._survey = past, survey

    async def tell(self, thread: Thread) -> None:
        """Have everything of a thread said and sent, each at its time."""
        for number, step in enumerate(thread.steps):
            at = thread.begins_at + timedelta(minutes=step["after"])
            said = f"{SOURCE}-{thread.id}-{number}"
            if "text" in step:
                await self._past.hear(thread.channel, _inbound(thread, step["text"], said, at), at=at)
            elif "ask" in step:
                await self._ask(thread, step["ask"], at=at)
            elif "closed" in step:
                await self._close(thread, step["closed"], said, at=at)
            else:
                await self._reply(thread, step, said, at=at)

    async def _reply(self, thread: Thread, step: Step, said: str, *, at: datetime) -> None:
        workspace = self._past.workspace
        id_ = queries.conversation_id(workspace, thread.channel, thread.address)
        owner = await service.customer_of(workspace, id_)
        text, held = step.get("reply") or step["held"], "held" in step
        ids = await service.say(workspace, owner, text, by=SOURCE, now=at, channel=thread.channel, submission_id=said)
        await self._past.send(at, held=dict.fromkeys(ids, UNKNOWN) if held else None)

    async def _ask(self, thread: Thread, survey: str, *, at: datetime) -> None:
        """Begin a survey, unless it was begun."""
        workspace, who = self._past.workspace, thread.customer
        assert who is not None, "surveys are asked of customers"
        submission = f"{SOURCE}-{thread.id}"
        id_ = queries.conversation_id(workspace, thread.channel, thread.address)
        if await _exists(workspace, delivery_id(workspace, "conversation", id_, f"start:{submission}")):
            return
        respondent = Respondent(ref=who.ref, channel=thread.channel, address=thread.address, language=who.language)
        asked = await surveys.version(workspace, self._survey(survey))
        sender = (await invitations.rules(workspace)).sender_name
        # a reminder would be due already, and a worker that runs meanwhile would be faster than the answer
        errand = Errand(submission_id=submission, sender=sender, reminds=False)
        await service.start(asked, respondent, errand, now=at, purpose=Purpose.survey)
        await self._past.send(at)

    async def _close(self, thread: Thread, fields: dict[str, Any], said: str, *, at: datetime) -> None:
        """A technician was there; the rule of closed work orders asks how it was."""
        workspace, who = self._past.workspace, thread.customer
        assert who is not None, "a visit concerns a customer"
        signal = SignalIn(submission_id=said, name="work_order.closed", customer=who.ref, occurred_at=at, fields=fields)
        id_ = (await signalling.receive(workspace, signal, now=at)).id
        await self._past.take(id_, at=at)
        stored = await signals.submission(id_)
        asked_at = at + timedelta(minutes=DELAY_MINUTES)
        await self._past.follow(stored["started"] if stored else [], at=asked_at)


def _inbound(thread: Thread, text: str, said: str, at: datetime) -> Inbound:
    name = thread.customer.name if thread.customer else thread.name
    mail = {"message_id": f"<{said}@moa-market.example>"} if thread.channel == Channel.email else {}
    return Inbound(
        event_id=said,
        sender=thread.address,
        sender_name=name if thread.channel != Channel.sms else None,
        text=text,
        subject=thread.subject,
        automatic=thread.automatic,
        at=at,
        **mail,
    )


async def _exists(workspace: str, id_: str) -> bool:
    try:
        return bool(await channels.delivery(workspace, id_))
    except NotFound:
        return False
