"""Searches that stood long enough are forgotten, whether anybody asks again or not."""

from datetime import datetime

from voc import outbox
from voc.clock import from_stamp, stamp
from voc.outbox import Chore
from voc.searching import domain, queries
from voc.searching.documents import MeaningSearch
from voc.settings import Work


async def run(chore_id: str, *, now: datetime, work: Work) -> None:
    """Remove a workspace's old searches; due again when the next one is old, done where there is none."""
    held = await outbox.lease(Chore, [chore_id], now=now, work=work)
    for chore in held.rows:
        collection, mine = MeaningSearch.get_pymongo_collection(), {"workspace": {"$eq": chore["workspace"]}}
        rows = await collection.find(mine, {"asked_at": 1}).to_list()
        old = [row["_id"] for row in rows if row["asked_at"] <= stamp(now - domain.FORGOTTEN)]
        for start in range(0, len(old), queries.BATCH):
            await collection.delete_many({"_id": {"$in": old[start : start + queries.BATCH]}})
        later = [row["asked_at"] for row in rows if row["_id"] not in set(old)]
        next_at = from_stamp(min(later)) + domain.FORGOTTEN if later else None
        await outbox.finish(chore, held.owner, now=now, next_at=next_at)
