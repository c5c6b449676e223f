"""A provider on loopback that takes SMS, or does not, as a test wants."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

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

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer requests until the caller leaves."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = next(
                    int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line[:15] == b"content-length:"
                )
                await self._one(json.loads(await reader.readexactly(length)), writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _one(self, body: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        self.asked += 1
        what = self.answer(body)
        if what in ("ok", "odd", "drop"):
            self.taken.append(body)
        if what == "drop":
            raise ConnectionError
        status, text = _SAYS[what]
        content = (text % body["id"]).encode()
        writer.write(f"HTTP/1.1 {status} X\r\ncontent-length: {len(content)}\r\n\r\n".encode() + content)
        await writer.drain()


@asynccontextmanager
async def provider(answer: Answer = lambda _: "ok") -> AsyncIterator[Provider]:
    """A provider while the block runs."""
    made = Provider(answer)
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/messages"
    try:
        yield made
    finally:
        server.close()
