"""What a provider's adapter knows and does."""

import hashlib
import hmac
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar
from urllib.parse import urlsplit

import httpx
from pydantic import Field

from voc.clock import Clock
from voc.trackers.calling import Api
from voc.trackers.domain import Checked, IssueState
from voc.trackers.drafting import Draft
from voc.values import Value

PAGE_ISSUES = 100
PAGES_SEARCHED = 5
"""Of a hundred issues that came or changed since the call whose outcome nobody knows."""
CLOCKS_DIFFER = timedelta(minutes=5)
"""By so much at most the provider's clock goes ahead of ours."""


class Issue(Value):
    """An issue as the provider has it now."""

    id: str
    """The provider's own, as its webhooks name it."""
    key: str
    """What people call it."""
    url: Annotated[str, Field(pattern="^https?://", max_length=500)]
    title: str
    state: IssueState


class Config(Value):
    """What a tracker is connected with."""

    project: str
    base_url: str
    account: str = ""
    token: str
    settings: dict[str, str] = {}


class Hook(Value):
    """What came to our address."""

    headers: dict[str, str]
    """By name in small letters."""
    body: bytes
    at: datetime


class Adapter(ABC):
    """One provider. Every method that calls raises `TrackerTrouble` when it does not get what it asks for."""

    kind: ClassVar[str]
    title: ClassVar[str]
    docs: ClassVar[str]
    """Where the provider explains tokens."""
    address: ClassVar[str] = ""
    """Where it usually is; empty: everybody has their own."""
    fixed_address: ClassVar[bool] = False
    """Whether it is nowhere else."""
    project_example: ClassVar[str]
    project_pattern: ClassVar[str]
    """What the name of a project looks like; a regular expression for all of it."""
    project_in_capitals: ClassVar[bool] = False
    states: ClassVar[frozenset[IssueState]]
    """Those that it tells apart."""
    asks_account: ClassVar[bool] = False
    """Whether a token alone says too little."""
    makes_secret: ClassVar[bool] = False
    """Whether the secret of its webhook is made by the provider, not by us."""
    settings: ClassVar[dict[str, str]] = {}
    """What it alone needs to know, with what it usually is."""

    def __init__(self, config: Config, http: httpx.AsyncClient, clock: Clock) -> None:
        self.config = config
        self.clock = clock
        self.api = Api(http, self.api_url(), self.headers(), clock)

    @abstractmethod
    def api_url(self) -> str:
        """What the paths of its API follow."""

    @abstractmethod
    def headers(self) -> dict[str, str]:
        """What every call carries, credentials among it."""

    @abstractmethod
    async def check(self) -> Checked:
        """Try the connection without writing anything."""

    @abstractmethod
    async def create(self, draft: Draft, reference: str) -> Issue:
        """Create an issue that bears the reference."""

    @abstractmethod
    async def find(self, reference: str, since: datetime) -> Issue | None:
        """The issue that bears the reference, if a call made at `since` or later created it."""

    @abstractmethod
    async def look(self, issue: str) -> Issue:
        """An issue by its id or by what people call it."""

    @abstractmethod
    async def move(self, issue: str, state: IssueState) -> Issue:
        """Put an issue into another state; returns how it stands then."""

    async def rows(self, path: str, query: dict[str, Any]) -> AsyncIterator[Any]:
        """Of a list in numbered pages, so many as a search is worth."""
        for page in range(1, PAGES_SEARCHED + 1):
            asked = query | {"per_page": PAGE_ISSUES, "page": page}
            found = await self.api.call("GET", path, query=asked)
            for row in found:
                yield row
            if len(found) < PAGE_ISSUES:
                return

    @classmethod
    @abstractmethod
    def locate(cls, text: str, project: str, base_url: str) -> str | None:
        """What `look` takes for the address or the number that a person entered; None: no issue of this project."""

    @staticmethod
    @abstractmethod
    def verify(secret: str, hook: Hook) -> bool:
        """Whether the provider, and nobody else, has sent this just now; before anything in it is read."""

    @classmethod
    @abstractmethod
    def heard(cls, project: str, headers: dict[str, str], body: Any) -> str | None:
        """The id of the issue that a webhook speaks of; None: of something else, or of another project."""


def earliest(since: datetime) -> str:
    """When the provider's clock showed at least that, as its API reads times (RFC 3339)."""
    return (since - CLOCKS_DIFFER).strftime("%Y-%m-%dT%H:%M:%SZ")


def hmac_hex(secret: str, body: bytes) -> str:
    """HMAC-SHA256 in small hexadecimal digits."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compared without telling by time how much is alike."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def path_of(address: str, base_url: str) -> str | None:
    """The path of an address at a provider's host; None: it is none, or another host's."""
    parts, own = urlsplit(address.strip()), urlsplit(base_url)
    if parts.scheme not in ("http", "https") or parts.netloc.lower() != own.netloc.lower():
        return None
    return parts.path.removeprefix(own.path.rstrip("/"))


def inner(body: Any, *names: str) -> Any:
    """A value deep inside what came; None where the way ends before."""
    for name in names:
        body = body.get(name) if isinstance(body, dict) else None
    return body
