"""The collection of retention rules."""

from beanie import Document
from pydantic import Field


class Retention(Document):
    """How long a workspace keeps what was said. Its id is the workspace's; read by id only."""

    id: str
    workspace: str
    days: int | None = None
    """None: for ever."""
    surveys: dict[str, int] = Field(default_factory=dict)
    """Days by survey, where they differ."""
    changed_at: int
    """A `voc.clock.stamp`."""
    buckets: list[str] = Field(default_factory=list)
    """Counter buckets of feedback that is being removed."""
    answered: list[list[str]] = Field(default_factory=list)
    """Survey and time (ISO 8601) of responses that are being removed."""

    class Settings:
        name = "retention"
