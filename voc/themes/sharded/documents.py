"""A discovery by shards while it is under way."""

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, IndexModel

from voc.outbox import Outbox
from voc.outbox.record import DUE_INDEX


class ShardedRun(Document):
    """At most one per workspace; gone when its themes are written."""

    id: str
    """The workspace's id."""
    workspace: str
    run: str
    step: str
    """As `domain.Step`."""
    model: str
    texts: int
    shards: int
    analysed_since: int
    """Texts that had come in, and
    edits that were asked for, when it began."""
    edits: int
    held: list[str]
    """Themes whose texts stay together and apart from all others, and
    those that live on whatever is found, when it began."""
    lasting: list[str]
    known: list[str] = Field(default_factory=list)
    """Themes in use when it began."""
    ids: list[list[str]] = Field(default_factory=list)
    """Key and id of each theme that was found."""

    class Settings:
        name = "sharded_runs"


class Shard(Outbox, Document):
    """Some of a run's texts, and what is to be done with them now."""

    id: str
    """`run:number`."""
    workspace: str
    run: str
    number: int
    step: str

    class Settings:
        name = "shards"
        indexes = [
            # how many of a run are left
            IndexModel([("workspace", ASCENDING), ("run", ASCENDING)], name="of_run"),
            DUE_INDEX,
        ]


class ShardPart(Document):
    """What one step of a run hands to the next; written once, the same however often it is tried."""

    id: str
    """`run:what:number:piece`."""
    workspace: str
    run: str
    content: bytes
    """A piece of what `parts.pack` made."""

    class Settings:
        name = "shard_parts"
        indexes = [
            # removed with the run
            IndexModel([("workspace", ASCENDING), ("run", ASCENDING)], name="of_run"),
        ]
