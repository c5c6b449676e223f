"""Starts children in groups, keeps them running, and stops them all within five seconds."""

import asyncio
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from voc.embedded.child import Child, ChildSpec, Tell
from voc.errors import VocError

_APART_SECONDS = 0.1
_TRIM_SECONDS = 60.0


class ChildNotReady(VocError):
    """A child did not come up in time."""

    slug, title, status = "child-not-ready", "Not ready", 503


class Supervisor:
    """The children of one data directory.

    Args:
        data_dir: holds `logs/NAME.log` and `run/NAME.json`; both folders exist.
        tell: called with one line per restart and other news.
        stop_seconds: after this long, what has not stopped is killed.
    """

    def __init__(self, data_dir: Path, *, tell: Tell, stop_seconds: float = 3.5) -> None:
        self._data_dir = data_dir
        self._tell = tell
        self._stop_seconds = stop_seconds
        self._groups: list[dict[asyncio.Task[None], Child]] = []

    @property
    def children(self) -> list[Child]:
        """All children, in the order of their start."""
        return [child for group in self._groups for child in group.values()]

    async def start(self, specs: Sequence[ChildSpec], *, ready_seconds: float = 60.0) -> None:
        """Start a group and wait until each of it is ready.

        Raises:
            ChildNotReady: one is not, in `ready_seconds`. It is kept running all the same.
        """
        children = [Child(spec, data_dir=self._data_dir, tell=self._tell) for spec in specs]
        for child in children:
            child.trim_log()
        group = {asyncio.create_task(child.run(), name=child.spec.name): child for child in children}
        self._groups.append(group)
        for task in group:
            task.add_done_callback(self._report)
        await asyncio.gather(*(self._until_ready(child, ready_seconds) for child in children))

    async def tend(self) -> None:
        """Keep the logs short, for ever."""
        while True:
            await asyncio.sleep(_TRIM_SECONDS)
            for child in self.children:
                child.trim_log()

    async def stop(self) -> None:
        """Stop all: the group started last first, since it needs the ones before it.

        One that ignores SIGTERM is killed; then the groups that it held up get at least 0.75 s each.
        """
        deadline = time.monotonic() + self._stop_seconds
        for group in reversed(self._groups):
            for child in group.values():
                child.stop(signal.SIGTERM)
            if not group:
                continue
            _, left = await asyncio.wait(group, timeout=max(0.75, deadline - time.monotonic()))
            for task in left:
                self._tell(f"{group[task].spec.name} did not stop in time and was killed")
                group[task].stop(signal.SIGKILL)
            if left:
                await asyncio.wait(left, timeout=1.0)
        self._groups.clear()

    def kill(self) -> None:
        """End all at once, for an operator who asked twice."""
        for child in self.children:
            child.stop(signal.SIGKILL)

    async def _until_ready(self, child: Child, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while child.spec.ready and not await child.spec.ready():
            if time.monotonic() > deadline:
                raise ChildNotReady(f"{child.spec.name} is not ready after {seconds:g} s; see {child.log}")
            await asyncio.sleep(_APART_SECONDS)

    def _report(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            self._tell(f"{task.get_name()} is no longer looked after: {error!r}")
