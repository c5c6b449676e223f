"""Searches by meaning."""

from typing import Any

from beanie import Document
from pymongo import ASCENDING, IndexModel

from voc.outbox import Outbox
from voc.outbox.record import DUE_INDEX


class MeaningSearch(Outbox, Document):
    """One question, and what is near to it. It holds ids of feedback and no words of it."""

    id: str
    """Made of the workspace and the question."""
    workspace: str
    question: str
    """Personal data stand as `[PHONE]` and so on."""
    asked_at: int
    """When it was made anew the last time; a `voc.clock.stamp`."""
    found: list[dict[str, Any]] | None = None
    """At most `domain.FOUND`: `feedback` and `likeness` (cosine), the nearest first; None: not looked for yet."""
    looked_at: int = 0
    """Verbatims that were compared."""
    is_complete: bool = True
    """Whether these were all that the model has read."""

    class Settings:
        name = "meaning_searches"
        indexes = [
            DUE_INDEX,
            # finding: a workspace's old searches are removed
            IndexModel([("workspace", ASCENDING)], name="of_workspace"),
        ]
