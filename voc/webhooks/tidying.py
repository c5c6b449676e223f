"""What was sent long ago is forgotten, and so are secrets that sign no more."""

from datetime import datetime, timedelta

from voc import outbox
from voc.clock import stamp
from voc.database import durable
from voc.outbox import Chore
from voc.settings import Work
from voc.webhooks import queries
from voc.webhooks.documents import Webhook, WebhookDelivery
from voc.webhooks.domain import KEPT

PAUSE = timedelta(days=1)


async def run(chore_id: str, *, now: datetime, work: Work) -> bool:
    """Tidy if the chore is ours to take, and set the next day's; returns whether it was ours."""
    held = await outbox.lease(Chore, [chore_id], now=now, work=work)
    if not held.rows:
        return False
    chore = held.rows[0]
    mine = {"workspace": chore["workspace"]}
    old = mine | {"created_at": {"$lt": stamp(now - KEPT)}}
    await WebhookDelivery.get_pymongo_collection().delete_many(old)
    for row in await queries.webhooks(chore["workspace"]):
        if row["previous_until"] is not None and row["previous_until"] <= stamp(now):
            over = mine | {"_id": row["_id"], "previous_until": row["previous_until"]}
            await durable(Webhook).update_one(over, {"$set": {"previous_sealed": None, "previous_until": None}})
    await outbox.finish(chore, held.owner, now=now, next_at=now + PAUSE)
    return True
