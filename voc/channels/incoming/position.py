"""How far a mailbox was read."""

import hashlib
from contextlib import suppress
from datetime import datetime
from typing import Any

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, IndexModel, ReturnDocument
from pymongo.errors import DuplicateKeyError

from voc.channels.adapters.email_imap import ImapConfig
from voc.clock import stamp
from voc.database import durable

NOTES_LIMIT = 50
"""Mails that could not be read and are named; the earliest are forgotten first."""
Row = dict[str, Any]


class MailboxPosition(Document):
    """How far a workspace's mailbox was read. Its id is `{workspace}:{account}`."""

    id: str
    workspace: str
    account: str
    """Stands for server, user and folder: another mailbox begins anew."""
    begun: bool = False
    """Whether the server ever let us in."""
    validity: int
    """The folder's UIDVALIDITY; with another one its UIDs name other mails."""
    last_uid: int
    """All mails up to this one are stored."""
    checked_at: int | None = None
    """When the server last answered; a `voc.clock.stamp`."""
    failures: int = 0
    """Looks in a row that did not get through."""
    error: str | None = None
    """What the last look came to, if it did not get through."""
    notes: list[dict[str, Any]] = Field(default_factory=list)
    """Mails that could not be read: `{uid, reason, at}`."""

    class Settings:
        name = "mailbox_positions"
        indexes = [
            # standing: what a workspace reads
            IndexModel([("workspace", ASCENDING)], name="of_workspace"),
        ]


def account_of(config: ImapConfig) -> str:
    """What stands for a mailbox."""
    named = "\0".join((config.host.lower(), str(config.port), config.username, config.folder))
    return hashlib.sha256(named.encode()).hexdigest()[:26]


async def load(workspace: str, config: ImapConfig) -> Row | None:
    """How far the mailbox was read; None: never looked at."""
    return await MailboxPosition.get_pymongo_collection().find_one({"_id": f"{workspace}:{account_of(config)}"})


async def begin(workspace: str, config: ImapConfig, *, validity: int, last_uid: int) -> Row:
    """Read from after `last_uid` on, in a folder that is new to us or has become another one."""
    id_ = await _known(workspace, config)
    begun = {"begun": True, "validity": validity, "last_uid": last_uid, "notes": []}
    await durable(MailboxPosition).update_one({"_id": id_}, {"$set": begun})
    return {"_id": id_} | begun


async def move(position: Row, last_uid: int) -> None:
    """All mails up to `last_uid` are stored. Never moves back, nor after the folder became another one."""
    same = {"_id": position["_id"], "validity": position["validity"]}
    await durable(MailboxPosition).update_one(same, {"$max": {"last_uid": last_uid}})


async def note(position: Row, uid: int, reason: str, *, now: datetime) -> None:
    """Name a mail that could not be read; it is still in its mailbox."""
    notes = [each for each in position["notes"] if each["uid"] != uid]
    position["notes"] = [*notes, {"uid": uid, "reason": reason[:300], "at": stamp(now)}][-NOTES_LIMIT:]
    await durable(MailboxPosition).update_one({"_id": position["_id"]}, {"$set": {"notes": position["notes"]}})


async def settle(workspace: str, config: ImapConfig, error: str | None, *, now: datetime) -> int:
    """Keep what a look came to; returns how many in a row did not get through, this one included."""
    id_ = await _known(workspace, config)
    if error is None:
        change: Row = {"$set": {"failures": 0, "error": None, "checked_at": stamp(now)}}
    else:
        change = {"$set": {"error": error[:500]}, "$inc": {"failures": 1}}
    row = await MailboxPosition.get_pymongo_collection().find_one_and_update(
        {"_id": id_}, change, return_document=ReturnDocument.AFTER
    )
    return int(row["failures"]) if row else 0


async def standing(workspace: str) -> list[Row]:
    """How a workspace's mailboxes stand, for its page of channels."""
    return await MailboxPosition.get_pymongo_collection().find({"workspace": workspace}).to_list()


async def _known(workspace: str, config: ImapConfig) -> str:
    """The id of a mailbox's position, which is there from now on."""
    account = account_of(config)
    fresh = MailboxPosition(id=f"{workspace}:{account}", workspace=workspace, account=account, validity=0, last_uid=0)
    with suppress(DuplicateKeyError):
        await MailboxPosition.get_pymongo_collection().insert_one(fresh.model_dump(by_alias=True))
    return fresh.id
