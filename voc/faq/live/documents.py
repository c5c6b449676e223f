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
    about: str | None = None
    """The complaint that it was asked about: feedback."""
    customer: str | None = None
    """Whom it was offered, if they are known."""
    visitor: str | None = None
    """What their browser calls them."""
    once: str | None = None
    """Of a question: stands for the respondent, and tells nobody who they are. Nobody is asked back twice."""
    helped: int | None = None
    """1 or 0 as the customer said; a number, since the embedded engine returns one anyway."""
    at: int
    """A `voc.clock.stamp`."""

    class Settings:
        name = "faq_live_offers"
        indexes = [
            # queries.counts: of one entry
            IndexModel([("workspace", ASCENDING), ("entry", ASCENDING)], name="of_entry"),
            # queries.was_asked_back, erasing: of one respondent
            IndexModel([("workspace", ASCENDING), ("customer", ASCENDING)], name="of_customer"),
            IndexModel([("workspace", ASCENDING), ("visitor", ASCENDING)], name="of_visitor"),
            # service: two responses of one respondent at the same time
            IndexModel(
                [("workspace", ASCENDING), ("once", ASCENDING)],
                name="once",
                unique=True,
                partialFilterExpression={"once": {"$gt": ""}},
            ),
        ]
