"""What something took."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Took:
    """Seconds by the clock on the wall, and of all processors together, which neighbours disturb less."""

    wall: float
    processor: float


def timed(work: Callable[[], Answer]) -> tuple[Answer, Took]:
    """The answer and what it took, ended child processes included."""
    wall, processor = time.perf_counter(), _processor()
    answer = work()
    return answer, Took(time.perf_counter() - wall, _processor() - processor)


def _processor() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
