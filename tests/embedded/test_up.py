"""`voc up` as its operator meets it: one command, ready, hard to kill, easy to stop."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from voc.embedded.files import read_json

CHILDREN = {"database", "broker", "api", "inference", "worker", "beat"}


class Up:
    """A running `voc up`."""

    def __init__(self, data_dir: Path, port: int) -> None:
        self.data_dir, self.url, self.output = data_dir, f"http://127.0.0.1:{port}", data_dir.with_suffix(".out")
        command = [sys.executable, "-m", "voc", "up", "--data-dir", str(data_dir), "--port", str(port)]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("VOC_")}
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=output, env=environment)

    def ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health/ready", trust_env=False).status_code == 200
        except httpx.TransportError:
            return False

    def pids(self) -> dict[str, int]:
        # a record goes and comes with its child
        records = {path.stem: read_json(path) for path in (self.data_dir / "run").glob("*.json")}
        return {name: record["pid"] for name, record in records.items() if record}

    def printed(self) -> str:
        assert self.process.poll() in (None, 0), self.output.read_text()
        return self.output.read_text()

    def stop(self) -> float:
        started = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(10) == 0
        return time.monotonic() - started


def until(true: Callable[[], object], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_one_command_serves_survives_the_death_of_every_child_and_stops(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    up = Up(tmp_path / "data", port)
    try:
        until(lambda: f"ready {up.url}" in up.printed(), 60)
        assert re.search(r"Password +\S{12,}", up.printed())
        key = (up.data_dir / "local.key").read_text().strip()
        stats = httpx.get(f"{up.url}/v1/stats", headers={"authorization": f"Bearer {key}"}, trust_env=False)
        assert stats.status_code == 200

        first = up.pids()
        assert set(first) == CHILDREN
        for pid in first.values():
            os.kill(pid, signal.SIGKILL)
        until(lambda: set(up.pids()) == CHILDREN and not set(up.pids().values()) & set(first.values()), 30)
        until(up.ready, 60)

        second = up.pids()
        assert up.stop() < 5
        assert not any(runs(pid) for pid in second.values())
        assert up.printed().count("Password") == 1
        assert not (up.data_dir / "service.json").exists()
    finally:
        if up.process.poll() is None:
            up.stop()
