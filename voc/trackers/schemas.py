"""What connects a tracker, and what pages and programs are shown of it."""

import re
from datetime import datetime
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, field_validator, model_validator

from voc.clock import from_stamp
from voc.egress.targets import URL_LIMIT_CHARACTERS
from voc.trackers.adapters import ADAPTERS, Adapter
from voc.trackers.domain import Checked, Rules, Trouble
from voc.values import Value

Row = dict[str, Any]
Secret = Annotated[str, Field(max_length=500)]


def _known(kind: str) -> str:
    if kind not in ADAPTERS:
        raise ValueError(f"is none of {', '.join(ADAPTERS)}")
    return kind


Kind = Annotated[str, AfterValidator(_known), Field(json_schema_extra={"enum": list(ADAPTERS)})]
"""One of the providers."""


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

    kind: Kind
    project: str = Field(max_length=300)
    """As the provider names it: `acme/shop`, `SHOP`, `ENG`."""
    base_url: str = Field(default="", max_length=URL_LIMIT_CHARACTERS)
    """Where it is; may be left out for the provider's own cloud."""

    @model_validator(mode="before")
    @classmethod
    def _in_capitals(cls, given: Any) -> Any:
        if not isinstance(given, dict) or not isinstance(given.get("project"), str):
            return given
        project, adapter = given["project"].strip("/ "), ADAPTERS.get(str(given.get("kind")))
        return given | {"project": project.upper() if adapter and adapter.project_in_capitals else project}

    @model_validator(mode="after")
    def _whole(self) -> Self:
        adapter = ADAPTERS[self.kind]
        if not re.fullmatch(adapter.project_pattern, self.project):
            raise ValueError(f"project is written as in {adapter.project_example}")
        if not self.token:
            raise ValueError("token is needed")
        if adapter.asks_account and not self.account:
            raise ValueError("account is needed: the e-mail address that the token belongs to")
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


class TrackerChange(Value):
    """Some fields of a tracker; what is left out stays."""

    account: str = Field(default="", max_length=200)
    token: Secret = ""
    """Never read back."""
    issue_type: str = Field(default="", max_length=80)
    rules: Rules | None = None
    """All of them, in place of those that there are."""

    def connection(self) -> TrackerPatch:
        """What of it concerns the connection."""
        return TrackerPatch(account=self.account, token=self.token, issue_type=self.issue_type)


class SecretIn(Value):
    """The secret of a webhook whose provider makes it."""

    secret: Secret = ""
    """Empty: one is made here, where the provider takes ours."""


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
    hook_path: str
    """Where its webhook is to call, below the address of this service."""
    heard_at: datetime | None
    """When its webhook last called; None: never yet."""


class CheckOut(Value):
    """Whether a connection works."""

    works: bool
    checked: Checked | None
    """What was found; null where it does not work."""
    trouble: Trouble | None
    detail: str
    """In the provider's words."""


class TrackerMade(TrackerOut):
    """A tracker that was just connected, with the secret of its webhook, which nothing shows again."""

    secret: str | None
    """Null where the provider makes it."""
    check: CheckOut


class SecretOut(Value):
    """A new secret, which nothing shows again."""

    secret: str


class TrackerList(Value):
    """A workspace's trackers, in the order in which they were connected."""

    items: list[TrackerOut]
    next: None = None


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
        hook_path=f"/hooks/trackers/{row['kind']}/{row['_id']}",
        heard_at=_time(row["heard_at"]),
        **plain,
    )


def _time(stamp: int | None) -> datetime | None:
    return from_stamp(stamp) if stamp is not None else None
