"""A short child: does one thing while everything else runs, and reports by its exit status."""

import asyncio
import os
from collections.abc import Mapping
from contextlib import suppress

from voc.embedded.leash import leashed
from voc.embedded.plan import command
from voc.errors import VocError


class ErrandFailed(VocError):
    """A short child ended with an error, which it has already printed."""

    slug, title, status = "errand-failed", "Could not start", 500


async def run_errand(*arguments: str, env: Mapping[str, str], capture: bool = False) -> bytes:
    """Run a `voc` command to its end; it speaks on our terminal and ends with us.

    A process of its own, so that the supervisor stays small: it lives for months and needs none of what
    the first minute needs.

    Returns:
        What it printed to stdout, when `capture` is set.

    Raises:
        ErrandFailed: its exit status is not 0.
    """
    process = await asyncio.create_subprocess_exec(
        *leashed(command(*arguments)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE if capture else None,
        env={**os.environ, **env},
        start_new_session=True,
    )
    try:
        printed, _ = await process.communicate()
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
    if process.returncode != 0:
        raise ErrandFailed(f"`voc {' '.join(arguments)}` ended with status {process.returncode}.")
    return printed or b""
