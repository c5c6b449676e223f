"""Write what is shown of the plans."""

from datetime import datetime

from voc.backlog import queries as backlog
from voc.clock import stamp
from voc.database import durable
from voc.roadmap import queries
from voc.roadmap.documents import RoadmapEntry, RoadmapSettings
from voc.roadmap.domain import EntryIn, NotOnRoadmap, Roadmap


async def write(workspace: str, item: str, entry: EntryIn, *, by: str, now: datetime) -> None:
    """Keep what everybody may read of an item; the one before it is replaced.

    Raises:
        NotFound: no such item.
        NotOnRoadmap: it stands where no roadmap shows it, and nothing was written before.
    """
    await backlog.title_of(workspace, item)
    if await queries.place(workspace, item) is None and await queries.written(workspace, item) is None:
        raise NotOnRoadmap("A roadmap shows what is planned, in progress or shipped.", item=item)
    fields = {
        "workspace": workspace,
        "shown": int(entry.shown),
        "words": {language: words.model_dump() for language, words in entry.words.items()},
        "by": by,
        "changed_at": stamp(now),
    }
    await durable(RoadmapEntry).update_one({"_id": item}, {"$set": fields}, upsert=True)


async def take_off(workspace: str, item: str, *, by: str, now: datetime) -> None:
    """Show an item no more; its words are kept.

    Raises:
        NotFound: no such item.
    """
    await backlog.title_of(workspace, item)
    mine = {"_id": item, "workspace": workspace}
    fields = {"shown": 0, "by": by, "changed_at": stamp(now)}
    await durable(RoadmapEntry).update_one(mine, {"$set": fields})


async def decide(workspace: str, roadmap: Roadmap) -> None:
    """Open or close a roadmap, and name it."""
    fields = {"workspace": workspace, "settings": roadmap.model_dump()}
    await durable(RoadmapSettings).update_one({"_id": workspace}, {"$set": fields}, upsert=True)
