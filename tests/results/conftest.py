"""A survey with responses, and a worker that counts them when the test says so."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from pymongo.asynchronous.database import AsyncDatabase

from tests.engine import declared_tasks, engine  # noqa: F401  fixtures
from voc.results import counters

DEFINITION: dict[str, Any] = {
    "name": "After delivery",
    "languages": ["en", "ko"],
    "hidden": ["order"],
    "questions": [
        {"id": "nps", "type": "nps", "text": {"en": "Would you recommend us?", "ko": "추천하시겠어요?"}},
        {"id": "why", "type": "text", "text": {"en": "Why?", "ko": "이유가 무엇인가요?"}},
        {
            "id": "plan",
            "type": "single",
            "other": True,
            "text": {"en": "Which plan?", "ko": "어떤 요금제인가요?"},
            "choices": [{"id": "free", "text": {"en": "Free", "ko": "무료"}}, {"id": "pro", "text": {"en": "Pro"}}],
        },
        {
            "id": "grid",
            "type": "matrix",
            "text": {"en": "How was it?"},
            "rows": [{"id": "speed", "text": {"en": "Speed"}}, {"id": "price", "text": {"en": "Price"}}],
            "columns": [{"id": "bad", "text": {"en": "Bad"}}, {"id": "good", "text": {"en": "Good"}}],
        },
    ],
}

Send = Callable[..., Awaitable[str]]


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def nothing_to_count(database: AsyncDatabase[Any]) -> None:
    """Counting goes over all workspaces: what other tests left must not stand in line before ours."""
    for name in ("responses", "survey_buckets"):
        await database[name].delete_many({})


@pytest_asyncio.fixture(loop_scope="session")
async def survey(caller: Any) -> dict[str, Any]:
    """A published survey."""
    made = (await caller.http.post("/v1/surveys", json=DEFINITION)).json()
    published = await caller.http.post(f"/v1/surveys/{made['id']}/publish")
    assert published.status_code == 200, published.text
    return published.json()


@pytest.fixture
def send(caller: Any, survey: dict[str, Any]) -> Send:
    """Sends a response to the survey; answers its id."""
    sent = 0

    async def send(**fields: Any) -> str:
        nonlocal sent
        sent += 1
        body = {"survey": survey["id"], "submission_id": f"r-{sent}", "answers": {"nps": 9}} | fields
        answer = await caller.http.post("/v1/responses", json=body)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["id"])

    return send


@pytest.fixture
def counted(watch: Any) -> Callable[[], Awaitable[None]]:
    """Counts everything that changed; large buckets have rested by then."""

    async def count() -> None:
        watch.turn(timedelta(minutes=5))
        while not (await counters.settle(now=watch(), timer=lambda: 0.0)).is_over():
            pass

    return count
