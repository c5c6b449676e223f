"""What is shown of the plans."""

from typing import Any

from beanie import Document
from pymongo import ASCENDING, IndexModel


class RoadmapEntry(Document):
    """What everybody may read of one item. Its id is the item's."""

    id: str
    workspace: str
    shown: int
    """1: on the roadmap; 0: kept, not shown. A number, since the embedded engine returns one anyway."""
    words: dict[str, dict[str, str]]
    """By language, of `domain.Words`."""
    by: str
    """Who wrote it last: a member or an API key."""
    changed_at: int
    """A `voc.clock.stamp`."""

    class Settings:
        name = "roadmap_entries"
        indexes = [
            # queries.entries: all of a workspace
            IndexModel([("workspace", ASCENDING)], name="of_workspace"),
        ]


class RoadmapSettings(Document):
    """How a workspace's roadmap is shown. Its id is the workspace's; read by id only."""

    id: str
    workspace: str
    settings: dict[str, Any]
    """`domain.Roadmap`."""

    class Settings:
        name = "roadmap_settings"
