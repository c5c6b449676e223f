"""What providers sent long ago is forgotten."""

from datetime import datetime, timedelta

from voc import outbox
from voc.channels import early, reports
from voc.channels.documents import WebhookSeen
from voc.clock import stamp
from voc.outbox import Chore
from voc.settings import Work

REMEMBERED = timedelta(days=400)
"""How long a request is known that must not come again; its messages are known by their own ids for good."""
PAUSE = timedelta(days=1)


async def run(chore_id: str, *, now: datetime, work: Work) -> bool:
    """Tidy if the chore is ours to take, and set the next day's; returns whether it was ours."""
    held = await outbox.lease(Chore, [chore_id], now=now, work=work)
    if not held.rows:
        return False
    chore = held.rows[0]
    old = {"workspace": chore["workspace"], "at": {"$lt": stamp(now - REMEMBERED)}}
    await WebhookSeen.get_pymongo_collection().delete_many(old)
    for kind, update in await early.kept(chore["workspace"]):  # a crash may have come between its id and its report
        await reports.note(chore["workspace"], kind, update, now=now)
    await early.forget(chore["workspace"], now=now)
    await outbox.finish(chore, held.owner, now=now, next_at=now + PAUSE)
    return True
