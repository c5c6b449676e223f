"""The collection of erasures."""

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, IndexModel


class Erasure(Document):
    """That a person was erased, and while it lasts, what is needed to carry on after a crash.

    Its id is a keyed digest of the customer's; a finished one says how much was removed, and nothing about whom.
    """

    id: str
    workspace: str
    at: int
    """A `voc.clock.stamp`."""
    finished: bool = False
    customers: list[str] = Field(default_factory=list)
    """The records that the person was made of; empty once it is finished."""
    identities: list[str] = Field(default_factory=list)
    """Ids of their identities, so that whoever names them by a contact carries on, too."""
    blinds: list[str] = Field(default_factory=list)
    """What stands for their addresses in messages and conversations that nobody was found for."""
    ledgers: list[str] = Field(default_factory=list)
    """Ids of the ledgers of the names that they went by."""
    buckets: list[str] = Field(default_factory=list)
    """Counter buckets of feedback that was removed: they are counted again at the end."""
    answered: list[list[str]] = Field(default_factory=list)
    """Survey and time (ISO 8601) of responses that were removed, for the same reason."""
    removed: dict[str, int] = Field(default_factory=dict)
    """How much was removed, by what it was."""

    class Settings:
        name = "erasures"
        indexes = [
            # going on: what a crash has cut off
            IndexModel([("workspace", ASCENDING), ("finished", ASCENDING)], name="finished"),
        ]
