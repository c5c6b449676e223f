"""What both readers of `analyse` do: say that they are ready, then read what they are told to."""

import json
import resource
import sys
import time
from collections.abc import Callable

Read = Callable[[int, int], None]
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


def serve(read: Read, *, ready_seconds: float, threads: int, prepare: Read | None = None) -> None:
    """Answer each line `START STOP` with what reading those texts took.

    Args:
        prepare: done before the clock starts.
    """
    ready = {"ready_seconds": ready_seconds, "ready_cpu_seconds": time.process_time(), "threads": threads}
    print(json.dumps(ready), flush=True)
    for line in sys.stdin:
        start, stop = map(int, line.split())
        if prepare:
            prepare(start, stop)
        cpu, clock = time.process_time(), time.perf_counter()
        read(start, stop)
        answer = {
            "seconds": time.perf_counter() - clock,
            "cpu_seconds": time.process_time() - cpu,
            "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _RSS_UNIT / 1e6,
        }
        print(json.dumps(answer), flush=True)
