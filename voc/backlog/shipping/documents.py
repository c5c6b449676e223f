"""What is registered when an item ships, and what came of it."""

from typing import Any

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, IndexModel

from voc.outbox import Outbox
from voc.outbox.record import DUE_INDEX


class ShippingPlan(Document):
    """How an item will be judged once it is shipped. Its id is the item's; read by id only."""

    id: str
    workspace: str
    plan: dict[str, Any]
    """`domain.Plan`."""

    class Settings:
        name = "shipping_plans"


class Verdict(Outbox, Document):
    """One shipping of one item; its id follows from the change.

    Its work is to choose what to compare with, at once, and to measure when the windows are over.
    """

    id: str
    workspace: str
    item: str
    theme: str
    """The one that is judged."""
    shipping: str
    """The change by which it was shipped."""
    shipped_at: int
    """A `voc.clock.stamp`, as all of these."""
    metric: str
    weeks: int
    stage: str
    """`registered`, `waiting` once themes to compare with are chosen, `judged`, or `reopened` before it could be."""
    registered_at: int
    comparisons: list[str] = Field(default_factory=list)
    """Themes, chosen at once and never again."""
    result: dict[str, Any] | None = None
    """`measuring.Result`."""
    judged_at: int | None = None

    class Settings:
        name = "verdicts"
        indexes = [
            # queries.latest: of an item, the latest first
            IndexModel([("workspace", ASCENDING), ("item", ASCENDING), ("shipped_at", ASCENDING)], name="of_item"),
            DUE_INDEX,
        ]
