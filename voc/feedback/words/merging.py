"""Few blocks instead of many, and fresh ones instead of those of an older release."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from voc.feedback.words import blocks, domain, source
from voc.feedback.words.blocks import Row
from voc.feedback.words.documents import WordPart

MERGED = 8
"""Blocks of one size that become one of the next."""
MOST_ROWS = 4_096
"""Larger blocks are merged no more."""
_Held = Mapping[str, set[str]]
"""Words by position."""


def size(count: int) -> int:
    """Blocks of one size are within a factor of eight."""
    return (count.bit_length() - 1) // (MERGED.bit_length() - 1)


async def merge(workspace: str, *, now: datetime) -> int:
    """Make one block of every eight of a size; returns how many there were."""
    merged = 0
    while together := _mergeable(await blocks.heads(workspace)):
        if not await _merge(workspace, together, now=now):
            break
        merged += len(together)
    return merged


async def renew(workspace: str, block: Row, *, now: datetime) -> bool:
    """Replace a block by one that is made of its feedback as it is; False: somebody changed the block meanwhile.

    Rows whose feedback is gone are left out.
    """
    positions = await blocks.rows_of(block)
    if len(positions) < block["rows"]:
        return False
    texts = await source.texts(workspace, [position for position in positions if position])
    held = await asyncio.to_thread(lambda: {position: domain.keys(text) for position, text in texts.items()})
    return await _replace(workspace, [block], held, now=now)


def _mergeable(standing: Sequence[Row]) -> list[Row]:
    """Eight blocks of one size, the smallest first; nothing where there are fewer of each."""
    by_size: dict[int, list[Row]] = defaultdict(list)
    for block in standing:
        if block["rows"] < MOST_ROWS and not blocks.is_outdated(block):
            by_size[size(block["rows"])].append(block)
    enough = [together for _, together in sorted(by_size.items()) if len(together) >= MERGED]
    return sorted(enough[0], key=lambda block: block["_id"])[:MERGED] if enough else []


async def _merge(workspace: str, together: Sequence[Row], *, now: datetime) -> bool:
    held: dict[str, set[str]] = {}
    for block in together:
        positions = await blocks.rows_of(block)
        if len(positions) < block["rows"]:  # somebody else has merged it
            return False
        held |= {position: set() for position in positions if position and position not in held}
        for part in (await blocks.by_id(WordPart, blocks.part_ids(block))).values():
            for key, numbers in part["words"].items():
                for number in numbers:
                    if position := positions[number]:
                        held[position].add(key)
    return await _replace(workspace, together, held, now=now)


async def _replace(workspace: str, old: Sequence[Row], held: _Held, *, now: datetime) -> bool:
    """Let one block stand for others. What was erased from them meanwhile is in none: the new one is then given up.

    A crash in between leaves rows in two blocks, which readers and the next merge see once.
    """
    new = await blocks.write(workspace, held, now=now) if held else None
    every = {block["_id"]: block for block in await blocks.all_heads(workspace)}
    if not all(_is_same(block, every.get(block["_id"])) for block in old) or (new and not await blocks.stand(new)):
        await blocks.remove([every[new]] if new in every else [])
        return False
    await blocks.remove(old)
    return True


def _is_same(block: Row, now: Row | None) -> bool:
    return now is not None and bool(now.get("standing", True)) and now["revision"] == block["revision"]
