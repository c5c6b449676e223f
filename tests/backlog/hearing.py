"""A workspace that has heard of three troubles, of which one costs points."""

from collections.abc import Sequence
from typing import Any

from tests.themes.sorting import by_topic
from voc.backlog import service as backlog
from voc.themes import discovery


def verbatim(text: str, number: int, **more: Any) -> dict[str, Any]:
    return {"submission_id": f"s-{text}-{number}", "text": text, "channel": "review"} | more


def troubles() -> list[dict[str, Any]]:
    """90 customers: of 30 each, those of logging in score 4 to 6, those of delivery and of nothing 7 to 9."""
    said = [
        verbatim(f"login crash number {n}", n, rating=4 + n % 3, rating_scale=10, customer=f"l-{n}") for n in range(30)
    ]
    said += [
        verbatim(f"delivery crash number {n}", n, rating=7 + n % 3, rating_scale=10, customer=f"d-{n}")
        for n in range(30)
    ]
    said += [verbatim(f"hello number {n}", n, rating=7 + n % 3, rating_scale=10, customer=f"h-{n}") for n in range(30)]
    return said + [verbatim(f"search crash number {n}", n, customer=f"s-{n}") for n in range(30)]


async def say(caller: Any, engine: Any, said: Sequence[dict[str, Any]]) -> None:
    """Send feedback and have it read."""
    for start in range(0, len(said), 500):
        answer = await caller.http.post("/v1/feedback", json=said[start : start + 500])
        assert all(each["status"] == "stored" for each in answer.json()["items"]), answer.text
    await engine.settle()


async def ranked(caller: Any, watch: Any) -> dict[str, dict[str, Any]]:
    """The backlog after a ranking, by title."""
    await backlog.rank(caller.workspace, now=watch())
    items = (await caller.http.get("/v1/backlog")).json()["items"]
    return {item["title"]: item for item in items}


async def heard(caller: Any, engine: Any, watch: Any) -> dict[str, dict[str, Any]]:
    """A ranked workspace."""
    await say(caller, engine, troubles())
    await discovery.discover(caller.workspace, now=watch(), find=by_topic)
    return await ranked(caller, watch)
