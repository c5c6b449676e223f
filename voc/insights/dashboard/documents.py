"""What the dashboard reads besides the counters of surveys."""

from beanie import Document


class Overview(Document):
    """One per workspace: how much was said and who spoke of what, a few seconds old."""

    id: str
    """The workspace's id."""
    workspace: str
    week: bytes = b""
    """`volumes.Volumes` of the last weeks, packed by `keeping`."""
    month: bytes = b""
    """The same of the last months."""

    class Settings:
        name = "overviews"
