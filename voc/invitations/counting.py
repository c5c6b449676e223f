"""Keeps the numbers of campaigns: pages read counters, never the invitations.

What changed is looked at once: deliveries whose status is new move their invitations along, invitations that moved
mark their bucket, and a marked bucket is recomputed from its invitations. Nothing can count twice.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any

from pymongo import UpdateOne

from voc.channels.documents import Delivery
from voc.clock import stamp
from voc.invitations import queries
from voc.invitations.documents import Campaign, CampaignBucket, Invitation
from voc.invitations.telling import tell
from voc.values import Value

REST_FACTOR = 20
"""A bucket rests so many times as long as its recount took."""
MARK_BATCH = 200
Row = dict[str, Any]


class Counted(Value):
    """One round."""

    deliveries: int
    invitations: int
    buckets: int

    def is_over(self) -> bool:
        """Whether nothing was left to count."""
        return not (self.deliveries or self.invitations or self.buckets)


async def uncounted(limit: int = queries.UNCOUNTED_LIMIT) -> list[Row]:
    """Deliveries and invitations whose latest change the counters have not seen; deliveries first."""
    return await uncounted_deliveries(limit) or await queries.uncounted_rows(limit)


async def uncounted_deliveries(limit: int = queries.UNCOUNTED_LIMIT) -> list[Row]:
    """Deliveries whose status is new."""
    told = ("workspace", "status", "origin", "history", "customer", "channel", "queued_at")
    fields = dict.fromkeys(told, 1)
    return await Delivery.get_pymongo_collection().find({"uncounted": True}, fields).limit(limit).to_list()


async def settle(*, now: datetime) -> Counted:
    """Count what changed, some of it at a time."""
    deliveries = await uncounted_deliveries()
    await tell(deliveries, now=now)
    await _unflag(Delivery, [{"_id": row["_id"], "status": row["status"]} for row in deliveries])
    invitations = await queries.uncounted_rows()
    await _mark(invitations)
    buckets = await queries.dirty_buckets(now=now)
    for bucket in buckets:
        await _recount(bucket, now=now)
    for workspace, campaign in sorted({(each["workspace"], each["campaign"]) for each in buckets}):
        counts = await queries.counts_of_campaign(workspace, campaign)
        fields = {"$set": {"counts": counts, "counted_at": stamp(now)}}
        await Campaign.get_pymongo_collection().update_one({"_id": campaign, "workspace": workspace}, fields)
    return Counted(deliveries=len(deliveries), invitations=len(invitations), buckets=len(buckets))


async def _mark(rows: Sequence[Row]) -> None:
    """Mark the buckets of invitations that moved; then these are looked at no more."""
    of_campaigns = [row for row in rows if row["campaign"]]
    places = {f"{row['campaign']}|{row['bucket']}": row for row in of_campaigns}
    writes = [
        UpdateOne(
            {"_id": id_},
            {
                "$set": {"dirty": True},
                "$inc": {"version": 1},
                "$setOnInsert": {
                    "workspace": row["workspace"],
                    "campaign": row["campaign"],
                    "bucket": row["bucket"],
                    "not_before": 0,
                    "counts": {},
                },
            },
            upsert=True,
        )
        for id_, row in places.items()
    ]
    if writes:
        await CampaignBucket.get_pymongo_collection().bulk_write(writes, ordered=False)
    await _unflag(Invitation, [{"_id": row["_id"], "changes": row["changes"]} for row in rows])


async def _recount(bucket: Row, *, now: datetime) -> None:
    """Recompute a bucket; one that changes meanwhile stays marked."""
    began = perf_counter()
    counts = await queries.counts_of_bucket(bucket["workspace"], bucket["campaign"], bucket["bucket"])
    rest = timedelta(seconds=REST_FACTOR * (perf_counter() - began))
    unchanged = {"_id": bucket["_id"], "version": bucket["version"]}
    fields = {"counts": counts, "not_before": stamp(now + rest)}
    collection = CampaignBucket.get_pymongo_collection()
    await collection.update_one(unchanged, {"$set": fields | {"dirty": False}})


async def _unflag(model: type[Delivery] | type[Invitation], unchanged: Sequence[Row]) -> None:
    for start in range(0, len(unchanged), MARK_BATCH):
        part = unchanged[start : start + MARK_BATCH]
        await model.get_pymongo_collection().bulk_write(
            [UpdateOne(each, {"$set": {"uncounted": False}}) for each in part], ordered=False
        )
