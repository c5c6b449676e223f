"""Look-alikes of a judged text, checks of themes, and reading history again.

They hold ids and no words: when a verbatim is erased, nothing of it stays here.
"""

from datetime import datetime
from typing import Any

from beanie import Document
from pymongo import ASCENDING, IndexModel

from voc.outbox import Outbox
from voc.outbox.record import DUE_INDEX


class Lookalikes(Outbox, Document):
    """Texts like one that a person judged; first looked for, then, if a person says so, judged alike.

    Pending while there is something to do: `applied` and `undone` are written before they are carried out.
    """

    id: str
    workspace: str
    feedback: str
    field: str
    """As `domain.LikeField`."""
    value: str | None
    """What the person said."""
    before: str | None
    """What the model had said, of it and of every look-alike."""
    by: str
    created_at: datetime
    found: list[dict[str, Any]] | None = None
    """At most `finding.FOUND`: `feedback` and `likeness` (0 to 1), the best first; None: not looked for yet."""
    applied: list[str] | None = None
    """Ids of feedback that the judgement was carried over to."""
    applied_by: str = ""
    undone: bool = False

    class Settings:
        name = "lookalikes"
        indexes = [DUE_INDEX]


class ThemeCheck(Document):
    """Whether a verbatim belongs to the theme that the model had put it into, as a person says."""

    id: str
    """`theme:feedback`."""
    workspace: str
    theme: str
    feedback: str
    fits: bool
    by: str
    at: datetime

    class Settings:
        name = "theme_checks"
        indexes = [
            # queries.checks: of one theme, or of all
            IndexModel([("workspace", ASCENDING), ("theme", ASCENDING)], name="of_theme"),
        ]


class RereadingProgress(Document):
    """One per workspace: the last time that history was read again."""

    id: str
    """The workspace's id."""
    workspace: str
    state: str
    by: str
    began_at: datetime
    finished_at: datetime | None = None
    heads: str | None = None
    total: int = 0
    seen: int = 0
    changed: int = 0
    busy_seconds: float = 0.0
    cursor: str | None = None
    """Position of the last text read; it goes from the newest to the oldest."""
    run: int = 0
    """Raised by each beginning: a slice that began before does not count for the next."""

    class Settings:
        name = "rereadings"
