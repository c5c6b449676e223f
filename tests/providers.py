"""A provider on loopback that takes SMS, or does not, as a test wants."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from tests.loopback import reply, serving

Answer = Callable[[dict[str, Any]], str]
"""From what was sent to what happens: `ok`, `busy` (503), `no` (400), `odd` (200 and no JSON), `drop` (no answer)."""
_SAYS = {"ok": (200, '{"id": "p-%s"}'), "busy": (503, "%s"), "no": (400, "%s"), "odd": (200, "<html>%s")}


class Provider:
    """What it was sent, by our id."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.taken: list[dict[str, Any]] = []
        """Messages that it sends on: whatever it does with the connection afterwards."""
        self.asked = 0
        self.url = ""

    async def serve(self, _: dict[bytes, bytes], content: bytes, writer: asyncio.StreamWriter) -> None:
        """Answer one request."""
        body = json.loads(content)
        self.asked += 1
        what = self.answer(body)
        if what in ("ok", "odd", "drop"):
            self.taken.append(body)
        if what == "drop":
            raise ConnectionError
        status, text = _SAYS[what]
        writer.write(reply((text % body["id"]).encode(), status))


@asynccontextmanager
async def provider(answer: Answer = lambda _: "ok") -> AsyncIterator[Provider]:
    """A provider while the block runs."""
    made = Provider(answer)
    async with serving(made.serve) as url:
        made.url = f"{url}/messages"
        yield made
