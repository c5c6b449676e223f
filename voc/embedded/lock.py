"""One supervisor per data directory."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from voc.embedded.files import read_json
from voc.errors import VocError


class DataDirHeld(VocError):
    """Another `voc up` serves this data directory."""

    slug, title, status = "data-dir-held", "Already running", 409


@contextmanager
def hold(data_dir: Path, *, url: str, now: datetime) -> Iterator[None]:
    """Hold the data directory until the block ends; the kernel lets go when the process dies.

    Children do not inherit the lock: a leftover child never makes the directory look held.

    Raises:
        DataDirHeld: another process holds it; the message says which one.
    """
    path = data_dir / "lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _held(data_dir, path) from None
        holder = {"pid": os.getpid(), "since": now.isoformat(timespec="seconds"), "url": url}
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(holder).encode(), 0)
        yield
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _held(data_dir: Path, path: Path) -> DataDirHeld:
    holder = read_json(path)
    who = "another `voc up`"
    if holder:
        who = f"`voc up` with pid {holder.get('pid')}, since {holder.get('since')}, at {holder.get('url')}"
    return DataDirHeld(
        f"{data_dir} is held by {who}. Stop that one, or choose another --data-dir and --port.", **holder
    )
