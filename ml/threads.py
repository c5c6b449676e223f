"""Two threads of ours, instead of all those that a library of linear algebra would start.

OpenBLAS lets its threads spin while they wait for each other, which on a machine that has anything else to do takes
many times the time: the eigenvectors of 384 × 384 took 16 ms with one thread, 100 to 500 with two. So each product runs
in one thread, and work that falls into parts takes two of them at once.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Part = TypeVar("Part")
Answer = TypeVar("Answer")
_AT_ONCE = min(2, os.cpu_count() or 1)


def each(work: Callable[[Part], Answer], parts: Iterable[Part]) -> list[Answer]:
    """What `work` makes of each part, in order; it must let other threads run while it computes."""
    todo = list(parts)
    if len(todo) < 2 or _AT_ONCE < 2:
        return [work(part) for part in todo]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(work, todo))
