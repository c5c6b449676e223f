"""Run a module of ours in a process of its own, for what is needed rarely and takes memory that never comes back."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_HOME = Path(__file__).parents[1]
_TOLD = 2_000
"""Characters of a failed process's last words that are worth showing."""


class ApartFailed(Exception):
    """The process ended badly; what it said is in the message."""


def run_apart(module: str, *arguments: str, given: str = "") -> str:
    """Run `python -m module`; what it prints is the answer, what it warns of is nobody's business.

    Args:
        module: dotted name.
        arguments: of its command line.
        given: what it reads from standard input.

    Raises:
        ApartFailed: it ended with another status than 0.
    """
    path = os.pathsep.join([str(_HOME), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        input=given,
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", "HF_HUB_OFFLINE": "1"},
        check=False,
    )
    if done.returncode:
        raise ApartFailed(f"{module} ended with {done.returncode}: {done.stderr[-_TOLD:].strip()}")
    return done.stdout
