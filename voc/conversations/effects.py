"""What was decided, carried out: safely as often as it takes.

Everything has an id that follows from what caused it (a message, the beginning of a run, its reminder): feedback its
submission id, deliveries their step, the response its sequence. Carrying an effect out twice changes nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog

from voc import vault
from voc.asks.domain import OverQuota
from voc.channels import outgoing
from voc.channels.domain import IDENTITY_OF, Channel, Purpose
from voc.channels.outgoing import Draft, Origin
from voc.clock import from_stamp
from voc.conversations import framing
from voc.conversations.naming import name_of
from voc.conversations.runs import Run, RunState
from voc.conversations.understanding.commands import Command
from voc.conversations.wording.asking import Said
from voc.conversations.wording.words import day, say
from voc.customers import consents, suppression
from voc.customers import queries as customers
from voc.errors import Invalid, NotFound
from voc.feedback import service as feedback
from voc.feedback.domain import SubmissionConflict
from voc.feedback.schemas import EARLIEST, CustomerIn, FeedbackIn
from voc.responses import service as responses
from voc.responses.schemas import ResponseIn
from voc.surveys.domain import SurveyClosed
from voc.values import Value

log = structlog.get_logger("voc.conversations")
Row = dict[str, Any]
SILENT = (Channel.api,)
"""Channels that nothing can be said on."""
BY_WORD = "kept by a message"
REVOCABLE: tuple[suppression.Reason, ...] = ("unsubscribed", "refused", "bounced")
"""What START takes back: their own word, and that they could not be reached. Complaints and colleagues' word stay."""


class Effect(Value):
    """What follows from one cause."""

    key: str
    """The message's id, or what else caused it."""
    at: int
    """When it was decided; a `voc.clock.stamp`."""
    heard_at: int | None = None
    """When they wrote what caused it."""
    said: tuple[Said, ...] = ()
    asides: tuple[str, ...] = ()
    words: str = ""
    """The whole message: kept where its answer comes too late."""
    command: Command | None = None
    confirmed: bool = True
    """Whether the command changes anything, and is confirmed."""
    response: dict[str, Any] | None = None
    """A `voc.responses.schemas.ResponseIn` to save."""
    language: str = "en"
    sender: str = ""
    """Who we are, as the customer should read it."""
    other: str | None = None
    """Sealed: the address that was written from, where it is another than the conversation's."""


class Outcome(Value):
    """What carrying out came to."""

    feedback: str | None = None
    """Id of the first verbatim."""
    closed: bool = False
    """The survey takes no answers any more: its run is over."""


async def carry_out(conversation: Mapping[str, Any], effect: Effect) -> Outcome:
    """Do everything that was decided; raises only what may go better later."""
    closed = effect.response is not None and not await _save(conversation, effect)
    stored = await _keep(conversation, effect, [*effect.asides, effect.words] if closed else effect.asides)
    said = [Said(text=say(effect.language, "full"))] if closed else list(effect.said)
    if effect.command in (Command.stop, Command.start):
        said = [*await _obey(conversation, effect), *said]
    if effect.command == Command.start:
        await _agree(conversation, effect)
    await _send(conversation, effect, said)
    return Outcome(feedback=stored, closed=closed)


async def sender_name(workspace: str, run: Run | None) -> str:
    """Who we are: what the run says, else what the workspace calls itself."""
    if run is not None and run.sender:
        return run.sender
    return await name_of(workspace)


def response_of(conversation: Mapping[str, Any], run: Run, *, finished: bool) -> Row | None:
    """The response as the run stands; None where there is nothing to save."""
    if not run.answers:
        return None
    customer = CustomerIn(id=conversation["ref"], attributes=run.customer) if conversation["ref"] else None
    response = ResponseIn(
        survey=run.survey,
        submission_id=run.submission_id,
        version=run.version,
        answers=run.answers,
        finished=finished,
        sequence=run.sequence,
        hidden=run.hidden,
        language=run.language,
        customer=customer,
        ask=run.ask,
    )
    return response.model_dump(mode="json", exclude_unset=True)


async def _keep(conversation: Mapping[str, Any], effect: Effect, asides: Sequence[str]) -> str | None:
    """Words that are no answers become feedback."""
    at = max(from_stamp(effect.heard_at or effect.at), EARLIEST)
    items = [
        FeedbackIn(
            submission_id=effect.key if place == 0 else f"{effect.key}:{place}",
            text=words,
            channel=conversation["channel"],
            occurred_at=at,
            customer=CustomerIn(id=conversation["ref"]) if conversation["ref"] else None,
        )
        for place, words in enumerate(asides)
        if words.strip()
    ]
    if not items:
        return None
    now, source = from_stamp(effect.at), conversation["channel"]
    received = await feedback.receive(conversation["workspace"], items, now=now, source=source)
    return received[0].id


