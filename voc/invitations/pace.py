"""A campaign's pace: turns are given out one after the other, so that no hour has more than it may."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from pymongo import UpdateOne

from voc.clock import from_stamp, stamp
from voc.database import durable
from voc.errors import Unavailable
from voc.invitations.documents import Campaign
from voc.invitations.domain import slots

ATTEMPTS = 50


async def take(workspace: str, campaign: str, count: int, *, per_hour: int, not_before: datetime) -> list[datetime]:
    """The next free turns of a campaign; a crash afterwards leaves them unused.

    Raises:
        Unavailable: too many take turns at once.
    """
    collection = durable(Campaign)
    for _ in range(ATTEMPTS):
        row = await collection.find_one({"_id": campaign, "workspace": workspace}, {"slot_at": 1})
        if row is None:
            return [not_before] * count
        turns, free_at = slots(from_stamp(row["slot_at"]), count, per_hour=per_hour, not_before=not_before)
        unchanged = {"_id": campaign, "slot_at": row["slot_at"]}
        written = await collection.update_one(unchanged, {"$set": {"slot_at": stamp(free_at)}})
        if written.matched_count:
            return turns
    raise Unavailable("Too many take their turn at once.", retry_after_seconds=1)


async def count(workspace: str, campaigns: Sequence[str]) -> None:
    """Note that campaigns have grown, by one for each time that they are named."""
    grown = Counter(campaigns)
    writes = [
        UpdateOne({"_id": campaign, "workspace": workspace}, {"$inc": {"people": number}})
        for campaign, number in grown.items()
    ]
    if writes:
        await Campaign.get_pymongo_collection().bulk_write(writes, ordered=False)
