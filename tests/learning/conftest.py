"""A workspace whose feedback a quick model has read."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest_asyncio

from tests.engine import declared_tasks, engine  # noqa: F401  pytest finds fixtures by name

Send = Callable[..., Awaitable[list[str]]]


@pytest_asyncio.fixture(loop_scope="session")
async def send(caller: Any, engine: Any) -> Send:  # noqa: F811
    """Sends texts, has them read, and gives their ids in order."""
    sent = 0

    async def give(texts: Sequence[str]) -> list[str]:
        nonlocal sent
        body = [
            {"submission_id": f"s-{sent + n}", "text": text, "channel": "review", "customer": f"c-{sent + n}"}
            for n, text in enumerate(texts)
        ]
        sent += len(texts)
        answers = (await caller.http.post("/v1/feedback", json=body)).json()["items"]
        await engine.settle()
        return [answer["id"] for answer in answers]

    return give


@pytest_asyncio.fixture(loop_scope="session")
async def doubted(send: Send, database: Any) -> list[str]:
    """Ids of three complaints that the model doubts."""
    ids = await send(["login crash, why?", "login crash at last", "price crash this week"])
    await database.feedback.update_many({"_id": {"$in": ids}}, {"$set": {"kind_confidence": 0.3, "unsure": True}})
    return ids