async def _save(conversation: Mapping[str, Any], effect: Effect) -> bool:
    """Save the response; False where its survey takes no more answers."""
    response = ResponseIn.model_validate(effect.response)
    workspace, now = conversation["workspace"], from_stamp(effect.at)
    try:
        await responses.receive(workspace, response, now=now, channel=conversation["channel"])
    except (SurveyClosed, OverQuota, NotFound):
        return False
    except SubmissionConflict:  # finished elsewhere meanwhile: on the page, by the same invitation
        log.info("answered elsewhere, too", conversation=conversation["_id"], submission=response.submission_id)
    except Invalid as error:  # a survey whose logic looks at what we do not know: keep the answers as they are
        log.warning("answers do not fit", conversation=conversation["_id"], error=error.detail)
        unfinished = response.model_copy(update={"finished": False})
        await responses.receive(workspace, unfinished, now=now, channel=conversation["channel"])
    return True


async def _obey(conversation: Mapping[str, Any], effect: Effect) -> list[Said]:
    """Send nothing more to the address, or write to it again; what is said about it.

    In the chat panel customers write first, so that there is no address to suppress.
    """
    workspace, now = conversation["workspace"], from_stamp(effect.at)
    kind = IDENTITY_OF.get(Channel(conversation["channel"]))
    if kind is None:
        return [Said(text=say(effect.language, "declined"))] if effect.command == Command.stop else []
    told: dict[str, Any] = {"now": now, "customer": conversation["customer"]}
    for sealed in filter(None, (conversation["sealed"], effect.other)):
        address = vault.unseal(workspace, sealed)
        if effect.command == Command.stop:
            await suppression.suppress(workspace, kind, address, "refused", **told)
        else:
            await suppression.lift(workspace, kind, address, reasons=REVOCABLE, until=effect.at, **told)
    if not effect.confirmed or (effect.command == Command.start and await is_suppressed(conversation)):
        return []
    return [Said(text=_confirmation(effect, "stopped" if effect.command == Command.stop else "started"))]


async def heed(message: Mapping[str, Any], *, now: datetime) -> None:
    """Send nothing more to whoever refuses in a message that cannot be taken; its confirmation may come later."""
    kind = IDENTITY_OF.get(Channel(message["channel"]))
    if kind:
        address = vault.unseal(message["workspace"], message["sealed"])
        await suppression.suppress(message["workspace"], kind, address, "refused", now=now)


async def _agree(conversation: Mapping[str, Any], effect: Effect) -> None:
    """START is also how consent to advertising is kept, by whoever was reminded of it; it gives none anew."""
    workspace, customer, now = conversation["workspace"], conversation["customer"], from_stamp(effect.at)
    try:
        person = await customers.members(workspace, await customers.canonical(workspace, customer or ""))
    except NotFound:  # nobody, or erased
        return
    await consents.confirm(workspace, person, conversation["channel"], how=BY_WORD, at=now, key=effect.key)


async def is_suppressed(conversation: Mapping[str, Any]) -> bool:
    """Whether nothing may be sent there."""
    workspace, kind = conversation["workspace"], IDENTITY_OF.get(Channel(conversation["channel"]))
    if kind is None:
        return False
    address = vault.unseal(workspace, conversation["sealed"])
    return bool(await suppression.suppressed(workspace, kind, [address]))


def _confirmation(effect: Effect, name: str) -> str:
    """What the law wants to be confirmed: who, what, and the day it was asked for."""
    asked_on = day(effect.language, from_stamp(effect.heard_at or effect.at))
    sender = effect.sender or say(effect.language, "us")
    return say(effect.language, name, sender=sender, date=asked_on.isoformat())


async def _send(conversation: Mapping[str, Any], effect: Effect, said: list[Said]) -> None:
    channel = Channel(conversation["channel"])
    if channel in SILENT or not said:
        return
    notice = effect.command is not None
    address = vault.unseal(conversation["workspace"], conversation["sealed"])
    frame = framing.continues(conversation)
    drafts = [
        Draft(
            origin=Origin(
                kind="notice" if notice else "conversation", id=conversation["_id"], step=f"{effect.key}:{place}"
            ),
            channel=channel,
            address=address,
            purpose=Purpose.notice if notice else Purpose.reply,
            language=effect.language,
            customer=conversation["customer"],
            content=frame.model_copy(update={"text": each.text, "choices": each.choices}),
        )
        for place, each in enumerate(said)
    ]
    await outgoing.queue(conversation["workspace"], drafts, now=from_stamp(effect.at))


def is_over(run: Run) -> Run:
    """The run of a survey that has closed meanwhile."""
    return run.model_copy(update={"state": RunState.ended, "at": None})
