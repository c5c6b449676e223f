"""The collection of subscriptions."""

from typing import Any

from beanie import Document
from pymongo import ASCENDING, IndexModel

from voc.outbox import Outbox
from voc.outbox.record import DUE_INDEX


class Subscription(Outbox, Document):
    """What a member wants by e-mail. Its own work is to queue the report of a week when its turn comes."""

    id: str
    """The member's id; absent until they say what they want."""
    workspace: str
    wishes: dict[str, Any]
    """`domain.Wishes`."""
    alerts_since: int | None = None
    """When they last began to want alerts; a `voc.clock.stamp`. Earlier ones are no news."""
    turn_at: int | None = None
    """When the next report goes out; a `voc.clock.stamp`. None: none is wanted."""
    week: int | None = None
    """`date.toordinal()` of its week's Monday, because the embedded engine takes text like a date for one."""

    class Settings:
        name = "subscriptions"
        indexes = [
            # readers: what the members of a workspace want
            IndexModel([("workspace", ASCENDING)], name="of_workspace"),
            DUE_INDEX,
        ]
