"""Clients that keep the server waiting: `python -m tests.chaos.slow [--sockets 400] [--seconds 75]`.

Starts the whole service and holds so many sockets open, in turn: headers sent a byte a second, and bodies sent a byte a
second; a socket that the service closes is opened again, as somebody who means harm would. Then bodies of 100 MB. All
the while another client sends feedback, which must be answered as if nobody else were there. Prints one JSON object.
"""

import argparse
import asyncio
import contextlib
import json
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from tests.running import Service

REST_SECONDS = 0.05
"""Between two calls of the client that is served meanwhile."""
MEGABYTE = 1024 * 1024
LARGE_BYTES = 100 * MEGABYTE
HEADERS = b"POST /v1/feedback HTTP/1.1\r\nhost: voc.test\r\nx-slow: " + b"a" * 4_000
BODY_HEADERS = (
    b"POST /v1/feedback HTTP/1.1\r\nhost: voc.test\r\ncontent-type: application/json\r\n"
    b"authorization: Bearer %s\r\ncontent-length: %d\r\n\r\n"
)


@dataclass
class Phase:
    """What one kind of slow client did to the other one, and to the server."""

    name: str
    seconds: float = 0.0
    opened: int = 0
    ended: dict[str, int] = field(default_factory=dict)
    """How the service ended a socket: the status that it answered, or `closed`."""
    calls: int = 0
    refused: int = 0
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    worst_ms: float = 0.0
    grown_mb: float = 0.0
    """Resident memory of the server at its most, over what it was before."""


class Trial:
    """The service under slow clients.

    Args:
        service: that runs.
        sockets: open at once.
        seconds: that each kind lasts.
    """

    def __init__(self, service: Service, *, sockets: int, seconds: float) -> None:
        self.service, self.sockets, self.seconds = service, sockets, seconds
        self.host, _, self.port = urlsplit(service.url).netloc.partition(":")
        self.key = (service.data_dir / "local.key").read_text().strip()
        self.api = json.loads((service.data_dir / "run" / "api.json").read_text())["pid"]

    async def run(self) -> list[Phase]:
        """All kinds, one after another; the first is nobody, to compare with."""
        body = BODY_HEADERS % (self.key.encode(), 4_000)
        return [
            await self._phase("nobody", b"", b"", sockets=0),
            await self._phase("slow headers", b"", HEADERS),
            await self._phase("slow bodies", body, b"[" + b" " * 3_999),
            await self._phase("100 MB bodies", b"", b"", sockets=4, large=True),
        ]

    async def _phase(
        self, name: str, at_once: bytes, slowly: bytes, *, sockets: int | None = None, large: bool = False
    ) -> Phase:
        phase = Phase(name)
        before = peak = self._resident()
        began = time.monotonic()
        until = began + self.seconds
        count = self.sockets if sockets is None else sockets
        slow = [
            asyncio.ensure_future(self._large(phase, until) if large else self._slow(phase, at_once, slowly, until))
            for _ in range(count)
        ]
        took = []
        async with self._client() as client:
            while time.monotonic() < until:
                took.append(await self._call(client, phase))
                peak = max(peak, self._resident())
                await asyncio.sleep(REST_SECONDS)
        for each in slow:
            each.cancel()
        await asyncio.gather(*slow, return_exceptions=True)
        phase.seconds, phase.grown_mb = round(time.monotonic() - began, 1), round((peak - before) / MEGABYTE, 1)
        _put(phase, took)
        return phase

    @contextlib.asynccontextmanager
    async def _client(self) -> AsyncIterator[httpx.AsyncClient]:
        headers = {"authorization": f"Bearer {self.key}"}
        async with httpx.AsyncClient(base_url=self.service.url, headers=headers, timeout=30, trust_env=False) as client:
            yield client

    async def _call(self, client: httpx.AsyncClient, phase: Phase) -> float:
        """Milliseconds until one feedback was stored."""
        row = {"submission_id": f"{phase.name} {phase.calls}", "text": "Delivery took a week.", "channel": "api"}
        began = time.perf_counter()
        answer = await client.post("/v1/feedback", json=row)
        phase.calls += 1
        phase.refused += not answer.is_success
        return (time.perf_counter() - began) * 1_000

    async def _slow(self, phase: Phase, at_once: bytes, slowly: bytes, until: float) -> None:
        """A byte a second, until the service ends it; then again."""
        while time.monotonic() < until:
            async with self._socket(phase) as (writer, answer):
                writer.write(at_once)
                for place in range(len(slowly)):
                    writer.write(slowly[place : place + 1])
                    done, _ = await asyncio.wait([answer], timeout=1.0)
                    if done:
                        break

    async def _large(self, phase: Phase, until: float) -> None:
        """A hundred megabytes as fast as they are taken."""
        head = BODY_HEADERS % (self.key.encode(), LARGE_BYTES)
        piece = b" " * MEGABYTE
        while time.monotonic() < until:
            async with self._socket(phase) as (writer, answer):
                writer.write(head)
                for _ in range(LARGE_BYTES // MEGABYTE):
                    if answer.done():
                        break
                    writer.write(piece)
                    await writer.drain()
                await asyncio.wait([answer], timeout=5.0)

    @contextlib.asynccontextmanager
    async def _socket(self, phase: Phase) -> AsyncIterator[tuple[asyncio.StreamWriter, "asyncio.Future[bytes]"]]:
        """One of ours, and what it is answered; how it ended is written down."""
        reader, writer = await asyncio.open_connection(self.host, int(self.port))
        phase.opened += 1
        answer = asyncio.ensure_future(reader.read(4_096))
        try:
            with contextlib.suppress(ConnectionError):
                yield writer, answer
            ending = _ending(answer)
            phase.ended[ending] = phase.ended.get(ending, 0) + 1
        finally:
            answer.cancel()
            writer.close()

    def _resident(self) -> int:
        pages = int(Path(f"/proc/{self.api}/statm").read_text().split()[1])
        return pages * 4_096


def _ending(answer: "asyncio.Future[bytes]") -> str:
    if not answer.done():
        return "none"
    if answer.exception() is not None:
        return "closed"
    return answer.result()[9:12].decode("latin-1") or "closed"


def _put(phase: Phase, took: Sequence[float]) -> None:
    ordered = sorted(took)
    phase.p50_ms, phase.p99_ms, phase.worst_ms = (
        round(ordered[min(int(len(ordered) * share), len(ordered) - 1)], 1) for share in (0.5, 0.99, 1.0)
    )


def main() -> None:
    """Start a service, try it, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.slow", description=__doc__)
    parser.add_argument("--sockets", type=int, default=400)
    parser.add_argument("--seconds", type=float, default=75.0)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="voc-slow-") as folder, Service(Path(folder)) as service:
        phases = asyncio.run(Trial(service, sockets=chosen.sockets, seconds=chosen.seconds).run())
    print(json.dumps([asdict(phase) for phase in phases], indent=1))


if __name__ == "__main__":
    main()
