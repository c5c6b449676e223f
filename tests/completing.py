"""A chat completion on loopback that answers as a test wants, or does not."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from tests.loopback import reply, serving

Serve = Callable[["Endpoint", dict[str, Any]], Awaitable[bytes]]


class Endpoint:
    """A chat completion on loopback, and what it was asked."""

    def __init__(self, serve: Serve) -> None:
        self.serve = serve
        self.asked: list[dict[str, Any]] = []
        self.keys: list[bytes] = []
        self.pause_seconds = 0.0
        """After each byte; 0: all at once."""
        self.url = ""

    async def answer(self, headers: dict[bytes, bytes], content: bytes, writer: asyncio.StreamWriter) -> None:
        """Answer one request and hang up."""
        body = json.loads(content)
        self.asked.append(body)
        self.keys.append(headers.get(b"authorization", b""))
        answer = await self.serve(self, body)
        for drop in [answer[at : at + 1] for at in range(len(answer))] if self.pause_seconds else [answer]:
            writer.write(drop)
            await writer.drain()
            await asyncio.sleep(self.pause_seconds)
        raise ConnectionError("one answer is all")

    def said(self) -> str:
        """Everything that it was sent."""
        return json.dumps(self.asked, ensure_ascii=False)


@asynccontextmanager
async def endpoint(serve: Serve) -> AsyncIterator[Endpoint]:
    """An endpoint while the block runs."""
    made = Endpoint(serve)
    async with serving(made.answer) as url:
        made.url = f"{url}/v1"
        yield made


def completion(name: str) -> bytes:
    said = {"choices": [{"message": {"role": "assistant", "content": name}}]}
    return reply(json.dumps(said).encode(), last=True)


def calling(**names: str) -> Serve:
    """Answers with the name that belongs to the first keyword."""

    async def serve(_: Endpoint, body: dict[str, Any]) -> bytes:
        return completion(names[json.loads(body["messages"][1]["content"])["keywords"][0]])

    return serve


def always(answer: bytes) -> Serve:
    async def serve(_: Endpoint, __: dict[str, Any]) -> bytes:
        return answer

    return serve
