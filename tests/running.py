"""A `voc up` of our own, for tests that need the whole service, and how to hurt it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

PARTS = ("inference", "worker", "broker", "beat", "database", "api")
START_SECONDS = 90.0


class Service:
    """`voc up` on a data directory of its own, ended with the block; on files that are there already it goes on."""

    email, password = "admin@voc.local", "correct-horse-battery"

    def __init__(self, folder: Path, *options: str, **env: str) -> None:
        """`env`: settings, such as `VOC_ENCODER`."""
        self.data_dir = folder / "data"
        self._options, self._env = options, env
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{probe.getsockname()[1]}"
        self._log = (folder / "up.log").open("w")

    def __enter__(self) -> "Service":
        port = self.url.rsplit(":", 1)[1]
        argv = [sys.executable, "-m", "voc", "up", "--port", port, "--data-dir", str(self.data_dir), *self._options]
        env = {name: value for name, value in os.environ.items() if not name.startswith("VOC_")}
        env |= self._env | {"VOC_ADMIN_PASSWORD": self.password}
        self._process = subprocess.Popen(argv, env=env, stdout=self._log, stderr=self._log)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if (self.data_dir / "local.key").exists() and self._answers():
                return self
            if self._process.poll() is not None:
                break
            time.sleep(0.2)
        self.__exit__()
        raise RuntimeError(f"voc up did not start; see {self._log.name}")

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(15)
        self._log.close()

    def kill(self, part: str) -> bool:
        """SIGKILL one part; whether it was alive."""
        try:
            pid = json.loads((self.data_dir / "run" / f"{part}.json").read_text())["pid"]
            os.kill(pid, signal.SIGKILL)
        except (OSError, ValueError):
            return False
        return True

    def pids(self) -> list[int]:
        """Of the parts that run."""
        return [json.loads(found.read_text())["pid"] for found in (self.data_dir / "run").glob("*.json")]

    def get(self, path: str, **params: str) -> Any:
        """JSON from the service, asked again while it recovers."""
        headers = {"authorization": f"Bearer {(self.data_dir / 'local.key').read_text().strip()}"}
        for _ in range(60):
            try:
                answer = httpx.get(self.url + path, params=params, headers=headers, timeout=30)
                if answer.status_code == 200:
                    return answer.json()
            except httpx.HTTPError:
                pass
            time.sleep(0.5)
        raise RuntimeError(f"{path} did not answer")

    def command(self, *arguments: str) -> subprocess.Popen[str]:
        """A `voc` command on this data directory, its stdout to be read."""
        argv = [sys.executable, "-m", "voc", *arguments, "--data-dir", str(self.data_dir), *self._options]
        return subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def _answers(self) -> bool:
        try:
            return httpx.get(self.url + "/health/ready", timeout=2).status_code == 200
        except httpx.HTTPError:
            return False
