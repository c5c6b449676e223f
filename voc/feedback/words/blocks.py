"""Writing, reading and removing blocks of the index.

A block's head is written first and removed last, so whatever is stored of a block is always named: a process that dies
in between leaves a head that does not stand, and `upkeep` removes what it names. Only blocks that stand are searched
and merged. `forgetting` takes words out of all of them.

Whoever writes a block makes it stand only after looking whether what it was made of is still there (`indexing` for
feedback, `merging` for blocks). An erasure does the opposite: it marks first, and looks for blocks then. Whichever of
the two is later sees the other.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from voc.clock import stamp
from voc.database import durable
from voc.feedback.words.documents import WordBlock, WordPart, WordRows
from voc.feedback.words.domain import VERSION
from voc.values import new_id

Row = dict[str, Any]
Words = Mapping[str, Sequence[int]]
"""Numbers of rows by word."""
ROWS_TOGETHER = 64
"""Rows per `WordRows`."""
ROWS_PER_PART = 32
BATCH = 200
"""Documents per insert."""


def part_of(key: str, parts: int) -> int:
    """The part that a word lies in: what begins alike lies together."""
    return zlib.crc32(key[:2].encode("utf-8", "surrogatepass")) % parts


async def write(workspace: str, texts: Mapping[str, Iterable[str]], *, now: datetime) -> str:
    """Store a block of rows, the words of each by its position; it is not searched until `stand`."""
    positions = sorted(texts, reverse=True)
    words: dict[str, list[int]] = defaultdict(list)
    for number, position in enumerate(positions):
        for key in texts[position]:
            words[key].append(number)
    return await _store(workspace, positions, words, now=now)


async def stand(id_: str) -> bool:
    """Let a block be searched; False: it took so long that it was removed as a dead process's."""
    whole = {"$set": {"standing": True}}
    return bool((await durable(WordBlock).update_one({"_id": id_}, whole)).matched_count)


async def heads(workspace: str) -> list[Row]:
    """The blocks of a workspace that stand."""
    return [block for block in await all_heads(workspace) if block.get("standing", True)]


async def all_heads(workspace: str) -> list[Row]:
    """And those that are being written or removed."""
    return await WordBlock.get_pymongo_collection().find({"workspace": {"$eq": workspace}}).to_list()


def is_outdated(block: Row) -> bool:
    """Whether an older release made its words."""
    return bool(block.get("version", 0) < VERSION)


async def rows_of(block: Row) -> list[str]:
    """Positions of a block's rows, in their order; fewer than it has where it is being written or removed."""
    ids = row_ids(block)
    found = await by_id(WordRows, ids)
    return [position for id_ in ids for position in (found[id_]["positions"] if id_ in found else [])]


async def by_id(model: type[WordRows] | type[WordPart], ids: Sequence[str]) -> dict[str, Row]:
    """Documents by id; what is gone is left out."""
    found: dict[str, Row] = {}
    for start in range(0, len(ids), BATCH):
        cursor = model.get_pymongo_collection().find({"_id": {"$in": list(ids[start : start + BATCH])}})
        found |= {row["_id"]: row for row in await cursor.to_list()}
    return found


def row_ids(block: Row) -> list[str]:
    """Ids of a block's rows."""
    return [f"{block['_id']}|{n}" for n in range(len(block["starts"]))]


def part_ids(block: Row) -> list[str]:
    """Ids of a block's words."""
    return [f"{block['_id']}|{n}" for n in range(block["parts"])]


async def remove(blocks: Sequence[Row]) -> None:
    """Remove blocks, the heads last. A reader that was about to follow looks again."""
    heads_, ids = WordBlock.get_pymongo_collection(), {"_id": {"$in": [block["_id"] for block in blocks]}}
    await heads_.update_many(ids, {"$set": {"standing": False}})
    for block in blocks:
        for model, mine in ((WordPart, part_ids(block)), (WordRows, row_ids(block))):
            for start in range(0, len(mine), BATCH):
                await model.get_pymongo_collection().delete_many({"_id": {"$in": mine[start : start + BATCH]}})
    await heads_.delete_many(ids)


async def _store(workspace: str, positions: Sequence[str], words: Words, *, now: datetime) -> str:
    id_, parts = new_id("wb", now), 1 << ((len(positions) - 1) // ROWS_PER_PART).bit_length()
    apart: list[dict[str, Sequence[int]]] = [{} for _ in range(parts)]
    for key, numbers in words.items():
        apart[part_of(key, parts)][key] = numbers
    pages = [positions[start : start + ROWS_TOGETHER] for start in range(0, len(positions), ROWS_TOGETHER)]
    block = WordBlock(
        id=id_,
        workspace=workspace,
        rows=len(positions),
        parts=parts,
        starts=[page[0] for page in pages],
        oldest=positions[-1],
        version=VERSION,
        standing=False,
        checked_at=stamp(now),
    )
    await WordBlock.get_pymongo_collection().insert_one(block.model_dump(by_alias=True))
    await _insert(WordPart, [_part(f"{id_}|{n}", workspace, own) for n, own in enumerate(apart)])
    await _insert(
        WordRows,
        [
            {"_id": f"{id_}|{n}", "workspace": workspace, "positions": list(page), "revision": 0}
            for n, page in enumerate(pages)
        ],
    )
    return id_


def _part(id_: str, workspace: str, words: Words) -> Row:
    return {"_id": id_, "workspace": workspace, "words": dict(words), "revision": 0}


async def _insert(model: type[WordRows] | type[WordPart], rows: Sequence[Row]) -> None:
    for start in range(0, len(rows), BATCH):
        await model.get_pymongo_collection().insert_many(list(rows[start : start + BATCH]))
