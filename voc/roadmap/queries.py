"""Reads of roadmaps."""

from collections.abc import Collection
from typing import Any

from voc.backlog.workflow import queries as workflow
from voc.backlog.workflow import reading
from voc.backlog.workflow.listing import Line
from voc.roadmap import domain
from voc.roadmap.documents import RoadmapEntry, RoadmapSettings
from voc.roadmap.domain import Entry, Roadmap, Stage

Row = dict[str, Any]


async def roadmap(workspace: str) -> Roadmap:
    """How a workspace's roadmap is shown: to nobody outside, where nobody has decided."""
    row = await RoadmapSettings.get_pymongo_collection().find_one({"_id": workspace, "workspace": workspace})
    return Roadmap.model_validate(row["settings"]) if row else Roadmap()


async def written(workspace: str, item: str) -> Row | None:
    """What was written about an item."""
    return await RoadmapEntry.get_pymongo_collection().find_one({"_id": item, "workspace": workspace})


async def place(workspace: str, item: str) -> Stage | None:
    """Where an item stands on a roadmap; None where no roadmap shows it."""
    held = await workflow.stored(workspace, item)
    found = domain.place(held.work, held.changes)
    return found[0] if found else None


async def left_out(workspace: str, shown: Collection[str]) -> list[tuple[Line, Stage]]:
    """Items that stand where a roadmap shows them and are not among the `shown`, the first rank first."""
    found = [line for line in await reading.all_lines(workspace) if line.id not in shown]
    return [(line, Stage(line.brief.work.status)) for line in found if line.brief.work.status in set(Stage)]


async def entries(workspace: str, language: str) -> list[Entry]:
    """Everything on a roadmap, the latest first, in the words of `language` where there are any."""
    rows = await RoadmapEntry.get_pymongo_collection().find({"workspace": workspace}).to_list()
    shown = {row["_id"]: row["words"] for row in rows if row["shown"]}
    found = []
    for item, held in (await workflow.many(workspace, sorted(shown))).items():
        if where := domain.place(held.work, held.changes):
            spoken = domain.in_language(shown[item], language)
            stage, at = where
            found.append(Entry(item=item, stage=stage, at=at, language=spoken, **shown[item][spoken]))
    return sorted(found, key=lambda entry: (entry.at, entry.item), reverse=True)
