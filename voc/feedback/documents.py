"""The feedback collection."""

from datetime import datetime
from typing import Any

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel

from voc.outbox import Outbox
from voc.outbox.record import DUE_INDEX

NEWEST = ("position", DESCENDING)


class Feedback(Outbox, Document):
    """One verbatim of one customer."""

    id: str
    workspace: str
    submission_id: str
    fingerprint: str
    """Of the body as sent, see `prints`."""
    text: str
    """As everybody may read it: personal data stand as `[PHONE]` and so on."""
    verbatim: str | None = None
    """What was written, sealed, where it holds personal data; None: `text`."""
    hidden: list[dict[str, Any]] = Field(default_factory=list)
    """Places of personal data in what was written: kind, start, end."""
    channel: str
    source: str
    """Where it came in: `api`, an import's or a survey's id."""
    occurred_at: datetime
    received_at: datetime
    position: str
    bucket: str
    rating: float | None = None
    rating_scale: int | None = None
    customer: str | None = None
    respondent: str
    """Whom it counts for: the customer, or a stand-in for an anonymous one (domain.respondent)."""
    customer_ref: str | None = None
    customer_attributes: dict[str, Any] | None = None
    """As sent along; goes to the customer when the verbatim is analysed."""
    attributes: dict[str, Any] = Field(default_factory=dict)
    response: str | None = None
    respondent_segments: list[str] | None = None
    """The workspace's segments that the respondent was in; None where nobody knows, as with what comes unasked."""
    uncounted: bool = True
    unindexed: bool = True
    """Whether the index of words does not know it yet."""
    erasing: bool = False
    """Whether it is about to go for good: nothing is made of it any more."""

    language: str | None = None
    kind: str | None = None
    kind_confidence: float | None = None
    sentiment: float | None = None
    urgency: float | None = None
    theme: str | None = None
    segments: list[dict[str, Any]] = Field(default_factory=list)
    """What a text says that says several things: see `domain.Part`; empty: it says one."""
    also: list[str] = Field(default_factory=list)
    """Themes beside `theme` that it is evidence of: those of its segments."""
    several_themes: bool = False
    """Whether there are any: what the embedded engine finds by an index, as it does no member of `also`."""
    model: str | None = None
    analysed_at: datetime | None = None
    corrected: list[str] = Field(default_factory=list)
    """Fields that a person set; no model overwrites them."""
    heads: str | None = None
    """Version of the heads that corrections shaped; None: as shipped."""
    noise: str | None = None
    """See `domain.Noise`."""
    coarse: bool = False
    """Whether it swears."""
    unsure: bool = False
    """Whether the model is too unsure of the kind, and nobody has looked."""
    judged: bool = False
    """Whether a person judged anything."""
    judgements: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """By field: what the model had said `before`, `by` whom it was judged, `at` which stamp, and `how` (domain.How);
    with what was `replaced` of an earlier judgement, and of a theme the `also` of the model."""

    class Settings:
        name = "feedback"
        indexes = [
            # receive: the same submission is stored once
            IndexModel([("workspace", ASCENDING), ("submission_id", ASCENDING)], name="submission", unique=True),
            # page: newest first, and narrowed by one facet
            IndexModel([("workspace", ASCENDING), NEWEST], name="newest"),
            IndexModel([("workspace", ASCENDING), ("kind", ASCENDING), NEWEST], name="newest_of_kind"),
            IndexModel([("workspace", ASCENDING), ("theme", ASCENDING), NEWEST], name="newest_of_theme"),
            # … and of those who speak of a theme beside another
            IndexModel([("workspace", ASCENDING), ("also", ASCENDING), NEWEST], name="newest_also_of_theme"),
            IndexModel(
                [("workspace", ASCENDING), ("several_themes", ASCENDING), NEWEST],
                name="newest_of_several_themes",
                partialFilterExpression={"several_themes": True},
            ),
            # page: of one customer, and in one state
            IndexModel([("workspace", ASCENDING), ("customer", ASCENDING), NEWEST], name="newest_of_customer"),
            IndexModel([("workspace", ASCENDING), ("state", ASCENDING), NEWEST], name="newest_in_state"),
            # page: answers of those who were in a segment
            IndexModel(
                [("workspace", ASCENDING), ("respondent_segments", ASCENDING), NEWEST], name="newest_of_segment"
            ),
            # learning.review: what a person should look at, newest first
            IndexModel(
                [("workspace", ASCENDING), ("unsure", ASCENDING), NEWEST],
                name="newest_unsure",
                partialFilterExpression={"unsure": True},
            ),
            # judging.lessons: what people judged, newest first
            IndexModel(
                [("workspace", ASCENDING), ("judged", ASCENDING), NEWEST],
                name="newest_judged",
                partialFilterExpression={"judged": True},
            ),
            # page: what is no feedback, which is little
            IndexModel(
                [("workspace", ASCENDING), ("noise", ASCENDING), NEWEST],
                name="newest_noise",
                partialFilterExpression={"noise": {"$gt": ""}},
            ),
            # insights.count: the rows of one counter bucket
            IndexModel([("workspace", ASCENDING), ("bucket", ASCENDING)], name="bucket"),
            # insights.count: rows whose latest change is not in the counters yet
            IndexModel([("uncounted", ASCENDING)], name="uncounted", partialFilterExpression={"uncounted": True}),
            # words.indexing: rows that the index of words does not know; search compares them without
            IndexModel([("unindexed", ASCENDING)], name="unindexed", partialFilterExpression={"unindexed": True}),
            DUE_INDEX,
        ]
