"""The customers collection."""

from typing import Any

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, IndexModel


class Customer(Document):
    """One person or account that spoke to us."""

    id: str
    workspace: str
    ref: str
    """The sender's own id."""
    attributes: dict[str, Any] = Field(default_factory=dict)
    first_seen_at: int
    last_seen_at: int
    """Both are `voc.clock.stamp`s: updates lower the one and raise the other."""

    class Settings:
        name = "customers"
        indexes = [
            # by the sender's id; one record each
            IndexModel([("workspace", ASCENDING), ("ref", ASCENDING)], name="ref", unique=True),
        ]
