"""What connects a tracker, and what pages and programs are shown of trackers and links."""

import re
from datetime import datetime
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator

from voc.clock import from_stamp
from voc.egress.targets import URL_LIMIT_CHARACTERS
from voc.trackers.adapters import ADAPTERS, Adapter
from voc.trackers.domain import IssueState, Rules, Trouble
from voc.values import Value

Row = dict[str, Any]
Secret = Annotated[str, Field(max_length=500)]


class TrackerPatch(Value):
    """The connection of a tracker; what is left out stays."""

    account: str = Field(default="", max_length=200)
    token: Secret = ""
    secret: Secret = ""
    """Where the provider makes it: when it knows our address, which is when the tracker is connected."""
    issue_type: str = Field(default="", max_length=80)

    @field_validator("token", "secret", "account")
    @classmethod
    def _in_a_header(cls, given: str) -> str:
        if not given.isprintable() or not given.isascii():
            raise ValueError("has letters that no token has")
        return given

    def settings(self, adapter: type[Adapter]) -> dict[str, str]:
        """What this provider alone needs."""
        return {name: getattr(self, name) or usual for name, usual in adapter.settings.items()}


class TrackerIn(TrackerPatch):
    """A tracker to be connected."""

    kind: str
    project: str = Field(max_length=300)
    base_url: str = Field(default="", max_length=URL_LIMIT_CHARACTERS)

    @model_validator(mode="before")
    @classmethod
    def _in_capitals(cls, given: dict[str, Any]) -> dict[str, Any]:
        project = str(given.get("project", "")).strip("/ ")
        capitals = ADAPTERS[given["kind"]].project_in_capitals
        return given | {"project": project.upper() if capitals else project}

    @model_validator(mode="after")
    def _whole(self) -> Self:
        adapter = ADAPTERS[self.kind]
        if not re.fullmatch(adapter.project_pattern, self.project):
            raise ValueError("project")
        if not self.token:
            raise ValueError("token")
        if adapter.asks_account and not self.account:
            raise ValueError("account")
        return self

    @field_validator("base_url")
    @classmethod
    def _bare(cls, given: str) -> str:
        """Without a slash at the end, a query or a fragment."""
        parts = urlsplit(given.strip())
        return f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/") if parts.netloc else given

    def address(self) -> str:
        """Where it is called."""
        adapter = ADAPTERS[self.kind]
        own = self.base_url.removesuffix(f"/{self.project}")  # as people copy it from the project's page
        return adapter.address if adapter.fixed_address else own or adapter.address


class TrackerOut(Value):
    """A connected tracker, without its secrets."""

    id: str
    kind: str
    title: str
    project: str
    base_url: str
    account: str
    issue_type: str
    rules: Rules
    makes_secret: bool
    has_secret: bool
    heard_at: datetime | None
    """When its webhook last called; None: never yet."""


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


def tracker_out(row: Row) -> TrackerOut:
    """A stored tracker as the outside sees it."""
    adapter = ADAPTERS[row["kind"]]
    plain = {name: row[name] for name in ("kind", "project", "base_url", "account")}
    return TrackerOut(
        id=row["_id"],
        title=adapter.title,
        issue_type=row["settings"].get("issue_type", ""),
        rules=Rules.model_validate(row["rules"]),
        makes_secret=adapter.makes_secret,
        has_secret=bool(row["sealed_secret"]),
        heard_at=_time(row["heard_at"]),
        **plain,
    )


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
        looked_at=_time(row["looked_at"]),
        tracker=row["tracker"],
        kind=kind,
    )


def _time(stamp: int | None) -> datetime | None:
    return from_stamp(stamp) if stamp is not None else None
