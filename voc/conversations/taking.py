"""What customers wrote, taken: understood, answered, and kept where it says something.

A message has its effects once. They are decided in one compare-and-set on its conversation, together with the
message's id, and then carried out under ids that follow from it. A worker that dies in between leaves the decision
behind; whoever comes next carries it out before deciding anything else.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

import structlog
from pymongo.errors import ConnectionFailure

from voc import outbox, vault
from voc.channels import contents
from voc.channels import queries as channels
from voc.channels import sealing as messages
from voc.channels.documents import Delivery, Message
from voc.channels.domain import Channel, Outbound
from voc.channels.ids import delivery_id
from voc.channels.outgoing import Content, outbound
from voc.clock import Clock, stamp
from voc.conversations import effects, faults, keeping, queries, sealing
from voc.conversations.domain import step
from voc.conversations.runs import OPEN, Run, RunState
from voc.conversations.understanding.commands import Command, command
from voc.conversations.writers import Writer, language_of, words_of, writer_of
from voc.errors import NotFound
from voc.feedback import queries as feedback
from voc.outbox import State
from voc.responses import queries as responses
from voc.settings import Settings
from voc.surveys import queries as surveys
from voc.surveys.definition import Definition
from voc.surveys.domain import SurveyClosed

log = structlog.get_logger("voc.conversations")
Row = dict[str, Any]
ANSWER_SECONDS = 2.5
"""How long an answer at once is waited for; KakaoTalk gives three."""
SAID_LIMIT = 4
"""Most messages of ours that follow from one of theirs."""
THREAD_KEPT = 20


async def take(ids: Sequence[str], *, settings: Settings, clock: Clock) -> int:
    """Take those of these messages that are due; returns how many were. One that cannot be taken fails alone."""
    work = settings.work
    held = await outbox.lease(Message, ids, now=clock(), work=work)
    done: list[tuple[str, Row]] = []
    errors: dict[str, str] = {}
    async with outbox.kept(Message, held, work=work):
        for row in sorted(held.rows, key=lambda each: (each["at"], each["received_at"], each["_id"])):
            try:
                row = messages.opened(row)
                done.append((row["_id"], await _take_one(row, now=clock())))
            except ConnectionFailure:
                raise  # concerns all of them; the leases end by themselves
            except Exception as error:  # whatever is wrong with one must not stop the others
                errors[row["_id"]] = faults.told(error)
                log.warning("message not taken", message=row["_id"], error=errors[row["_id"]])
                if not row["automatic"] and command(words_of(row)) == Command.stop:
                    await effects.heed(row, now=clock())
    await outbox.fail(Message, held, errors, now=clock(), work=work)
    return await outbox.complete(Message, done, owner=held.owner)


def answering(settings: Settings, clock: Clock) -> Callable[..., Awaitable[Sequence[Outbound]]]:
    """`voc.channels.receiving.Answering`: for providers whose answer travels in the response to their request."""

    async def answer(workspace: str, messages: Sequence[str], now: datetime) -> Sequence[Outbound]:
        return await answer_now(workspace, messages, settings=settings, clock=clock)

    return answer


async def answer_now(
    workspace: str, messages: Sequence[str], *, settings: Settings, clock: Clock
) -> Sequence[Outbound]:
    """Take these messages at once and return what we say to them; nothing where it takes too long.

    A worker that is faster says the same: what is said is read back from its deliveries.
    """
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            await take(messages, settings=settings, clock=clock)
            while not await _all_taken(workspace, messages):
                await asyncio.sleep(0.05)
            return [each for id_ in messages for each in await _said_to(workspace, id_)]
    except TimeoutError:
        log.warning("no answer at once", messages=list(messages))
        return ()


async def retry_parked(workspace: str, *, now: datetime) -> int:
    """Set the workspace's parked messages going again; returns how many there were."""
    condition = {"workspace": workspace, "state": State.parked.value}
    rows = await Message.get_pymongo_collection().find(condition, {"_id": 1}).limit(10_000).to_list()
    return await outbox.retry(Message, workspace, [row["_id"] for row in rows], now=now)


