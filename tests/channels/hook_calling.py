"""A provider that calls a workspace's webhook over HTTP."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from litestar import Litestar

from tests.channels.recorded_webhooks import RECORDED, Recorded

KEPT = ("messages", "webhooks_seen", "suppressions", "deliveries", "feedback", "customers")
Headers = dict[str, bytes]


class Hook:
    """A provider that calls the address which a workspace gave it."""

    def __init__(self, http: httpx.AsyncClient, database: Any, kind: str, workspace: str, watch: Any) -> None:
        self.http, self.database, self.kind, self.workspace, self.watch = http, database, kind, workspace, watch
        self.path = f"/hooks/{kind.replace('.', '/', 1)}/{workspace}"

    @property
    def recorded(self) -> Recorded:
        return RECORDED[self.kind]

    def sealed(self, body: bytes | None = None, later: timedelta = timedelta()) -> bytes:
        """The recorded body or another one, with what is signed inside."""
        return self.recorded.sealed(self.watch() + later, body)

    def headers(self, body: bytes | None = None, later: timedelta = timedelta()) -> Headers:
        """What the provider sends along with a body."""
        sent = self.sealed(later=later) if body is None else body
        signed = self.recorded.headers(sent, self.watch() + later, f"http://voc.test{self.path}")
        return {name: value.encode("latin-1") for name, value in signed.items()}

    async def post(self, body: bytes | None = None, headers: Headers | None = None) -> httpx.Response:
        """The recorded request, or another body or other headers."""
        sent = self.sealed() if body is None else body
        given = self.headers(sent) if headers is None else headers
        raw = [(name.encode("latin-1"), value) for name, value in given.items()]
        return await self.http.post(self.path, content=sent, headers=raw)

    async def kept(self) -> dict[str, int]:
        """How much of it is on disk, by collection."""
        mine = {"workspace": self.workspace}
        return {name: len(await self.database[name].find(mine).to_list()) for name in KEPT}


@pytest_asyncio.fixture(loop_scope="session")
async def http(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody without a key or a session."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://voc.test") as client:
        yield client


@pytest.fixture
def connect(http: httpx.AsyncClient, database: Any, new_caller: Any, watch: Any) -> Any:
    """Connects a provider in a fresh workspace, as a program does; with `config` differing from the recorded one."""

    async def make(kind: str, **config: str) -> Hook:
        caller = await new_caller()
        made = await caller.http.put(f"/v1/channels/{kind}", json=RECORDED[kind].config | config)
        assert made.status_code == 200, made.text
        return Hook(http, database, kind, caller.workspace, watch)

    return make


def is_problem(answer: httpx.Response, *statuses: int) -> bool:
    """Refused as this service refuses."""
    said = answer.headers.get("content-type", "")
    return answer.status_code in statuses and said.startswith("application/problem+json")
