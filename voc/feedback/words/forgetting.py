"""Taking what is erased out of the index, so that no word of it stays."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pymongo import ReturnDocument

from voc.database import durable, flush
from voc.feedback.documents import Feedback
from voc.feedback.domain import ChangedMeanwhile
from voc.feedback.words import blocks, domain, source
from voc.feedback.words.documents import WordBlock, WordPart, WordRows

Row = dict[str, Any]
TRIES = 50


class _Moved(Exception):
    """A block was merged while it was read."""


async def forget_feedback(workspace: str, ids: Sequence[str]) -> None:
    """Take feedback out while it is still stored: its words tell where it is in the index.

    It is marked first: whoever writes it into a block that cannot be seen here yet will see the mark (`indexing`).
    """
    await source.mark_erasing(workspace, ids)
    condition = {"_id": {"$in": list(ids)}, "workspace": workspace}
    rows = await Feedback.get_pymongo_collection().find(condition, {"text": 1, "position": 1}).to_list()
    await forget(workspace, {row["position"]: domain.keys(row["text"]) for row in rows})


async def forget(workspace: str, texts: Mapping[str, Collection[str]]) -> None:
    """Take rows out of every block, standing or not: their words by position.

    Looks again until none holds one: blocks may have been merged meanwhile.
    """
    for _ in range(TRIES):
        try:
            found = [block for block in await blocks.all_heads(workspace) if await _numbers(block, texts)]
        except _Moved:
            continue
        if not found:
            return
        for block in found:
            await _forget(block, texts)
        await flush(WordRows)
    raise ChangedMeanwhile("The index is being rearranged; try again.")


async def forget_words(workspace: str, words: Mapping[str, Collection[str]]) -> None:
    """Take some words of rows out of every block: keys by position. The rows stay, and are found by the others."""
    for _ in range(TRIES):
        try:
            found = [(block, await _numbers(block, words)) for block in await blocks.all_heads(workspace)]
        except _Moved:
            continue
        for block, numbers in found:
            await _forget_words(block, {number: words[position] for position, number in numbers.items()})
        await flush(WordPart)
        return
    raise ChangedMeanwhile("The index is being rearranged; try again.")


async def _forget_words(block: Row, words: Mapping[int, Collection[str]]) -> None:
    if not words:
        return
    await _raise_revision(block)
    for part in _parts(block, {key for keys in words.values() for key in keys}):
        await _drop(f"{block['_id']}|{part}", set(words), only=words)
    await _raise_revision(block)


async def _forget(block: Row, texts: Mapping[str, Collection[str]]) -> None:
    await _raise_revision(block)
    try:
        numbers = await _numbers(block, texts)
    except _Moved:  # whoever looks for the rows again finds them in another block
        return
    gone = set(numbers.values())
    for part in _parts(block, {key for position in numbers for key in texts[position]}):
        await _drop(f"{block['_id']}|{part}", gone)
    for page in {number // blocks.ROWS_TOGETHER for number in gone}:
        await _blank(f"{block['_id']}|{page}", set(numbers))
    await _raise_revision(block)


async def _raise_revision(block: Row) -> None:
    await durable(WordBlock).update_one({"_id": block["_id"]}, {"$inc": {"revision": 1}})


async def _numbers(block: Row, positions: Collection[str]) -> dict[str, int]:
    """Numbers of those rows that a block holds; of one that is being written or removed, as far as it is there.

    Raises:
        _Moved: it stood, and is being removed.
    """
    rising = block["starts"][::-1]
    pages: dict[int, list[str]] = defaultdict(list)
    for position in positions:
        if block["oldest"] <= position <= block["starts"][0]:
            pages[len(rising) - 1 - bisect_left(rising, position)].append(position)
    found = await blocks.by_id(WordRows, [f"{block['_id']}|{page}" for page in pages])
    if len(found) < len(pages) and block.get("standing", True):
        raise _Moved
    return {
        position: page * blocks.ROWS_TOGETHER + row["positions"].index(position)
        for page, wanted in pages.items()
        if (row := found.get(f"{block['_id']}|{page}"))
        for position in wanted
        if position in row["positions"]
    }


def _parts(block: Row, keys: Collection[str]) -> set[int]:
    """Where a block may hold these words; anywhere, if it holds what an older release made of them."""
    if blocks.is_outdated(block):
        return set(range(block["parts"]))
    return {blocks.part_of(key, block["parts"]) for key in keys}


async def _drop(id_: str, gone: set[int], *, only: Mapping[int, Collection[str]] | None = None) -> None:
    """Take numbers away from the words of a part, or from those that `only` names; a word without any goes, too."""
    for _ in range(TRIES):
        part = await WordPart.get_pymongo_collection().find_one({"_id": id_})
        if part is None:
            return
        words = {
            key: [n for n in numbers if n not in gone or (only is not None and key not in only[n])]
            for key, numbers in part["words"].items()
        }
        left = {key: numbers for key, numbers in words.items() if numbers}
        change = {"$set": {"words": left}, "$inc": {"revision": 1}}
        guard = {"_id": id_, "revision": part["revision"]}
        if (await WordPart.get_pymongo_collection().update_one(guard, change)).matched_count:
            return
    raise ChangedMeanwhile(f"{id_} kept changing; try again.")


async def _blank(id_: str, gone: set[str]) -> None:
    """Take positions out of some rows; guarded, since two may forget some of the same rows."""
    rows, raised = WordRows.get_pymongo_collection(), {"$inc": {"revision": 1}}
    for _ in range(TRIES):
        row = await rows.find_one_and_update({"_id": id_}, raised, return_document=ReturnDocument.AFTER)
        if row is None:
            return
        left = ["" if position in gone else position for position in row["positions"]]
        guard = {"_id": id_, "revision": row["revision"]}
        if (await rows.update_one(guard, {"$set": {"positions": left}} | raised)).matched_count:
            return
    raise ChangedMeanwhile(f"{id_} kept changing; try again.")
