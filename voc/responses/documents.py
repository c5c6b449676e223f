"""The responses collection."""

from datetime import datetime
from typing import Any

from beanie import Document
from pymongo import ASCENDING, DESCENDING, IndexModel

from voc.outbox import Outbox
from voc.outbox.record import DUE_INDEX


class Response(Outbox, Document):
    """What one respondent answered, so far or finally."""

    id: str
    workspace: str
    submission_id: str
    fingerprint: str
    """Of the body as sent last, see `sealing.print_of`."""
    survey: str
    version: int
    answers: dict[str, Any]
    """By question id, as everybody may read them: contacts are masked, other personal data stand as `[PHONE]`."""
    given: dict[str, str] | None = None
    """What was given word for word, sealed, where `answers` leaves something out; None on an earlier record."""
    revealed: dict[str, Any] | None = None
    """`by` whom, and `at` which stamp, they were last shown or exported word for word."""
    finished: bool
    sequence: int
    seen: list[str]
    """Questions shown, in order."""
    seconds: dict[str, float]
    """Time spent, by question id."""
    hidden: dict[str, Any]
    language: str | None
    channel: str
    context: dict[str, Any]
    customer: dict[str, Any] | None = None
    """As sent: `{id, attributes}`."""
    customer_id: str | None = None
    """Our id of them, by which their history finds it."""
    segments: list[str] = []
    """The workspace's segments that the respondent was in."""
    visitor: str | None = None
    ask: str | None = None
    places: list[str]
    """Tokens of the places that it took in its survey's tally."""
    listened: int = -1
    """The sequence whose verbatims became feedback; -1 for none."""
    uncounted: bool = True
    """Whether results have not looked at it since it changed."""
    received_at: datetime
    updated_at: int
    """A `voc.clock.stamp`."""

    class Settings:
        name = "responses"
        indexes = [
            # receive: the same submission is stored once
            IndexModel([("workspace", ASCENDING), ("submission_id", ASCENDING)], name="submission", unique=True),
            # a survey's responses in the order they came
            IndexModel([("workspace", ASCENDING), ("survey", ASCENDING), ("received_at", ASCENDING)], name="of_survey"),
            # history: a customer's responses, newest first
            IndexModel(
                [("workspace", ASCENDING), ("customer_id", ASCENDING), ("received_at", DESCENDING)], name="of_customer"
            ),
            # parked: what waits for a person
            IndexModel([("workspace", ASCENDING), ("state", ASCENDING)], name="in_state"),
            # results: what changed since it was counted
            IndexModel([("uncounted", ASCENDING)], name="uncounted", partialFilterExpression={"uncounted": True}),
            DUE_INDEX,
        ]


class Upload(Document):
    """A file that a respondent sent; its content lies in GridFS under the same id."""

    id: str
    workspace: str
    survey: str
    question: str
    name: str
    kind: str
    """Media type, found in its content."""
    size: int
    """Bytes."""
    at: int
    """A `voc.clock.stamp`."""
    claimed: bool = False
    """Whether a response names it; others are removed after a while."""

    class Settings:
        name = "uploads"
        indexes = [
            # tidy: what nobody claimed, the oldest first
            IndexModel(
                [("workspace", ASCENDING), ("at", ASCENDING)],
                name="unclaimed",
                partialFilterExpression={"claimed": False},
            ),
        ]
