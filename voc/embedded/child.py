"""One process that is kept running."""

import asyncio
import os
import shutil
import signal
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from voc.embedded import leftovers
from voc.embedded.leash import leashed

_LOG_LIMIT_BYTES = 5 * 1024 * 1024
_HEALTHY_SECONDS = 30.0
_LONGEST_PAUSE_SECONDS = 10.0

Tell = Callable[[str], None]
"""Says something to the operator, in one line."""


@dataclass(frozen=True)
class ChildSpec:
    """What to run, and how to tell that it is up."""

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    """Added to this process's own environment."""
    ready: Callable[[], Awaitable[bool]] | None = None
    """Asked again and again until it answers True; None: ready once started."""
    prepare: Callable[[], None] | None = None
    """Runs before each start."""


@dataclass
class Backoff:
    """Pauses before restarts: none, 0.5, 1, 2, 4, 8, then 10 s; none again after 30 s of health."""

    failures: int = 0

    def pause_seconds(self, lived_seconds: float) -> float:
        """How long to wait after a child that lived so long."""
        if lived_seconds >= _HEALTHY_SECONDS:
            self.failures = 0
        self.failures += 1
        return 0.0 if self.failures == 1 else min(_LONGEST_PAUSE_SECONDS, 0.25 * 2 ** min(self.failures - 1, 10))


class Child:
    """Runs a `ChildSpec` again whenever it ends, until `stop` is asked for."""

    def __init__(self, spec: ChildSpec, *, data_dir: Path, tell: Tell) -> None:
        self.spec = spec
        self.log = data_dir / "logs" / f"{spec.name}.log"
        self.pid: int | None = None
        """Of the running process, which leads its process group; None between two runs."""
        self._run_dir = data_dir / "run"
        self._tell = tell
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Start, wait, start again; returns once stopped."""
        backoff = Backoff()
        while not self._stopping.is_set():
            started = time.monotonic()
            ended = await self._run_once()
            if self._stopping.is_set():
                return
            pause_seconds = backoff.pause_seconds(time.monotonic() - started)
            when = f"in {pause_seconds:g} s" if pause_seconds else "now"
            self._tell(f"{self.spec.name} {ended}; starting it again {when} (log: {self.log})")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause_seconds)

    def trim_log(self) -> None:
        """Move a long log to `NAME.log.1`; the process goes on writing, at the start of the emptied file."""
        with suppress(OSError):  # a full disk must not end the supervisor
            if self.log.stat().st_size > _LOG_LIMIT_BYTES:
                shutil.copyfile(self.log, self.log.with_suffix(".log.1"))
                os.truncate(self.log, 0)

    def stop(self, sign: signal.Signals) -> None:
        """Ask the whole process group to end (SIGTERM) or end it (SIGKILL), and start it no more."""
        self._stopping.set()
        self._signal(sign)

    async def _run_once(self) -> str:
        """Run the process to its end.

        Returns:
            What became of it, for a sentence that begins with its name.
        """
        try:
            if self.spec.prepare:
                self.spec.prepare()
            process = await self._spawn()
        except OSError as error:
            return f"could not start: {error}"
        self.pid = process.pid
        with suppress(OSError):  # on a full disk it runs unrecorded; the leash still holds it
            leftovers.record(self._run_dir, self.spec.name, process.pid)
        if self._stopping.is_set():  # asked for while the process was being made
            self._signal(signal.SIGTERM)
        status = await process.wait()
        self._signal(signal.SIGKILL)  # what it had started itself
        self.pid = None
        leftovers.forget(self._run_dir, self.spec.name)
        return f"(pid {process.pid}) {_describe(status)}"

    async def _spawn(self) -> asyncio.subprocess.Process:
        with self.log.open("ab") as log:  # appending, hence `trim_log`
            return await asyncio.create_subprocess_exec(
                *leashed(self.spec.argv),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, "PYTHONUNBUFFERED": "1", **self.spec.env},
                start_new_session=True,  # a terminal's Ctrl-C reaches the supervisor only
            )

    def _signal(self, sign: signal.Signals) -> None:
        # macOS answers "not permitted" for a group of which only a zombie is left
        if self.pid is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, sign)


def _describe(status: int) -> str:
    if status >= 0:
        return f"ended with status {status}"
    try:
        return f"was killed by {signal.Signals(-status).name}"
    except ValueError:
        return f"was killed by signal {-status}"
