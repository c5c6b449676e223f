"""Child processes that read parts of the same texts in turns, and answer in lines of JSON."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click


class Reader:
    """A child process that reads parts of the texts when told to; see `turns`."""

    def __init__(self, process: "subprocess.Popen[str]", log: Path) -> None:
        self._process = process
        self._log = log
        started_at = time.perf_counter()
        ready = self._answer()
        self.start_seconds = time.perf_counter() - started_at
        """From the start of the process to the first texts read."""
        self.ready_seconds: float = ready["ready_seconds"]
        """The same by the child's own clock, which starts after the interpreter."""
        self.ready_cpu_seconds: float = ready["ready_cpu_seconds"]
        """The same in processor time, the interpreter's too: what hardly depends on the machine's other work."""
        self.threads = int(ready["threads"])

    def read(self, start: int, stop: int) -> dict[str, float]:
        """Seconds and processor time that the texts from `start` to `stop` took, and the peak memory so far."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{start} {stop}\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, float]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise click.ClickException(f"A reader ended early.\n{self._log.read_text(errors='replace')[-2_000:]}")
        return json.loads(line)


@contextmanager
def reader(module: str, folder: Path, env: Mapping[str, str], *arguments: str) -> Iterator[Reader]:
    """Run `tests.bench.<module>` over `texts.json` in the folder while the block does.

    Raises:
        ClickException: it ended early; with the end of its log.
    """
    argv = (sys.executable, "-m", f"tests.bench.{module}", str(folder / "texts.json"), *arguments)
    log = folder / f"{module}.log"
    with log.open("wb") as err:
        process = subprocess.Popen(
            argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=err, text=True, env={**os.environ, **env}
        )
    try:
        yield Reader(process, log)
    finally:
        process.kill()
        process.wait()
