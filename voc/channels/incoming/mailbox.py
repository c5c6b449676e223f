"""Looks into a feedback mailbox and stores what came, each mail once.

A mail is on disk before the position moves past it, and is stored under its own id: a look that is broken off is made
again and stores nothing twice. Nothing is removed from the mailbox; mails that cannot be read are named beside the
position.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from voc import outbox
from voc.channels import receiving, reports, service
from voc.channels.adapters.email_imap import ImapConfig, ImapMailbox
from voc.channels.domain import Channel, Inbound
from voc.channels.incoming import position
from voc.channels.incoming.imap import Folder, Head, MailboxAway, MailboxRefused, open_folder
from voc.channels.incoming.letter import LIMIT_BYTES
from voc.channels.incoming.parsing import read
from voc.clock import Clock
from voc.errors import Invalid, NotFound
from voc.outbox import Chore
from voc.settings import Work

log = structlog.get_logger("voc.channels")

KIND = ImapMailbox.kind
PAUSE = timedelta(minutes=1)
"""Between two looks."""
LONGEST_PAUSE = timedelta(hours=1)
"""Between two looks at a server that does not let us in."""
BATCH, BATCH_BYTES = 20, 8 * 1024 * 1024
"""Mails fetched at once."""
AGAIN_DAYS = 7
"""How far back a folder is read that has numbered its mails anew."""
LOOK_LIMIT = 400
"""Mails in one look; the next one follows at once."""


async def run(chore_id: str, *, clock: Clock, work: Work) -> bool:
    """Look, if the chore is ours to take, and set the next look; returns whether it was ours."""
    held = await outbox.lease(Chore, [chore_id], now=clock(), work=work)
    if not held.rows:
        return False
    chore = held.rows[0]
    try:
        async with outbox.kept(Chore, held, work=work):
            pause = await look(chore["workspace"], now=clock())
    except Exception as error:  # whatever went wrong is kept with the chore, which is tried again or parked
        await outbox.fail(Chore, held, {chore_id: repr(error)}, now=clock(), work=work)
        raise
    now = clock()
    await outbox.finish(chore, held.owner, now=now, next_at=None if pause is None else now + pause)
    return True


async def look(workspace: str, *, now: datetime) -> timedelta | None:
    """Store what came into the workspace's mailbox; returns when to look again, None: nothing is connected."""
    try:
        adapter = await service.connected(workspace, KIND)
    except NotFound:
        return None
    if not isinstance(adapter, ImapMailbox):
        return None
    try:
        stored = await poll(workspace, adapter.config, now=now)
    except (MailboxAway, MailboxRefused) as error:
        failures = await position.settle(workspace, adapter.config, error.detail, now=now)
        log.warning("mailbox not read", workspace=workspace, error=error.detail, failures=failures)
        return min(PAUSE * 2 ** min(failures, 10), LONGEST_PAUSE)
    await position.settle(workspace, adapter.config, None, now=now)
    return timedelta(0) if stored >= LOOK_LIMIT else PAUSE


async def poll(workspace: str, config: ImapConfig, *, now: datetime) -> int:
    """Store what came since the last look; returns the number of mails looked at.

    Raises:
        MailboxRefused: the settings are wrong.
        MailboxAway: the server does not answer; what was stored before stays stored.
    """
    folder = await asyncio.to_thread(open_folder, config)
    try:
        at = await _position(workspace, config, folder, now)
        uids = (await asyncio.to_thread(folder.after, at["last_uid"]))[:LOOK_LIMIT]
        for start in range(0, len(uids), BATCH):
            batch = uids[start : start + BATCH]
            await _take(workspace, config, folder, batch, at, now)
            await position.move(at, batch[-1])
            if config.mark_seen:
                await asyncio.to_thread(folder.mark_seen, batch)
        return len(uids)
    finally:
        await asyncio.to_thread(folder.close)


async def _position(workspace: str, config: ImapConfig, folder: Folder, now: datetime) -> position.Row:
    """Where to go on; a folder that is new, or has numbered its mails anew, is begun."""
    known = await position.load(workspace, config)
    if known is not None and known["validity"] == folder.validity and known["begun"]:
        return known
    # numbered anew: mails that were stored before are known again by their own ids
    days = max(config.since_days, AGAIN_DAYS) if known is not None and known["begun"] else config.since_days
    since = (now - timedelta(days=days)).date() if days else None
    last = await asyncio.to_thread(folder.last_before, since)
    return await position.begin(workspace, config, validity=folder.validity, last_uid=last)


async def _take(
    workspace: str, config: ImapConfig, folder: Folder, uids: Sequence[int], at: position.Row, now: datetime
) -> None:
    """Fetch and store a batch, as much at a time as fits into memory."""
    heads = await asyncio.to_thread(folder.heads, uids)
    large = [head for head in heads if head.size_bytes > LIMIT_BYTES]
    for group in _groups([head for head in heads if head.size_bytes <= LIMIT_BYTES]):
        mails = await asyncio.to_thread(folder.mails, [head.uid for head in group])
        for head in group:
            await _store(workspace, config, head, mails.get(head.uid, b""), at, now)
    headers = await asyncio.to_thread(folder.headers, [head.uid for head in large])
    for head in large:
        await position.note(at, head.uid, f"Too large: {head.size_bytes} bytes.", now=now)
        await _store(workspace, config, head, headers.get(head.uid, b""), at, now)


def _groups(heads: Sequence[Head]) -> list[list[Head]]:
    """Mails in groups of no more than `BATCH_BYTES`; a larger one stands alone."""
    groups: list[list[Head]] = []
    size = 0
    for head in heads:
        if not groups or size + head.size_bytes > BATCH_BYTES:
            groups.append([])
            size = 0
        groups[-1].append(head)
        size += head.size_bytes
    return groups


async def _store(workspace: str, config: ImapConfig, head: Head, raw: bytes, at: position.Row, now: datetime) -> None:
    """Keep what one mail says; of one that is too large its headers say it."""
    if not raw:  # removed while we looked
        return
    too_large = head.size_bytes > LIMIT_BYTES
    try:
        events = await asyncio.to_thread(read, raw, arrived_at=min(head.arrived_at or now, now), own=config.own)
    except Invalid as error:
        await position.note(at, head.uid, error.detail, now=now)
        return
    for event in events:
        if isinstance(event, Inbound):
            event = _noting_size(event, head) if too_large else event
            await receiving.store(workspace, KIND, Channel.email, event, now=now)
        else:
            await reports.note(workspace, KIND, event, now=now)


def _noting_size(inbound: Inbound, head: Head) -> Inbound:
    attributes = inbound.attributes | {"too_large_bytes": head.size_bytes}
    return inbound.model_copy(update={"attributes": attributes})
