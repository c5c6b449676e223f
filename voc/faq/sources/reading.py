"""Reads one file in a process of its own: `python -m voc.faq.sources.reading FORMAT CHARSET`, the file on its input.

Answers with JSON: `{"title", "blocks": [[text, level, page]]}` or `{"refused", "detail"}`.
"""

import json
import resource
import sys
from contextlib import suppress

from voc.faq.sources import formats
from voc.faq.sources.domain import BLOCKS_LIMIT, TEXT_LIMIT_CHARACTERS, Format, NotTaken, Refusal

MEMORY_LIMIT_BYTES = 2 * 1024**3
CPU_LIMIT_SECONDS = 90


def answer(format_: Format, data: bytes, charset: str) -> dict[str, object]:
    """What the process that asked is told."""
    try:
        reading = formats.read(format_, data, charset)
        if (
            len(reading.blocks) > BLOCKS_LIMIT
            or sum(len(block.text) for block in reading.blocks) > TEXT_LIMIT_CHARACTERS
        ):
            raise NotTaken(Refusal.long)
    except NotTaken as error:
        return {"refused": error.values["reason"], "detail": error.figures}
    return {"title": reading.title, "blocks": [[block.text, block.level, block.page] for block in reading.blocks]}


def _limit() -> None:
    """Where the system knows such limits: no more memory and time than a file may cost."""
    for what, most in ((resource.RLIMIT_AS, MEMORY_LIMIT_BYTES), (resource.RLIMIT_CPU, CPU_LIMIT_SECONDS)):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    _limit()
    told = answer(Format(sys.argv[1]), sys.stdin.buffer.read(), sys.argv[2])
    sys.stdout.buffer.write(json.dumps(told).encode())
