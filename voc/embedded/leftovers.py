"""Children that outlived a killed supervisor.

Each child is on record in `run/NAME.json` with its pid and the moment it started. Together they name
one process for good: a pid comes round again, and a command line can be rewritten (Redis does it).
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from voc.embedded.files import read_json, read_text, write_private

_GRACE_SECONDS = 1.5


def record(run_dir: Path, name: str, pid: int) -> None:
    """Remember a child that was just started."""
    write_private(run_dir / f"{name}.json", json.dumps({"pid": pid, "born": born(pid)}))


def forget(run_dir: Path, name: str) -> None:
    """A child has ended."""
    (run_dir / f"{name}.json").unlink(missing_ok=True)


def clear(run_dir: Path) -> list[str]:
    """End every recorded child that is still alive, and forget all; only for the holder of the lock.

    Returns:
        What was ended, such as `database (pid 123)`.
    """
    alive = dict(_alive(run_dir))
    for sign, patience_seconds in ((signal.SIGTERM, _GRACE_SECONDS), (signal.SIGKILL, _GRACE_SECONDS)):
        _signal_and_wait(alive, sign, patience_seconds)
    for path in run_dir.glob("*.json"):
        path.unlink(missing_ok=True)
    return [f"{name} (pid {pid})" for name, (pid, _) in alive.items()]


def born(pid: int) -> str | None:
    """When a process started, in the system's own words; None when there is no such process."""
    if sys.platform != "linux":
        reply = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
        return reply.stdout.strip() or None
    stat = read_text(Path(f"/proc/{pid}/stat"))
    if stat is None:
        return None
    fields = stat.rpartition(")")[2].split()  # the name before it may hold spaces and brackets
    if fields[0] == "Z":
        return None
    return f"{read_text(Path('/proc/sys/kernel/random/boot_id'))} {fields[19]}"


def _alive(run_dir: Path) -> Iterator[tuple[str, tuple[int, str]]]:
    for path in sorted(run_dir.glob("*.json")):
        child = read_json(path)
        pid, since = child.get("pid"), child.get("born")
        if isinstance(pid, int) and isinstance(since, str) and born(pid) == since:
            yield path.stem, (pid, since)


def _signal_and_wait(children: dict[str, tuple[int, str]], sign: signal.Signals, patience_seconds: float) -> None:
    left = [(pid, since) for pid, since in children.values() if born(pid) == since]
    for pid, _ in left:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, sign)
    deadline = time.monotonic() + patience_seconds
    while time.monotonic() < deadline and any(born(pid) == since for pid, since in left):
        time.sleep(0.02)
