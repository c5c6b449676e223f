"""The surveys collection."""

from datetime import datetime

from beanie import Document
from pymongo import ASCENDING, IndexModel

from voc.surveys.domain import Question


class Survey(Document):
    """A questionnaire."""

    id: str
    workspace: str
    name: str
    state: str
    questions: list[Question]
    created_at: datetime
    published_at: datetime | None = None

    class Settings:
        name = "surveys"
        indexes = [
            # a workspace's surveys, in the order they were made
            IndexModel([("workspace", ASCENDING), ("created_at", ASCENDING)], name="of_workspace"),
        ]
