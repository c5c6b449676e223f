"""The least of HTTP on a real socket, for answers that no framework would give: broken, late, or none."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

Answer = Callable[[dict[bytes, bytes], bytes, asyncio.StreamWriter], Awaitable[None]]
"""From headers, by name in small letters and with `:method` and `:path` among them, and body to what is written;
`ConnectionError` hangs up."""


@asynccontextmanager
async def serving(answer: Answer) -> AsyncIterator[str]:
    """Answer every request while the block runs; yields `http://127.0.0.1:port`."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                headers, body = await _request(reader)
                await answer(headers, body, writer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


async def _request(reader: asyncio.StreamReader) -> tuple[dict[bytes, bytes], bytes]:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).split(b"\r\n")[:-2]
    headers = {name.lower(): value for name, value in (line.split(b": ", 1) for line in lines)}
    headers[b":method"], headers[b":path"], _ = first.split(b" ")
    return headers, await reader.readexactly(int(headers.get(b"content-length", 0)))


def reply(content: bytes, status: int = 200, *, last: bool = False) -> bytes:
    """A response; the caller hangs up after the last one."""
    close = b"connection: close\r\n" if last else b""
    return b"HTTP/1.1 %d X\r\ncontent-length: %d\r\n%s\r\n%s" % (status, len(content), close, content)
