"""A chat completion on loopback that answers as a test wants, or does not."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

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

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request, one answer."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).split(b"\r\n")
            headers = dict(line.lower().split(b": ", 1) for line in head[1:-2])
            body = json.loads(await reader.readexactly(int(headers[b"content-length"])))
            self.asked.append(body)
            self.keys.append(headers.get(b"authorization", b""))
            answer = await self.serve(self, body)
            for drop in [answer[at : at + 1] for at in range(len(answer))] if self.pause_seconds else [answer]:
                writer.write(drop)
                await writer.drain()
                await asyncio.sleep(self.pause_seconds)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def said(self) -> str:
        """Everything that it was sent."""
        return json.dumps(self.asked, ensure_ascii=False)


@asynccontextmanager
async def endpoint(serve: Serve) -> AsyncIterator[Endpoint]:
    """An endpoint while the block runs."""
    made = Endpoint(serve)
    server = await asyncio.start_server(made.answer, "127.0.0.1", 0)
    made.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    try:
        yield made
    finally:
        server.close()


def reply(content: bytes, status: int = 200) -> bytes:
    return b"HTTP/1.1 %d X\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%s" % (status, len(content), content)


def completion(name: str) -> bytes:
    return reply(json.dumps({"choices": [{"message": {"role": "assistant", "content": name}}]}).encode())


def calling(**names: str) -> Serve:
    """Answers with the name that belongs to the first keyword."""

    async def serve(_: Endpoint, body: dict[str, Any]) -> bytes:
        return completion(names[json.loads(body["messages"][1]["content"])["keywords"][0]])

    return serve


def always(answer: bytes) -> Serve:
    async def serve(_: Endpoint, __: dict[str, Any]) -> bytes:
        return answer

    return serve
