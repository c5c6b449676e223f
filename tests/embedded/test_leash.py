"""Nothing outlives the supervisor."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time

import pytest

from voc.embedded import leftovers

from .programs import python, until

SUPERVISE = """
import asyncio, pathlib, sys
from voc.embedded.child import ChildSpec
from voc.embedded.supervisor import Supervisor
async def main():
    supervisor = Supervisor(pathlib.Path(sys.argv[1]), tell=print)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    await supervisor.start([ChildSpec("deaf", (sys.executable, "-I", "-S", "-c", deaf))])
    await asyncio.sleep(60)

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's; elsewhere the next start clears leftovers")
async def test_children_end_when_the_supervisor_is_killed(data_dir):
    supervisor = subprocess.Popen([sys.executable, "-c", SUPERVISE, str(data_dir)])
    record = data_dir / "run" / "deaf.json"
    await until(record.exists)
    pid = json.loads(record.read_text())["pid"]
    supervisor.kill()
    supervisor.wait()
    await until(lambda: leftovers.born(pid) is None)


async def test_a_process_that_watches_its_parent_ends_after_it():
    watch = (
        "import sys, time; from voc.embedded.leash import watch_parent; watch_parent(int(sys.argv[1])); time.sleep(60)"
    )
    start = f"import os, subprocess, sys; subprocess.Popen([sys.executable, '-c', {watch!r}, str(os.getpid())])"
    parent = subprocess.Popen([sys.executable, "-c", start + ".wait()"], stdout=subprocess.PIPE)
    await asyncio.sleep(0.5)
    parent.kill()
    # the watcher holds the other end of the pipe for as long as it lives
    await asyncio.wait_for(asyncio.to_thread(parent.stdout.read), timeout=5)
    parent.wait()


def leftover(program: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(python(program), stdout=subprocess.PIPE, start_new_session=True)
    process.stdout.readline()
    return process


def test_a_recorded_process_that_still_runs_is_ended_even_when_it_ignores_sigterm(data_dir):
    process = leftover(
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
    )
    leftovers.record(data_dir / "run", "database", process.pid)
    started = time.monotonic()
    assert leftovers.clear(data_dir / "run") == [f"database (pid {process.pid})"]
    assert process.wait(1) == -signal.SIGKILL
    assert time.monotonic() - started < 4
    assert list((data_dir / "run").iterdir()) == []


def test_another_process_that_got_the_recorded_pid_is_left_alone(data_dir):
    process = leftover("import time; print('up', flush=True); time.sleep(60)")
    record = {"pid": process.pid, "born": "an earlier boot 4711"}
    (data_dir / "run" / "database.json").write_text(json.dumps(record))
    (data_dir / "run" / "broker.json").write_text("{ damaged")
    try:
        assert leftovers.clear(data_dir / "run") == []
        assert process.poll() is None
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
