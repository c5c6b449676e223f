"""Sealing what was stored before answers were sealed."""

from datetime import datetime
from typing import Any

from pymongo import UpdateOne

from voc import outbox
from voc.outbox import Chore
from voc.responses import sealing
from voc.responses.documents import Response
from voc.settings import Work
from voc.surveys.definition import Definition

AT_ONCE = 2_000
"""Records sealed in one run; the next one follows at once."""
BATCH = 200
FIELDS = dict.fromkeys(("workspace", "survey", "version", "answers", "fingerprint", "revision"), 1)


async def seal(chore_id: str, *, now: datetime, work: Work) -> int:
    """Seal the answers of a workspace's earlier records; returns how many there were.

    A record that changes meanwhile is looked at again in the next run.
    """
    held = await outbox.lease(Chore, [chore_id], now=now, work=work)
    sealed = 0
    async with outbox.kept(Chore, held, work=work):
        for chore in held.rows:
            earlier = {"workspace": chore["workspace"], "given": {"$exists": False}}
            rows = await Response.get_pymongo_collection().find(earlier, FIELDS).limit(AT_ONCE).to_list()
            done = await _seal(rows)
            sealed += done
            next_at = now if len(rows) == AT_ONCE or done < len(rows) else None
            await outbox.finish(chore, held.owner, now=now, next_at=next_at)
    return sealed


async def _seal(rows: list[dict[str, Any]]) -> int:
    known: dict[tuple[str, int], Definition | None] = {}
    done = 0
    for start in range(0, len(rows), BATCH):
        writes = []
        for row in rows[start : start + BATCH]:
            fields = await sealing.kept(row["workspace"], await sealing.definition_of(row, known), row["answers"])
            # words are counted from what everybody may read
            fields |= {"fingerprint": sealing.print_of(row["workspace"], row["fingerprint"]), "uncounted": True}
            unchanged = {"_id": row["_id"], "revision": row["revision"]}
            writes.append(UpdateOne(unchanged, {"$set": fields, "$inc": {"revision": 1}}))
        done += (await Response.get_pymongo_collection().bulk_write(writes, ordered=False)).matched_count
    return done
