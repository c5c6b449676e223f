"""What people decided about items, and the views of the backlog that they keep."""

from typing import Any

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, IndexModel


class ItemWork(Document):
    """What people decided about one item; absent until somebody does."""

    id: str
    """The item's id."""
    workspace: str
    status: str
    title: str | None = None
    owner: str | None = None
    department: str | None = None
    effort: int | None = None
    due: str | None = None
    tracker_url: str | None = None
    notes: list[dict[str, Any]] = Field(default_factory=list)
    """At most `domain.NOTES_LIMIT` of `domain.Note`."""
    changes: list[dict[str, Any]] = Field(default_factory=list)
    """At most `domain.CHANGES_LIMIT` of `domain.Change`, the oldest first."""
    mentioned: list[str] = Field(default_factory=list)
    """Members whom a note names."""
    note_count: int = 0
    revision: int
    """Raised by every change; a writer that has not seen the present one writes nothing."""
    changed_at: int
    """A `voc.clock.stamp`."""
    unannounced: bool = False
    """Whether it changed since webhooks were told."""
    announce_at: int = 0
    """When they are to be told; a `voc.clock.stamp`, later than the change where telling has failed."""
    announced: int = 0
    """The revision that they were told of last."""
    untracked: bool = False
    """Whether it changed since trackers looked whether its issue must follow."""
    unregistered: bool = False
    """Whether it was shipped since somebody looked how that will be judged."""
    batch: str | None = None
    """Of the latest change that stands, if it was one of several at once."""

    class Settings:
        name = "backlog_work"
        indexes = [
            # queries.work: all of a workspace, to be joined with the ranking
            IndexModel([("workspace", ASCENDING)], name="of_workspace"),
            # queries.of_batch: the items that were changed at once, to undo it
            IndexModel([("workspace", ASCENDING), ("batch", ASCENDING)], name="of_batch"),
            # announcing.unannounced: what changed since webhooks were told, the longest waiting first
            IndexModel(
                [("unannounced", ASCENDING), ("announce_at", ASCENDING)],
                name="unannounced_since",
                partialFilterExpression={"unannounced": True},
            ),
            # registering.unregistered: what was shipped since somebody looked
            IndexModel(
                [("unregistered", ASCENDING)], name="unregistered", partialFilterExpression={"unregistered": True}
            ),
            # following.unfollowed of trackers: what changed since they looked
            IndexModel([("untracked", ASCENDING)], name="untracked", partialFilterExpression={"untracked": True}),
        ]


class SavedView(Document):
    """A way to look at the backlog that somebody keeps."""

    id: str
    workspace: str
    name: str
    by: str
    """Who keeps it: a member or an API key."""
    shared: int
    """1: all colleagues see it; 0: its owner alone. A number, since the embedded engine returns one anyway."""
    filters: dict[str, str]
    """As the address of the list has them."""

    class Settings:
        name = "backlog_views"
        indexes = [
            # saved.of: a workspace's views
            IndexModel([("workspace", ASCENDING)], name="of_workspace"),
        ]
