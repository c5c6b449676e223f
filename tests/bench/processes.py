"""Child processes of a bench: an engine with an empty database, servers, and what they cost."""

import asyncio
import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click
import httpx

from voc.embedded import engines
from voc.embedded.child import ChildSpec
from voc.embedded.leash import leashed

_READY_SECONDS = 60.0
_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


@contextmanager
def running(spec: ChildSpec, folder: Path) -> Iterator[int]:
    """Run a process while the block does; yields its pid once it is ready.

    Raises:
        ClickException: it ended or did not become ready; with the end of its log.
    """
    log = folder / f"{spec.name}.log"
    if spec.prepare:
        spec.prepare()
    with log.open("wb") as out:
        process = subprocess.Popen(
            leashed(spec.argv), stdin=subprocess.DEVNULL, stdout=out, stderr=out, env={**os.environ, **spec.env}
        )
    try:
        asyncio.run(_until_ready(spec, process, log))
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


async def _until_ready(spec: ChildSpec, process: "subprocess.Popen[bytes]", log: Path) -> None:
    patience = time.monotonic() + _READY_SECONDS
    while process.poll() is None and time.monotonic() < patience:
        if spec.ready is None or await spec.ready():
            return
        await asyncio.sleep(0.05)
    raise click.ClickException(f"{spec.name} did not start.\n{log.read_text(errors='replace')[-2_000:]}")


@contextmanager
def database(folder: Path, *, journal: bool = True) -> Iterator[tuple[str, int | None]]:
    """An engine: URI and pid. The one in VOC_MONGODB (no pid), otherwise the embedded one on new files.

    Args:
        journal: what is acknowledged is on disk. Without, the embedded engine is left to its own default
            (voc.database.durable acts on `w=1` in its URI).
    """
    if given := os.environ.get("VOC_MONGODB"):
        yield given, None
        return
    engine = engines.database(folder)
    with running(engine.spec, folder) as pid:
        yield engine.uri if journal else engine.uri.partition("?")[0], pid


def server(name: str, argv: tuple[str, ...], port: int, env: Mapping[str, str]) -> ChildSpec:
    """A process that serves HTTP on a loopback port and answers probes."""

    async def healthy() -> bool:
        try:
            async with httpx.AsyncClient(trust_env=False, timeout=2.0) as client:
                return (await client.get(f"http://127.0.0.1:{port}/health/ready")).is_success
        except httpx.TransportError:
            return False

    return ChildSpec(name, argv, env, ready=healthy)


def cpu_seconds(pid: int | None) -> float:
    """User and system time that a process has used; NaN where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return float("nan")
    return (int(fields[11]) + int(fields[12])) / _TICKS_PER_SECOND
