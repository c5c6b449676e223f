"""What visitors of help pages said of entries."""

from beanie import Document
from pymongo import ASCENDING, IndexModel


class HelpVote(Document):
    """Whether one visitor was helped by one entry. Its id follows from both and tells neither."""

    id: str
    workspace: str
    entry: str
    helped: int
    """1 or 0; a number, since the embedded engine returns one anyway."""
    at: int
    """A `voc.clock.stamp`."""

    class Settings:
        name = "faq_help_votes"
        indexes = [
            # queries.votes: of all entries
            IndexModel([("workspace", ASCENDING), ("entry", ASCENDING)], name="of_entry"),
        ]


class HelpWrites(Document):
    """How often somebody wrote within one hour. Its id follows from where they are and tells nothing of it."""

    id: str
    workspace: str
    writes: int
    until: int
    """The end of the hour, a `voc.clock.stamp`."""

    class Settings:
        name = "faq_help_writes"
        indexes = [
            # voting.bound: hours that ended are forgotten
            IndexModel([("workspace", ASCENDING), ("until", ASCENDING)], name="until"),
        ]
