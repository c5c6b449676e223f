"""Adding tenures up, once for all who read them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from voc import outbox
from voc.clock import from_stamp
from voc.insights.tenures import counting, queries, rebuilding, sorting
from voc.insights.tenures.counting import SUM_WAIT
from voc.outbox import Chore
from voc.settings import Work


async def add_up(chore_id: str, *, now: datetime, work: Work) -> None:
    """Add a workspace's shards up; those sorted into segments that are defined otherwise now are recomputed.

    Where nobody has looked at every record yet, as before there were shards, that is done first.
    """
    held = await outbox.lease(Chore, [chore_id], now=now, work=work)
    async with outbox.kept(Chore, held, work=work):
        for chore in held.rows:
            workspace = chore["workspace"]
            if not await queries.is_complete(workspace):
                await rebuilding.rebuild(workspace, now=now)
            current = (await sorting.read(workspace)).mark
            rows = await counting.store_sum(workspace)
            await counting.mark(workspace, [row["shard"] for row in rows if row["sorting"] != current], now=now)
            await outbox.finish(chore, held.owner, now=now + SUM_WAIT, next_at=_next_at(rows, now))


def _next_at(rows: Sequence[dict[str, Any]], now: datetime) -> datetime | None:
    """When to add up again: after what is still to be recounted, even if whoever does so dies before saying it."""
    moving = [row["not_before"] for row in rows if row["dirty"]]
    return max(from_stamp(min(moving)), now + SUM_WAIT) if moving else None