async def _take_one(message: Row, *, now: datetime) -> Row:
    """Take a message; returns the fields that say what became of it."""
    writer = await writer_of(message, now=now)
    if message["automatic"] or writer is None:
        return {"customer": writer.customer if writer else None}
    row = await keeping.opened(
        message["workspace"], writer.channel, writer.address, now=now, customer=writer.customer, ref=writer.ref
    )
    for attempt in range(keeping.ATTEMPTS):
        row = await keeping.settled(row, now=now)
        if message["_id"] in row["taken"]:
            break
        written = await keeping.decided(row, await _decision(row, message, writer, now=now))
        row = written or await keeping.again(row, attempt)
    else:
        raise keeping.crowded()
    return {"customer": row["customer"], "feedback": await _became(message)}


async def _decision(row: Row, message: Row, writer: Writer, *, now: datetime) -> Row:
    """What a message does, as fields of its conversation."""
    run, definition = await _run_of(row)
    words = words_of(message)
    language = language_of(words, row["language"], writer.address)
    sender = await effects.sender_name(message["workspace"], run)
    done = step(run, words, definition=definition, now=now, choice=message["choice"], language=language, sender=sender)
    row = row | {"customer": row["customer"] or writer.customer, "ref": row["ref"] or writer.ref}
    changes = done.command == Command.start, done.command == Command.stop
    effect = effects.Effect(
        key=message["_id"],
        at=stamp(now),
        heard_at=message["at"],
        said=done.said,
        asides=done.asides,
        words=words,
        command=done.command,
        confirmed=any(changes) and await effects.is_suppressed(row) == changes[0],
        response=effects.response_of(row, done.run, finished=done.finished) if done.saved and done.run else None,
        language=run.language if run and run.state in OPEN else language,
        sender=sender,
        other=writer.other,
    )
    seen = {"seen_at": max(row["seen_at"] or 0, message["received_at"])} if row["channel"] == Channel.chat else {}
    subject = vault.seal(row["workspace"], message["subject"]) if message["subject"] else None
    email = {"subject": subject, "thread": [*row["thread"], message["message_id"]][-THREAD_KEPT:]}
    return {
        "run": sealing.run_kept(row["workspace"], done.run),
        "outgoing": sealing.effect_kept(row["workspace"], effect),
        "taken": keeping.taken(row, message["_id"]),
        "customer": row["customer"],
        "ref": row["ref"],
        "unread": row["unread"] + (1 if done.asides else 0),
        "last_at": max(row["last_at"], stamp(now)),
        "heard_at": max(row["heard_at"] or 0, message["at"]),
        "language": row["language"] or language,
        **seen,
        **(email if message["message_id"] else {}),
    }


async def _run_of(row: Row) -> tuple[Run | None, Definition | None]:
    """The run with what was answered on a page meanwhile, and its survey as it began."""
    run = sealing.run_of(row)
    if run is None:
        return None, None
    if run.state not in OPEN:
        return run, None
    try:
        survey = await surveys.version(row["workspace"], run.survey, run.version)
    except (NotFound, SurveyClosed):  # taken away: whatever they say is feedback
        return effects.is_over(run), None
    stored = await responses.submission(row["workspace"], run.submission_id)
    if stored and stored["finished"]:
        run = run.model_copy(update={"state": RunState.finished, "at": None})
    elif stored and stored["sequence"] > run.sequence:
        run = run.model_copy(update={"answers": stored["answers"], "sequence": stored["sequence"]})
    return run, survey.definition


async def _became(message: Row) -> str | None:
    """The feedback that a message became."""
    stored = await feedback.submissions(message["workspace"], [message["_id"]])
    return stored[message["_id"]]["_id"] if message["_id"] in stored else None


async def _all_taken(workspace: str, messages: Sequence[str]) -> bool:
    rows = await channels.messages(workspace, messages)
    return all(row["state"] != State.pending for row in rows)


async def _said_to(workspace: str, message: str) -> list[Outbound]:
    """What was said to a message, in order."""
    (row,) = await channels.messages(workspace, [message]) or (None,)
    if row is None:
        return []
    channel, address = Channel(row["channel"]), vault.unseal(workspace, row["sealed"])
    of = queries.conversation_id(workspace, channel, address)
    ids = [
        delivery_id(workspace, kind, of, f"{message}:{place}")
        for kind in ("notice", "conversation")
        for place in range(SAID_LIMIT)
    ]
    found = {each["_id"]: each for each in await _deliveries(workspace, ids)}
    return [outbound(found[id_], Content.model_validate(contents.opened(found[id_]))) for id_ in ids if id_ in found]


async def _deliveries(workspace: str, ids: Sequence[str]) -> list[Row]:
    condition = {"_id": {"$in": list(ids)}, "workspace": workspace}
    return await Delivery.get_pymongo_collection().find(condition).to_list()
