"""The collections of surveys."""

from datetime import datetime
from typing import Any

from beanie import Document
from pymongo import ASCENDING, IndexModel

from voc.values import StoredTime


class Survey(Document):
    """A questionnaire: the draft that its author edits, and the version that respondents meet."""

    id: str
    workspace: str
    name: str
    """The draft's name, for lists."""
    state: str
    definition: dict[str, Any]
    """The draft."""
    live: dict[str, Any] | None = None
    """The definition of the latest published version; frozen."""
    version: int = 0
    """Number of the latest published version; 0 for none."""
    changed: bool = True
    """Whether the draft differs from the published version."""
    revision: int = 0
    """Raised by every change; guards the whole document."""
    created_at: datetime
    published_at: StoredTime | None = None

    class Settings:
        name = "surveys"
        indexes = [
            # a workspace's surveys, in the order they were made
            IndexModel([("workspace", ASCENDING), ("created_at", ASCENDING)], name="of_workspace"),
        ]


class SurveyVersion(Document):
    """A published version that a later one replaced."""

    id: str
    """`{survey}@{number}`."""
    workspace: str
    survey: str
    number: int
    definition: dict[str, Any]
    published_at: StoredTime | None = None

    class Settings:
        name = "survey_versions"
        indexes = [
            # a survey's versions, the first one first
            IndexModel([("workspace", ASCENDING), ("survey", ASCENDING), ("number", ASCENDING)], name="of_survey"),
        ]


class Picture(Document):
    """A picture that an author put beside a choice; its content lies in GridFS under the same id.

    It is never changed, so whoever has fetched it may keep it, and stays as long as the versions that name it.
    """

    id: str
    workspace: str
    name: str
    """The file's, as its author called it."""
    kind: str
    """Media type, found in its content."""
    size: int
    """Bytes."""
    at: int
    """A `voc.clock.stamp`."""

    class Settings:
        name = "pictures"
