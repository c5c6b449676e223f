"""A workspace with a ranked backlog and a tracker, whose provider listens on loopback."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from tests.backlog_workflow.ranked import rank
from tests.engine import Engine
from tests.loopback import serving
from tests.opened import app, declared_tasks, engine, opened  # noqa: F401  pytest finds fixtures by name
from tests.trackers.providing import FAKES, Provider, payload
from voc.settings import Settings
from voc.trackers import connecting
from voc.trackers.adapters.linear import Linear
from voc.trackers.schemas import TrackerIn


@pytest.fixture(autouse=True)
def no_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits are as planned, to the millisecond."""
    monkeypatch.setattr("voc.trackers.tasks.random.random", lambda: 0.0)


@pytest_asyncio.fixture(loop_scope="session", params=sorted(FAKES))
async def provider(request: Any, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Provider]:
    """Each of them in turn."""
    made = FAKES[request.param]()
    async with serving(made) as url:
        made.url = url
        monkeypatch.setattr(Linear, "address", url)
        yield made


class Shop:
    """A workspace whose first item may get an issue."""

    def __init__(self, caller: Any, items: list[str], provider: Provider, engine: Engine) -> None:  # noqa: F811
        self.caller, self.items, self.provider, self.engine = caller, items, provider, engine
        self.workspace, self.item = caller.workspace, items[0]
        self.tracker = self.secret = ""

    async def connect(self, settings: Settings, watch: Any) -> None:
        """As an administrator does."""
        provider = self.provider
        fields = {"kind": provider.kind, "project": provider.project, "base_url": provider.url, "token": "of-this-test"}
        wanted = TrackerIn.model_validate(fields | provider.connection)
        self.tracker, self.secret = await connecting.connect(self.workspace, wanted, settings.egress, now=watch())

    async def decide(self, **fields: Any) -> None:
        """Change the item over the API, a little later: the dispatcher looks at the same item every ten seconds."""
        self.engine.watch.turn(timedelta(seconds=11))
        answer = await self.caller.http.patch(f"/v1/backlog/{self.item}", json=fields)
        assert answer.status_code == 200, answer.text

    async def read(self) -> dict[str, Any]:
        """The item."""
        return (await self.caller.http.get(f"/v1/backlog/{self.item}")).json()

    async def hook(self, body: Any = None, **headers: str) -> Any:
        """What the provider sends when somebody closes the issue there."""
        body = payload(self.provider.kind, self.provider.closed_event) if body is None else body
        if self.provider.kind == "linear" and self.provider.issues:
            body["data"]["id"] = next(iter(self.provider.issues))
        raw = json.dumps(body).encode()
        signed = self.provider.sign(self.secret, raw) | headers
        path = f"/hooks/trackers/{self.provider.kind}/{self.tracker}"
        return await self.caller.http.post(path, content=raw, headers={"content-type": "application/json"} | signed)


@pytest_asyncio.fixture(loop_scope="session")
async def shop(caller: Any, engine: Engine, provider: Provider, opened: Settings, watch: Any) -> Shop:  # noqa: F811
    """Connected, and nothing linked yet."""
    made = Shop(caller, await rank(caller.workspace, watch), provider, engine)
    await made.connect(opened, watch)
    return made
