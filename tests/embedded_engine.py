"""The embedded database engine, for as long as a test or a run needs it."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def embedded_engine(folder: Path) -> Iterator[str]:
    """Start one that keeps its files in `folder`; its URI."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    places = ["--db", folder / "nx.db", "--pid-file", folder / "nx.pid", "--log-file", folder / "nx.log"]
    argv = [sys.executable, "-m", "nx_27017.nx_27017", "--port", str(port), *map(str, places)]
    engine = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"mongodb://127.0.0.1:{port}/?w=1"
    finally:
        engine.terminate()
        engine.wait(10)
