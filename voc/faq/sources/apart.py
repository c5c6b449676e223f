"""A file is read by a process of its own, which knows no secret and ends when it takes too much."""

import asyncio
import json
import os
import sys

from voc.faq.sources.domain import Block, Format, NotTaken, Reading, Refusal

SECONDS = 120.0


async def read(format_: Format, data: bytes, *, charset: str = "", seconds: float = SECONDS) -> Reading:
    """What a file says.

    Raises:
        NotTaken: it cannot be read.
    """
    argv = [sys.executable, "-m", "voc.faq.sources.reading", format_.value, charset]
    pipe = asyncio.subprocess.PIPE
    # nothing of our own environment, where passwords are; only what Python needs to find the same modules
    places = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PATH": os.environ.get("PATH", "")}
    process = await asyncio.create_subprocess_exec(
        *argv, stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL, env=places | {"PYTHONUTF8": "1"}
    )
    try:
        written, _ = await asyncio.wait_for(process.communicate(data), seconds)
    except TimeoutError as error:
        raise NotTaken(Refusal.slow) from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:  # killed by a limit, or the parser broke in a way that nobody foresaw
        raise NotTaken(Refusal.slow if process.returncode < 0 else Refusal.malformed)
    return _reading(json.loads(written))


def _reading(told: dict[str, object]) -> Reading:
    if "refused" in told:
        raise NotTaken(Refusal(told["refused"]), str(told["detail"]))
    blocks = told["blocks"]
    assert isinstance(blocks, list)
    return Reading(
        title=str(told["title"]), blocks=tuple(Block(text=text, level=level, page=page) for text, level, page in blocks)
    )
