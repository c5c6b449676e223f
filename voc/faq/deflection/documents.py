"""What was counted of a published answer; who the people are is not kept."""

from typing import Any

from beanie import Document
from pymongo import ASCENDING, IndexModel


class FaqDeflection(Document):
    """One answer that is, or was, published. Its id is that of the entry."""

    id: str
    workspace: str
    since: int
    """When it was published; a `voc.clock.stamp`, as all times here."""
    until: int | None = None
    """When it went stale; None: it is given out."""
    counted_at: int
    followed: dict[str, Any]
    """`domain.Followed`."""
    nameless: int = 0
    """Questions since then of people who cannot be told from others."""
    volume: dict[str, Any] | None = None
    """`judging.Volume`; None: too early."""

    class Settings:
        name = "faq_deflections"
        indexes = [
            # queries.all_of: of a workspace
            IndexModel([("workspace", ASCENDING)], name="of_workspace"),
        ]
