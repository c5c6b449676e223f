"""An item's issue as pages and programs are shown it, and how it is asked for."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from voc.clock import from_stamp
from voc.trackers.domain import IssueState, Trouble
from voc.values import Value

Row = dict[str, Any]


class LinkOut(Value):
    """An item's issue."""

    key: str
    url: str
    title: str
    state: IssueState | None
    """None: not looked at yet."""
    moving: bool
    """Whether something is on its way."""
    created: bool
    """Whether the issue is there."""
    trouble: Trouble | None
    detail: str
    next_try_at: datetime | None
    looked_at: datetime | None
    tracker: str
    kind: str


class IssueIn(Value):
    """An issue for an item: a new one, or one that is there."""

    tracker: str
    """A connected tracker's id."""
    issue: str | None = Field(default=None, min_length=1, max_length=500)
    """Number or address of one that is there; left out: it is created."""
    language: Literal["en", "ko"] = "en"
    """Of our words in a new one."""
    quoted: bool = True
    """Whether customers' words go into a new one, redacted."""


class TrackerName(Value):
    """A tracker that an issue may be in."""

    id: str
    kind: str
    title: str
    project: str


class ItemIssueOut(Value):
    """An item's issue."""

    issue: LinkOut | None
    """Null: it has none."""
    trackers: list[TrackerName]
    """Where it may get one."""


def link_out(row: Row, kind: str) -> LinkOut:
    """A stored link as the outside sees it."""
    pending = row["state"] == "pending"
    later = pending and row["tries"] > 0
    return LinkOut(
        key=row["key"],
        url=row["url"],
        title=row["issue_title"],
        state=row["issue_state"],
        moving=pending and not later,
        created=bool(row["url"]),
        trouble=row["trouble"],
        detail=row["trouble_detail"],
        next_try_at=from_stamp(row["next_dispatch_at"]) if later else None,
        looked_at=from_stamp(row["looked_at"]) if row["looked_at"] is not None else None,
        tracker=row["tracker"],
        kind=kind,
    )
