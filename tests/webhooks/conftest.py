"""A service whose operator has opened loopback, and a receiver that listens there."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
import pytest_asyncio
from standardwebhooks import Webhook as Verifier

from tests.loopback import reply, serving
from tests.opened import app, declared_tasks, engine, opened  # noqa: F401  pytest finds fixtures by name
from voc.webhooks.announcing import Happened, announce
from voc.webhooks.catalogue import Type


class Receiver:
    """Answers as told, the last answer for ever, and remembers what came."""

    def __init__(self) -> None:
        self.url = ""
        self.answers: list[bytes | Exception] = [reply(b"ok")]
        self.taken: list[tuple[dict[str, str], bytes]] = []

    def answer(self, *answers: bytes | Exception | int) -> None:
        """From now on; a number is a status."""
        self.answers = [reply(b"said", each) if isinstance(each, int) else each for each in answers]

    async def __call__(self, headers: dict[bytes, bytes], body: bytes, writer: Any) -> None:
        self.taken.append(({name.decode(): value.decode() for name, value in headers.items()}, body))
        said = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(said, Exception):
            raise said
        writer.write(said)

    def ids(self) -> list[str]:
        """What the receiver tells events apart by."""
        return [headers["webhook-id"] for headers, _ in self.taken]


@pytest_asyncio.fixture(loop_scope="session")
async def receiver() -> AsyncIterator[Receiver]:
    """Listens on loopback."""
    made = Receiver()
    async with serving(made) as url:
        made.url = url + "/hooks"
        yield made


@pytest.fixture(autouse=True)
def no_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits are as planned, to the millisecond."""
    monkeypatch.setattr("voc.webhooks.tasks.random.random", lambda: 0.0)


@pytest.fixture
def verify(watch: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Reads an event as a receiver would who checks it with an independent implementation, on the service's clock."""

    class ServiceTime(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return watch()

    monkeypatch.setattr("standardwebhooks.webhooks.datetime", ServiceTime)

    def read(secret: str, taken: tuple[dict[str, str], bytes]) -> Any:
        headers, body = taken
        return Verifier(secret).verify(body, headers)

    return read


async def add(caller: Any, url: str, *events: str, **fields: Any) -> dict[str, Any]:
    """A webhook with its secret."""
    body = {"url": url, "events": list(events) or ["*"]} | fields
    answer = await caller.http.post("/v1/webhooks", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def happens(caller: Any, watch: Any, key: str = "a", type_: Type = Type.theme_created, **data: Any) -> int:
    """Something does in the workspace of `caller`; returns how many deliveries that made."""
    return await announce(caller.workspace, type_, [Happened(key=key, at=watch(), data=data)], now=watch())


async def log(caller: Any, webhook: dict[str, Any], **query: Any) -> list[dict[str, Any]]:
    """The deliveries of a webhook, the latest first."""
    answer = await caller.http.get(f"/v1/webhooks/{webhook['id']}/deliveries", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def again(caller: Any, path: str, **body: Any) -> int:
    """Redeliver what is at the path; returns how many that is."""
    answer = await caller.http.post(f"/v1/webhooks/{path}/redeliver", json=body or None)
    assert answer.status_code == 202, answer.text
    return answer.json()["redelivered"]
