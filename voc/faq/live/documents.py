"""What was offered after thanks, and whether it helped."""

from beanie import Document
from pymongo import ASCENDING, IndexModel


class LiveOffer(Document):
    """One offer. Its id is that of the response it follows: a response is offered one thing."""

    id: str
    workspace: str
    entry: str | None = None
    """The answer that was offered; None: a question was asked."""
    asked: str | None = None
    """The question that was asked."""
    helped: int | None = None
    """1 or 0 as the customer said; a number, since the embedded engine returns one anyway."""
    at: int
    """A `voc.clock.stamp`."""

    class Settings:
        name = "faq_live_offers"
        indexes = [
            # queries.counts: of one entry
            IndexModel([("workspace", ASCENDING), ("entry", ASCENDING)], name="of_entry"),
        ]
