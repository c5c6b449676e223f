"""The alerts collection."""

from typing import Any

from beanie import Document
from pymongo import ASCENDING, DESCENDING, IndexModel


class Alert(Document):
    """A theme's alert, for good. Its id follows from the theme's, so there is never a second one."""

    id: str
    workspace: str
    theme: str
    state: str
    """Again that of `standing`, where indexes see it."""
    position: str
    """Place in lists: when it opened last, and its id."""
    standing: dict[str, Any]
    """`domain.Standing`."""
    revision: int
    """Raised by every change; guards each of them."""

    class Settings:
        name = "alerts"
        indexes = [
            # page: the latest opened first, of all states or one
            IndexModel([("workspace", ASCENDING), ("position", DESCENDING)], name="latest"),
            IndexModel([("workspace", ASCENDING), ("state", ASCENDING), ("position", DESCENDING)], name="latest_in"),
        ]
