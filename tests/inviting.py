"""Campaigns, people and the whole way of a message: dispatcher, tasks, gate, built-in outbox."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from pymongo.asynchronous.database import AsyncDatabase

from tests.surveying import ALWAYS, publish
from voc import dispatcher
from voc.channels import contents
from voc.channels.documents import Delivery
from voc.errors import VocError
from voc.queue import TASKS, Context, Task
from voc.settings import Settings

LEFT = (
    "deliveries", "campaigns", "invitations", "campaign_buckets", "signals", "responses", "feedback", "chores",
    "backlog_work", "tellings", "verdicts",
)  # fmt: skip


class Post:
    """Dispatcher and worker, driven by hand, and a look into the outbox."""

    def __init__(self, settings: Settings, watch: Callable[[], Any]) -> None:
        self.context = Context(settings=settings, clock=watch)
        self.watch = watch
        self.sources = dispatcher.sources(settings.work)
        self.published: list[tuple[str, list[str]]] = []

    async def publish(self, task: str, ids: list[str]) -> None:
        """Take a message."""
        self.published.append((task, ids))

    async def settle(self, rounds: int = 30) -> None:
        """Look and work until nothing is due."""
        for _ in range(rounds):
            await dispatcher.tick(self.sources, self.publish, now=self.watch())
            if not self.published:
                return
            while self.published:
                task, ids = self.published.pop(0)
                with suppress(VocError):  # a worker logs it; the lease ends by itself
                    await TASKS[Task(task)](ids, self.context)
            self.watch.turn(timedelta(seconds=1))

    async def later(self, **by: float) -> None:
        """Let time pass, and do what then is due."""
        self.watch.turn(timedelta(**by))
        await self.settle()

    async def deliveries(self, workspace: str, **fields: Any) -> list[dict[str, Any]]:
        """Everything that was queued, in order, with what it says as whoever may read it reads it."""
        condition = {"workspace": workspace} | fields
        rows = await Delivery.get_pymongo_collection().find(condition).sort("queued_at", 1).to_list()
        return [row | {"content": contents.opened(row)} for row in rows]

    async def sent(self, workspace: str) -> list[dict[str, Any]]:
        """What a provider, or the outbox, has taken."""
        return [row for row in await self.deliveries(workspace) if row["sent_at"]]


@pytest.fixture(scope="session", autouse=True)
def declared_tasks() -> None:
    """Declare the tasks."""
    import voc.worker  # noqa: F401


@pytest_asyncio.fixture(loop_scope="session")
async def post(settings: Settings, database: AsyncDatabase[Any], watch: Any) -> Post:
    """Nothing due from an earlier test."""
    for name in LEFT:
        await database[name].delete_many({})
    return Post(settings, watch)


class Company:
    """A workspace with a published survey, over HTTP."""

    def __init__(self, caller: Any, survey: dict[str, Any]) -> None:
        self.caller, self.http, self.workspace, self.survey = caller, caller.http, caller.workspace, survey

    async def ok(self, method: str, path: str, **request: Any) -> Any:
        """JSON of a call that works."""
        answer = await self.http.request(method, path, **request)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    async def campaign(self, people: str | None = None, start: bool = True, **fields: Any) -> dict[str, Any]:
        """A started campaign, of a list where `people` is CSV."""
        audience = {"kind": "people"} if people is not None else {"kind": "everyone"}
        body = {"name": "After delivery", "survey": self.survey["id"], "audience": audience} | fields
        made = await self.ok("POST", "/v1/campaigns", json=body)
        if people is not None:
            path = f"/v1/campaigns/{made['id']}/recipients"
            await self.ok("POST", path, content=people.encode(), headers={"content-type": "text/csv"})
        return await self.ok("POST", f"/v1/campaigns/{made['id']}/start") if start else made

    async def read(self, campaign: dict[str, Any]) -> Any:
        """A campaign as it stands."""
        return await self.ok("GET", f"/v1/campaigns/{campaign['id']}")

    async def invitations(self, **query: str) -> list[dict[str, Any]]:
        """Invitations, the newest first."""
        found: list[dict[str, Any]] = (await self.ok("GET", "/v1/invitations", params=query))["items"]
        return found

    async def rules(self, **fields: Any) -> None:
        """Set the sending rules."""
        await self.ok("PUT", "/v1/sending-rules", json=fields)


@pytest_asyncio.fixture(loop_scope="session")
async def company(caller: Any) -> Company:
    """Its survey may be asked again and again."""
    return Company(caller, await publish(caller, targeting={"frequency": ALWAYS}))
