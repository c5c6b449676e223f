"""Versions of heads, and which one is in use."""

from datetime import datetime
from typing import Any

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel


class HeadVersion(Document):
    """One version; written once."""

    id: str
    workspace: str
    number: int
    model: str
    created_at: datetime
    lessons: int
    verdict: str
    report: dict[str, Any] = Field(default_factory=dict)
    weights: bytes | None = None
    """As `ml.refit.shift.Shift.packed`, some 80 kB; None: refused."""

    class Settings:
        name = "head_versions"
        indexes = [
            # queries.versions: the newest first; two makers at once cannot give one number twice
            IndexModel([("workspace", ASCENDING), ("number", DESCENDING)], name="number", unique=True),
        ]


class HeadChoice(Document):
    """What a workspace reads with; none: the shipped heads."""

    id: str
    """The workspace's id."""
    workspace: str
    heads: str | None = None
    by: str = ""
    at: datetime
    changes: int = 0

    class Settings:
        name = "head_choices"
