"""The process that sends, for `tests.chaos.invitations` to kill: dispatcher and worker in one.

`python -m tests.chaos.sending URI DATABASE DATA_DIR` ends by itself when nothing is left to send.
"""

import asyncio
import sys
from pathlib import Path

import httpx

import voc.worker  # noqa: F401  declares the tasks
from voc import dispatcher, vault
from voc.channels import calling
from voc.channels.documents import Delivery
from voc.clock import utc_now
from voc.database import open_database
from voc.documents import DOCUMENTS
from voc.invitations.counting import uncounted
from voc.invitations.documents import Campaign, CampaignBucket, Invitation
from voc.outbox import State
from voc.queue import TASKS, Context, Task
from voc.settings import Settings, Work
from voc.web.security import secret

PROVIDER_SECONDS = 1.0
"""How long we wait for the provider; in service it is twenty times as long."""
WORK = Work(lease_seconds=5, tick_seconds=0.1)
"""A crash is noticed after 5 s instead of 30."""


def settings_of(uri: str, database: str, data_dir: Path) -> Settings:
    """The same for parent and child."""
    return Settings(mongodb=uri, database=database, data_dir=data_dir, public_url="http://voc.test", work=WORK)


async def is_over() -> bool:
    """Whether everybody was found, every message has met its end and is counted."""
    if await Delivery.get_pymongo_collection().find_one({"state": State.pending.value}, {"_id": 1}):
        return False
    if await Campaign.get_pymongo_collection().find_one({"stage": "running", "expanded_at": None}, {"_id": 1}):
        return False
    if await Invitation.get_pymongo_collection().find_one({"steps": 0, "stage": "queued"}, {"_id": 1}):
        return False
    if await uncounted(1):
        return False
    # a bucket may rest before it is counted again
    return not await CampaignBucket.get_pymongo_collection().find_one({"dirty": True}, {"_id": 1})


async def send(settings: Settings) -> None:
    """Look and work until nothing is left."""
    context = Context(settings=settings, clock=utc_now)

    async def work(task: str, ids: list[str]) -> None:
        await TASKS[Task(task)](ids, context)

    async with open_database(settings, DOCUMENTS):
        looks = dispatcher.sources(settings.work)
        while True:
            if not await dispatcher.tick(looks, work, now=utc_now()):
                if await is_over():
                    return
                await asyncio.sleep(0.1)


def main() -> None:
    """Send what is due in the database named on the command line."""
    uri, database, data_dir = sys.argv[1:4]
    settings = settings_of(uri, database, Path(data_dir))
    vault.configure(secret(settings))
    calling.TIMEOUT = httpx.Timeout(PROVIDER_SECONDS, connect=PROVIDER_SECONDS)
    asyncio.run(send(settings))


if __name__ == "__main__":
    main()
