"""What deliveries tell: how far invitations came, that somebody answers, that nobody was asked, that consent stands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo import UpdateOne

from voc.asks import ledger
from voc.channels.domain import Status
from voc.clock import stamp
from voc.conversations.documents import Conversation
from voc.invitations import people, queries, reconfirming, stages
from voc.invitations.documents import Invitation
from voc.invitations.domain import ONLY_OF_THE_FIRST, STAGE_OF, Stage, ask_id
from voc.invitations.stages import News
from voc.outbox import State

Row = dict[str, Any]
INVITING = ("invitation", "reminder")


async def tell(deliveries: Sequence[Row], *, now: datetime) -> None:
    """Take note of deliveries whose status is new; twice is once.

    Args:
        deliveries: with `workspace`, `status`, `origin`, `history`, `customer`, `channel` and `queued_at`.
        now: the present.
    """
    await stages.note([news for row in deliveries for news in _news(row)])
    failed = [row for row in deliveries if row["origin"]["kind"] == "invitation" and row["status"] == Status.failed]
    await _take_back(failed)
    talking = [row["origin"]["id"] for row in deliveries if row["origin"]["kind"] == "conversation"]
    await _look_soon(talking, now=now)
    await reconfirming.tell(deliveries)


def _news(row: Row) -> list[News]:
    """What a delivery's statuses say, the early ones included: what bounced after an opening was opened.

    Queued once more, it was sent after all by a colleague: what had failed before has not.
    """
    origin = row["origin"]
    if origin["kind"] not in INVITING:
        return []
    first, entries = origin["kind"] == "invitation", row["history"]
    again = max((place for place, entry in enumerate(entries) if place and entry["status"] == Status.queued), default=0)
    found = []
    for place, entry in enumerate(entries):
        stage = STAGE_OF[Status(entry["status"])]
        if (stage in ONLY_OF_THE_FIRST and not first) or (stage == Stage.failed and place < again):
            continue
        again_at = entry["at"] if again and place == again else None
        reason = entry.get("reason") if again_at is None else None
        found.append(News(invitation=origin["id"], stage=stage, reason=reason, again_at=again_at))
    return found


async def _take_back(failed: Sequence[Row]) -> None:
    """Forget asks that the provider refused to put: whoever saw nothing may be asked again."""
    for workspace in sorted({row["workspace"] for row in failed}):
        ids = [row["origin"]["id"] for row in failed if row["workspace"] == workspace]
        invitations = await queries.invitations(workspace, ids)
        known = await people.known(workspace, list({row["customer"] for row in invitations.values()}))
        for id_, row in invitations.items():
            for name in known[row["customer"]].names if row["customer"] in known else ():
                await ledger.take_back(workspace, name, ask_id(id_))


async def _look_soon(conversations: Sequence[str], *, now: datetime) -> None:
    """Have invitations looked at whose conversation has just gone on: perhaps they are answered."""
    if not conversations:
        return
    condition = {"_id": {"$in": list(set(conversations))}}
    rows = await Conversation.get_pymongo_collection().find(condition, {"run": 1}).to_list()
    ids = {invitation for row in rows if (invitation := (row.get("run") or {}).get("invitation"))}
    due = {"$set": {"next_dispatch_at": stamp(now)}}
    writes = [UpdateOne({"_id": id_, "state": State.pending.value, "owner": None}, due) for id_ in sorted(ids)]
    if writes:
        await Invitation.get_pymongo_collection().bulk_write(writes, ordered=False)
