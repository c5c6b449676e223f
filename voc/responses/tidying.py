"""Removing files that somebody sent and no answer names."""

from datetime import datetime

from voc import outbox
from voc.clock import from_stamp, stamp
from voc.outbox import Chore
from voc.responses import uploads
from voc.responses.documents import Upload
from voc.settings import Work

AT_ONCE = 500
"""Files removed in one run; the next one follows at once."""


async def tidy(chore_id: str, *, now: datetime, work: Work) -> int:
    """Remove what nobody has claimed for a while, and come again for what still waits; returns how many went."""
    held = await outbox.lease(Chore, [chore_id], now=now, work=work)
    removed = 0
    for chore in held.rows:
        unclaimed = {"workspace": chore["workspace"], "claimed": False}
        rows = await Upload.get_pymongo_collection().find(unclaimed).sort("at", 1).limit(AT_ONCE).to_list()
        late = [row for row in rows if row["at"] <= stamp(now - uploads.UNCLAIMED)]
        for row in late:
            await uploads.remove(row["_id"])
        removed += len(late)
        waiting = rows[len(late) :]
        next_at = from_stamp(waiting[0]["at"]) + uploads.UNCLAIMED if waiting else None
        next_at = now if len(late) == AT_ONCE else next_at
        await outbox.finish(chore, held.owner, now=now, next_at=next_at)
    return removed
