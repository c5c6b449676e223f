"""The responses collection."""

from datetime import datetime
from typing import Any

from beanie import Document
from pymongo import ASCENDING, IndexModel

from voc.outbox import Outbox
from voc.outbox.record import DUE_INDEX


class Response(Outbox, Document):
    """What one respondent answered."""

    id: str
    workspace: str
    submission_id: str
    fingerprint: str
    survey: str
    answers: dict[str, Any]
    """By question id."""
    finished: bool
    channel: str
    context: dict[str, Any]
    customer: dict[str, Any] | None = None
    """As sent: `{id, attributes}`."""
    received_at: datetime

    class Settings:
        name = "responses"
        indexes = [
            # receive: the same submission is stored once
            IndexModel([("workspace", ASCENDING), ("submission_id", ASCENDING)], name="submission", unique=True),
            # a survey's responses in the order they came
            IndexModel([("workspace", ASCENDING), ("survey", ASCENDING), ("received_at", ASCENDING)], name="of_survey"),
            # parked: what waits for a person
            IndexModel([("workspace", ASCENDING), ("state", ASCENDING)], name="in_state"),
            DUE_INDEX,
        ]
