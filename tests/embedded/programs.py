"""Small programs to look after, and ways to wait for what becomes of them."""

import asyncio
import sys
import time
from collections.abc import Callable

from voc.embedded.child import Child


def python(program: str, *arguments: str) -> tuple[str, ...]:
    """A small program; without site packages, so that it starts at once."""
    return (sys.executable, "-I", "-S", "-c", program, *arguments)


async def until(true: Callable[[], object], seconds: float = 5.0) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.02)


async def successor(child: Child, pid: int | None) -> int:
    """The pid of the process that takes the place of `pid`."""
    await until(lambda: child.pid not in (None, pid))
    return child.pid
