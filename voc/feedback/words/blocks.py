"""Writing and merging blocks of the index."""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from voc.database import durable
from voc.feedback.words.documents import WordBlock, WordPart, WordRows
from voc.values import new_id

Row = dict[str, Any]
Words = Mapping[str, Sequence[int]]
"""Numbers of rows by word."""
ROWS_TOGETHER = 64
"""Rows per `WordRows`."""
ROWS_PER_PART = 32
MERGED = 8
"""Blocks of one size that become one of the next."""
MOST_ROWS = 4_096
"""Larger blocks are merged no more."""
BATCH = 200
"""Documents per insert."""


def part_of(key: str, parts: int) -> int:
    """The part that a word lies in: what begins alike lies together."""
    return zlib.crc32(key[:2].encode("utf-8", "surrogatepass")) % parts


def size(count: int) -> int:
    """Blocks of one size are within a factor of eight."""
    return (count.bit_length() - 1) // (MERGED.bit_length() - 1)


async def write(workspace: str, texts: Mapping[str, Iterable[str]], *, now: datetime) -> str:
    """Store a block of rows: the words of each by its position."""
    positions = sorted(texts, reverse=True)
    words: dict[str, list[int]] = defaultdict(list)
    for number, position in enumerate(positions):
        for key in texts[position]:
            words[key].append(number)
    return await _store(workspace, positions, words, now=now)


async def merge(workspace: str, *, now: datetime) -> int:
    """Make one block of every eight of a size; returns how many there were."""
    merged = 0
    while together := _mergeable(await heads(workspace)):
        await _merge(workspace, together, now=now)
        merged += len(together)
    return merged


async def heads(workspace: str) -> list[Row]:
    """The blocks of a workspace."""
    return await WordBlock.get_pymongo_collection().find({"workspace": {"$eq": workspace}}).to_list()


async def rows_of(block: Row) -> list[str]:
    """Positions of a block's rows, in their order."""
    ids = [f"{block['_id']}|{n}" for n in range(len(block["starts"]))]
    found = await by_id(WordRows, ids)
    return [position for id_ in ids for position in (found[id_]["positions"] if id_ in found else [])]


async def by_id(model: type[WordRows] | type[WordPart], ids: Sequence[str]) -> dict[str, Row]:
    """Documents by id; what is gone is left out."""
    found: dict[str, Row] = {}
    for start in range(0, len(ids), BATCH):
        cursor = model.get_pymongo_collection().find({"_id": {"$in": list(ids[start : start + BATCH])}})
        found |= {row["_id"]: row for row in await cursor.to_list()}
    return found


def part_ids(block: Row) -> list[str]:
    """Ids of a block's words."""
    return [f"{block['_id']}|{n}" for n in range(block["parts"])]


def _mergeable(blocks: Sequence[Row]) -> list[Row]:
    """Eight blocks of one size, the smallest first; nothing where there are fewer of each."""
    by_size: dict[int, list[Row]] = defaultdict(list)
    for block in blocks:
        if block["rows"] < MOST_ROWS:
            by_size[size(block["rows"])].append(block)
    enough = [together for _, together in sorted(by_size.items()) if len(together) >= MERGED]
    return sorted(enough[0], key=lambda block: block["_id"])[:MERGED] if enough else []


async def _merge(workspace: str, blocks: Sequence[Row], *, now: datetime) -> None:
    """Replace blocks by one. What is erased from them meanwhile is in none: the merged one is then given up.

    A crash in between leaves rows in two blocks, which readers and the next merge see once.
    """
    held: dict[str, set[str]] = {}
    for block in blocks:
        positions = await rows_of(block)
        if len(positions) < block["rows"]:  # somebody else has merged it
            return
        held |= {position: set() for position in positions if position and position not in held}
        for part in (await by_id(WordPart, part_ids(block))).values():
            for key, numbers in part["words"].items():
                for number in numbers:
                    if position := positions[number]:
                        held[position].add(key)
    new = await write(workspace, held, now=now) if held else None
    standing = {block["_id"]: block["revision"] for block in await heads(workspace)}
    if any(standing.get(block["_id"]) != block["revision"] for block in blocks):
        await _remove([block for block in await heads(workspace) if block["_id"] == new])
        return
    await _remove(blocks)


async def _store(workspace: str, positions: Sequence[str], words: Words, *, now: datetime) -> str:
    """Store rows and words, and last of all the block that names them."""
    id_, parts = new_id("wb", now), 1 << ((len(positions) - 1) // ROWS_PER_PART).bit_length()
    apart: list[dict[str, Sequence[int]]] = [{} for _ in range(parts)]
    for key, numbers in words.items():
        apart[part_of(key, parts)][key] = numbers
    pages = [positions[start : start + ROWS_TOGETHER] for start in range(0, len(positions), ROWS_TOGETHER)]
    await _insert(WordPart, [_part(f"{id_}|{n}", workspace, own) for n, own in enumerate(apart)])
    await _insert(
        WordRows,
        [{"_id": f"{id_}|{n}", "workspace": workspace, "positions": list(page)} for n, page in enumerate(pages)],
    )
    block = WordBlock(
        id=id_,
        workspace=workspace,
        rows=len(positions),
        parts=parts,
        starts=[page[0] for page in pages],
        oldest=positions[-1],
    )
    await durable(WordBlock).insert_one(block.model_dump(by_alias=True))
    return id_


def _part(id_: str, workspace: str, words: Words) -> Row:
    return {"_id": id_, "workspace": workspace, "words": dict(words), "revision": 0}


async def _insert(model: type[WordRows] | type[WordPart], rows: Sequence[Row]) -> None:
    for start in range(0, len(rows), BATCH):
        await model.get_pymongo_collection().insert_many(list(rows[start : start + BATCH]))


async def _remove(blocks: Sequence[Row]) -> None:
    """Remove blocks, first what names the rest. A reader that was about to follow looks again."""
    ids = [block["_id"] for block in blocks]
    await WordBlock.get_pymongo_collection().delete_many({"_id": {"$in": ids}})
    for block in blocks:
        rows = [f"{block['_id']}|{n}" for n in range(len(block["starts"]))]
        for model, mine in ((WordRows, rows), (WordPart, part_ids(block))):
            for start in range(0, len(mine), BATCH):
                await model.get_pymongo_collection().delete_many({"_id": {"$in": mine[start : start + BATCH]}})
