"""Readings and themes."""

from datetime import datetime

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, IndexModel


class Analysis(Document):
    """What one model version made of one verbatim; written once, the same however often it is tried."""

    id: str
    """`feedback id:model version`."""
    workspace: str
    feedback: str
    model: str
    kind: str
    language: str
    embedding: bytes
    """(width,) float16, little endian, a unit row."""

    class Settings:
        name = "analyses"
        indexes = [
            # discovery: all vectors of a workspace by one model
            IndexModel([("workspace", ASCENDING), ("model", ASCENDING)], name="of_model"),
            # one verbatim's readings by all models
            IndexModel([("workspace", ASCENDING), ("feedback", ASCENDING)], name="of_feedback"),
        ]


class Theme(Document):
    """Texts of one kind and language about one thing."""

    id: str
    workspace: str
    kind: str
    language: str
    name: str
    named_by: str | None = None
    """Member who named it; a model's name never replaces theirs."""
    keywords: list[str] = Field(default_factory=list)
    size: int
    """Texts at the last discovery."""
    quotes: list[str] = Field(default_factory=list)
    """Ids of feedback that speak for it, the most typical first."""
    model: str
    centroid: bytes
    """(width,) float32, little endian, a unit row."""
    threshold: float
    """Least cosine to the centroid at which a new text belongs."""
    state: str
    created_at: datetime
    updated_at: datetime

    class Settings:
        name = "themes"
        indexes = [
            # a workspace's themes in use
            IndexModel([("workspace", ASCENDING), ("state", ASCENDING), ("kind", ASCENDING)], name="in_use"),
        ]


class DiscoveryProgress(Document):
    """One per workspace: what has come in since themes were last looked for."""

    id: str
    """The workspace's id."""
    workspace: str
    analysed_since: int = 0
    size: int = 0
    finished_at: datetime | None = None
    model: str = ""

    class Settings:
        name = "discovery_progress"
