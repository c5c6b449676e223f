"""Customers who ask, on one day or another."""

from datetime import timedelta
from typing import Any

from voc import outbox
from voc.faq import mining
from voc.queue import Task

QUESTIONS = (
    "Hello, how can I return a product?",
    "how do I return a product",
    "Hi! how can I return my product?",
    "how can I return a product that I bought?",
)
ANSWER = "You can return any unopened product within 14 days."


class Asking:
    """Questions in, counts out, through the front door."""

    def __init__(self, caller: Any, engine: Any, watch: Any) -> None:
        self.caller, self.http, self.workspace = caller, caller.http, caller.workspace
        self.engine, self.watch = engine, watch
        self._said = 0

    async def ask(self, customer: str | None, *, days_ago: float, text: str | None = None) -> None:
        """Somebody asked so many days before the present."""
        self._said += 1
        at = self.watch() - timedelta(days=days_ago)
        said = {
            "submission_id": f"r-{self._said}", "text": text or QUESTIONS[self._said % len(QUESTIONS)],
            "channel": "email", "occurred_at": at.isoformat(), "customer": customer,
        }  # fmt: skip
        assert (await self.http.post("/v1/feedback", json=said)).is_success

    async def mine(self) -> None:
        """Tonight's work, and what it asks for."""
        await self.engine.settle()
        await mining.mine(self.workspace, now=self.watch())
        await outbox.request(self.workspace, Task.measure_deflection, at=self.watch())
        await self.engine.settle()

    async def publish(self) -> str:
        """Give the one entry an answer and publish it; its id."""
        (entry,) = (await self.http.get("/v1/faqs")).json()["items"]
        path = f"/v1/faqs/{entry['id']}"
        for wish in ({"answer": [{"text": ANSWER}]}, {"state": "approved"}, {"state": "published"}):
            answer = await self.http.patch(path, json=wish)
            assert answer.status_code == 200, answer.text
        await self.engine.settle()
        return str(entry["id"])

    async def deflection(self, id_: str) -> dict[str, Any] | None:
        """What is told of an entry."""
        answer = await self.http.get(f"/v1/faqs/{id_}/deflection")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] | None = answer.json()["deflection"]
        return found
