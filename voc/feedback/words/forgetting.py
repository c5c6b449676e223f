"""Taking what is erased out of the index, so that no word of it stays."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from voc.database import durable, flush
from voc.feedback.documents import Feedback
from voc.feedback.words import blocks, domain
from voc.feedback.words.documents import WordBlock, WordPart, WordRows

Row = dict[str, Any]
TRIES = 50


async def forget_feedback(workspace: str, ids: Sequence[str]) -> None:
    """Take feedback out while it is still stored: its words tell where it is in the index."""
    condition = {"_id": {"$in": list(ids)}, "workspace": workspace}
    rows = await Feedback.get_pymongo_collection().find(condition, {"text": 1, "position": 1}).to_list()
    await forget(workspace, {row["position"]: domain.keys(row["text"]) for row in rows})


async def forget(workspace: str, texts: Mapping[str, Collection[str]]) -> None:
    """Take rows out: their words by position.

    Looks again until no block holds one: blocks may have been merged meanwhile.
    """
    while found := [block for block in await blocks.heads(workspace) if await _numbers(block, texts)]:
        for block in found:
            await _forget(block, texts)
        await flush(WordRows)


async def _forget(block: Row, texts: Mapping[str, Collection[str]]) -> None:
    await _raise_revision(block)
    numbers = await _numbers(block, texts)
    by_part: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for position, number in numbers.items():
        for key in texts[position]:
            by_part[blocks.part_of(key, block["parts"])][key].add(number)
    for part, gone in by_part.items():
        await _drop(f"{block['_id']}|{part}", gone)
    for page in {number // blocks.ROWS_TOGETHER for number in numbers.values()}:
        await _blank(f"{block['_id']}|{page}", set(numbers))
    await _raise_revision(block)


async def _raise_revision(block: Row) -> None:
    await durable(WordBlock).update_one({"_id": block["_id"]}, {"$inc": {"revision": 1}})


async def _numbers(block: Row, positions: Collection[str]) -> dict[str, int]:
    """Numbers of those rows that a block holds."""
    rising = block["starts"][::-1]
    pages: dict[int, list[str]] = defaultdict(list)
    for position in positions:
        if block["oldest"] <= position <= block["starts"][0]:
            pages[len(rising) - 1 - bisect_left(rising, position)].append(position)
    found = await blocks.by_id(WordRows, [f"{block['_id']}|{page}" for page in pages])
    return {
        position: page * blocks.ROWS_TOGETHER + row["positions"].index(position)
        for page, wanted in pages.items()
        if (row := found.get(f"{block['_id']}|{page}"))
        for position in wanted
        if position in row["positions"]
    }


async def _drop(id_: str, gone: Mapping[str, set[int]]) -> None:
    """Take numbers away from words; a word without any goes, too."""
    for _ in range(TRIES):
        part = await WordPart.get_pymongo_collection().find_one({"_id": id_})
        if part is None:
            return
        words = {key: [n for n in numbers if n not in gone.get(key, ())] for key, numbers in part["words"].items()}
        left = {key: numbers for key, numbers in words.items() if numbers}
        change = {"$set": {"words": left}, "$inc": {"revision": 1}}
        guard = {"_id": id_, "revision": part["revision"]}
        if (await WordPart.get_pymongo_collection().update_one(guard, change)).matched_count:
            return
    raise RuntimeError(f"{id_} kept changing")


async def _blank(id_: str, gone: set[str]) -> None:
    row = await WordRows.get_pymongo_collection().find_one({"_id": id_})
    if row is not None:
        left = ["" if position in gone else position for position in row["positions"]]
        await WordRows.get_pymongo_collection().update_one({"_id": id_}, {"$set": {"positions": left}})
