"""Tie a process to the life of the supervisor.

On Linux the child runs `leash.py PARENT COMMAND…`: the kernel is told to kill the process when PARENT
dies, then the command takes its place, same pid. A program of its own rather than `preexec_fn`, which
runs Python between fork and exec and may deadlock; hence only the standard library here, and no imports
of ours. Elsewhere our own processes watch their parent; foreign ones are ended by the next start.
"""

import os
import signal
import sys
import threading
import time

_PR_SET_PDEATHSIG = 1


def leashed(argv: tuple[str, ...]) -> tuple[str, ...]:
    """The command that runs `argv` on a leash held by this process."""
    if sys.platform != "linux":
        return argv
    return (sys.executable, "-I", "-S", __file__, str(os.getpid()), *argv)


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when its parent dies; returns at once. Linux only."""
    import ctypes

    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before we asked
        os._exit(0)


def watch_parent(parent: int) -> None:
    """End this process within a second of the death of `parent`: what systems without prctl can do."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(0)

    threading.Thread(target=watch, name="watch-parent", daemon=True).start()


if __name__ == "__main__":
    die_with_parent(int(sys.argv[1]))
    try:
        os.execvp(sys.argv[2], sys.argv[2:])
    except OSError as error:
        sys.exit(f"{sys.argv[2]}: {error.strerror}")
