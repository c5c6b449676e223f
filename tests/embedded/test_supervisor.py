"""Children are started again when they die, and stopped for certain."""

import os
import signal
import time
from pathlib import Path

import pytest

from voc.embedded import leftovers
from voc.embedded.child import Backoff, ChildSpec
from voc.embedded.supervisor import ChildNotReady, Supervisor

from .programs import python, successor, until

SLEEPER = "import time; time.sleep(60)"
DEAF = """
import signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(60)
"""
PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-I", "-S", "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
time.sleep(60)
"""


def gone(pid: int) -> bool:
    return leftovers.born(pid) is None


async def test_a_killed_child_is_started_again_at_once_and_said_so(supervisor, news):
    await supervisor.start([ChildSpec("sleeper", python(SLEEPER))])
    (child,) = supervisor.children
    first = await successor(child, None)
    os.kill(first, signal.SIGKILL)
    started = time.monotonic()
    assert await successor(child, first) != first
    assert time.monotonic() - started < 1
    assert f"sleeper (pid {first}) was killed by SIGKILL; starting it again now" in news[0]


async def test_a_child_that_keeps_failing_is_started_ever_more_rarely(supervisor, news):
    await supervisor.start([ChildSpec("failing", python("raise SystemExit(3)"))])
    await until(lambda: len(news) >= 3)
    assert [line.split("again ")[1].split(" (")[0] for line in news[:3]] == ["now", "in 0.5 s", "in 1 s"]
    assert "ended with status 3" in news[0]


async def test_a_program_that_is_not_there_is_a_line_of_news(supervisor, news):
    await supervisor.start([ChildSpec("missing", ("/nowhere/program",))])
    await until(lambda: news)
    assert "/nowhere/program: No such file" in supervisor.children[0].log.read_text()


async def test_pauses_double_to_ten_seconds_and_end_with_half_a_minute_of_health():
    backoff = Backoff()
    assert [backoff.pause_seconds(0.1) for _ in range(8)] == [0, 0.5, 1, 2, 4, 8, 10, 10]
    assert backoff.pause_seconds(31) == 0


async def test_a_child_that_ignores_sigterm_is_stopped_within_five_seconds(data_dir, news):
    supervisor = Supervisor(data_dir, tell=news.append)
    await supervisor.start([ChildSpec("engine", python(SLEEPER))])
    await supervisor.start([ChildSpec("deaf", python(DEAF))])
    deaf = supervisor.children[1]
    await until(lambda: deaf.log.exists() and "deaf" in deaf.log.read_text())
    pids = [child.pid for child in supervisor.children]
    started = time.monotonic()
    await supervisor.stop()
    assert time.monotonic() - started < 5
    assert all(gone(pid) for pid in pids)
    assert news == ["deaf did not stop in time and was killed"]


async def test_what_a_child_started_itself_ends_with_it(supervisor):
    await supervisor.start([ChildSpec("parent", python(PARENT))])
    (parent,) = supervisor.children
    await until(lambda: parent.log.exists() and parent.log.read_text().strip())
    grandchild = int(parent.log.read_text())
    os.kill(parent.pid, signal.SIGKILL)
    await until(lambda: gone(grandchild))


async def test_stopping_during_a_pause_does_not_start_the_child_again(supervisor, news):
    await supervisor.start([ChildSpec("failing", python("raise SystemExit(1)"))])
    await until(lambda: len(news) == 2)
    await supervisor.stop()
    assert len(news) == 2
    assert supervisor.children == []


async def test_a_child_that_never_gets_ready_is_named_with_its_log(supervisor):
    async def never() -> bool:
        return False

    with pytest.raises(ChildNotReady, match=r"slow is not ready after 0\.3 s; see .*slow\.log"):
        await supervisor.start([ChildSpec("slow", python(SLEEPER), ready=never)], ready_seconds=0.3)


async def test_a_long_log_is_set_aside_while_the_child_goes_on_writing(supervisor, data_dir: Path):
    program = "import time\nfor i in range(3000): print(i, flush=True); time.sleep(0.02)"
    await supervisor.start([ChildSpec("talker", python(program))])
    (child,) = supervisor.children
    await until(lambda: child.log.exists() and child.log.stat().st_size)
    with child.log.open("ab") as log:
        log.write(b"x" * (6 * 1024 * 1024))
    child.trim_log()
    assert (data_dir / "logs" / "talker.log.1").stat().st_size > 6 * 1024 * 1024
    await until(lambda: child.log.stat().st_size)
    assert child.log.read_bytes()[:1].isdigit()
