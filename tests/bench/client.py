"""A lean HTTP/1.1 client: keep-alive, one request at a time per connection, answers counted and timed.

Raw, so that measuring costs little beside what is measured; the reports say how much.
"""

import asyncio
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass
class Load:
    """What became of the requests of one run."""

    latencies: list[float] = field(default_factory=list)
    """Seconds from the last byte handed over to the last one read, per answered request."""
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0
    """From the first request to the last answer."""
    sample: bytes = b""
    """The last answer, for messages."""

    @property
    def per_second(self) -> float:
        """Answers per second."""
        return len(self.latencies) / self.seconds


class _Source:
    """Requests until the count or the time is used up."""

    def __init__(self, requests: Iterator[bytes], *, count: int, seconds: float) -> None:
        self._requests = requests
        self._left = count
        self._until = time.perf_counter() + seconds

    def next(self) -> bytes | None:
        if self._left <= 0 or time.perf_counter() >= self._until:
            return None
        self._left -= 1
        return next(self._requests)


class _Connection(asyncio.Protocol):
    def __init__(self, source: _Source, load: Load) -> None:
        self._source = source
        self._load = load
        self._received = b""
        self._sent_at = 0.0
        self._waiting = False
        self._transport: asyncio.Transport | None = None
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def send(self) -> None:
        """Send the next request, or leave."""
        assert self._transport is not None
        request = self._source.next()
        self._waiting = request is not None
        if request is None:
            self._transport.close()
            return
        self._sent_at = time.perf_counter()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._received += data
        head = self._received.find(b"\r\n\r\n")
        if head < 0:
            return
        length = _LENGTH.search(self._received, 0, head)
        if length is None:
            self._fail(ConnectionError(f"an answer without a length: {self._received[:200]!r}"))
            return
        if len(self._received) < head + 4 + int(length[1]):
            return
        self._load.latencies.append(time.perf_counter() - self._sent_at)
        self._load.statuses[int(self._received[9:12])] += 1
        self._load.sample = self._received
        self._received = b""
        self.send()

    def connection_lost(self, error: Exception | None) -> None:
        if self._waiting:
            self._fail(error or ConnectionError("the server closed the connection before it answered"))
        elif not self.done.done():
            self.done.set_result(None)

    def _fail(self, error: Exception) -> None:
        if not self.done.done():
            self.done.set_exception(error)


async def drive(port: int, requests: Iterator[bytes], *, connections: int, count: int, seconds: float) -> Load:
    """Send requests over some connections until `count` are sent or `seconds` are over; each is answered.

    Raises:
        OSError: the server refused or dropped a connection.
    """
    loop, load, opened = asyncio.get_running_loop(), Load(), []
    source = _Source(requests, count=count, seconds=seconds)
    for _ in range(connections):
        opened.append((await loop.create_connection(lambda: _Connection(source, load), "127.0.0.1", port))[1])
    started_at = time.perf_counter()
    for connection in opened:
        connection.send()
    await asyncio.gather(*(connection.done for connection in opened))
    load.seconds = time.perf_counter() - started_at
    return load
