"""Looking words up: where feedback stands that may hold what is searched for, the newest first."""

from bisect import insort
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from functools import reduce
from typing import Any, NamedTuple

from voc.feedback.documents import Feedback
from voc.feedback.domain import ChangedMeanwhile
from voc.feedback.words import blocks
from voc.feedback.words.documents import WordPart, WordRows
from voc.feedback.words.domain import Asked, Search

Row = dict[str, Any]
Words = Mapping[str, Sequence[int]]
TRIES = 5
PAGES_AT_ONCE = 32
"""Of rows: 100 kB."""
UNINDEXED = 500
"""Rows that are compared though the index does not know them yet; where there are more, some are missed for a while."""


class Span(NamedTuple):
    """Positions from `least` to below `below`; None: no end."""

    least: str | None = None
    below: str | None = None

    def has(self, position: str) -> bool:
        """Whether a row lies in it."""
        return (self.least is None or position >= self.least) and (self.below is None or position < self.below)

    def meets(self, oldest: str, newest: str) -> bool:
        """Whether rows between these two may."""
        return (self.least is None or newest >= self.least) and (self.below is None or oldest < self.below)


EVERYWHERE = Span()


class Proposed(NamedTuple):
    """What the index proposes: rows together that were stored together."""

    pages: tuple["_Page", ...]
    unindexed: tuple[str, ...]
    is_behind: bool
    """Whether more is waiting to be indexed than is compared without, or indexed by an older release."""

    @property
    def count(self) -> int:
        """How many rows, some perhaps twice."""
        return sum(len(page.numbers) for page in self.pages) + len(self.unindexed)


class _Page(NamedTuple):
    newest: str
    id: str
    """Of the `WordRows`."""
    numbers: tuple[int, ...]
    """In it."""


class _Moved(Exception):
    """A block was merged while it was read."""


async def proposed(workspace: str, search: Search, span: Span = EVERYWHERE) -> Proposed:
    """What may hold all the words of a search.

    Raises:
        ChangedMeanwhile: blocks are merged faster than they are read.
    """
    for _ in range(TRIES):
        waiting = await _unindexed(workspace)
        near = [block for block in await blocks.heads(workspace) if span.meets(block["oldest"], block["starts"][0])]
        try:
            pages = await _pages(near, search, span)
        except _Moved:
            continue
        fresh = tuple(position for position in waiting if span.has(position))
        is_behind = len(waiting) >= UNINDEXED or any(map(blocks.is_outdated, near))
        return Proposed(tuple(pages), fresh, is_behind)
    raise ChangedMeanwhile("The index is being rearranged; try again.")


async def positions(
    workspace: str, search: Search, span: Span = EVERYWHERE, first: Proposed | None = None
) -> AsyncIterator[str]:
    """Positions of what is proposed, the newest first, each once; `first`: what is known of it already."""
    for _ in range(TRIES):
        found, first = first or await proposed(workspace, search, span), None
        try:
            async for position in _walk(found):
                if span.has(position):
                    span = span._replace(below=position)
                    yield position
            return
        except _Moved:
            continue
    raise ChangedMeanwhile("The index is being rearranged; try again.")


async def _walk(found: Proposed) -> AsyncIterator[str]:
    rows, waiting = sorted(found.unindexed), sorted(found.pages)
    while waiting or rows:
        while waiting and (not rows or waiting[-1].newest >= rows[-1]):
            for position in await _positions(waiting[-PAGES_AT_ONCE:]):
                insort(rows, position)
            del waiting[-PAGES_AT_ONCE:]
        if rows:
            yield rows.pop()


async def _positions(pages: Sequence[_Page]) -> list[str]:
    """What these pages name, erased rows left out."""
    found = await blocks.by_id(WordRows, [page.id for page in pages])
    if len(found) < len(pages):
        raise _Moved
    named = [found[page.id]["positions"][number] for page in pages for number in page.numbers]
    return [position for position in named if position]


async def _unindexed(workspace: str) -> list[str]:
    condition = {"unindexed": True, "workspace": {"$eq": workspace}}
    cursor = Feedback.get_pymongo_collection().find(condition, {"position": 1}).limit(UNINDEXED)
    return [row["position"] for row in await cursor.to_list()]


async def _pages(near: Sequence[Row], search: Search, span: Span) -> list[_Page]:
    wanted = search.words
    if not wanted:
        return []
    ids = {f"{block['_id']}|{n}" for block in near for n in _parts(block, wanted)}
    parts = {id_: row["words"] for id_, row in (await blocks.by_id(WordPart, sorted(ids))).items()}
    if len(parts) < len(ids):
        raise _Moved
    return [page for block in near for page in _of_block(block, wanted, parts, span)]


def _parts(block: Row, wanted: Iterable[Asked]) -> set[int]:
    return {
        blocks.part_of(key, block["parts"])
        for word in wanted
        for key in (word.needs() if word.joined else (word.text,))
    }


def _of_block(block: Row, wanted: Sequence[Asked], parts: Mapping[str, Words], span: Span) -> Iterable[_Page]:
    """The rows of one block that hold every word."""
    by_page: dict[int, list[int]] = {}
    for number in sorted(reduce(set.intersection, (_numbers(block, word, parts) for word in wanted))):
        by_page.setdefault(number // blocks.ROWS_TOGETHER, []).append(number % blocks.ROWS_TOGETHER)
    ends = [*block["starts"][1:], block["oldest"]]
    for page, numbers in by_page.items():
        if span.meets(ends[page], block["starts"][page]):
            yield _Page(block["starts"][page], f"{block['_id']}|{page}", tuple(numbers))


def _numbers(block: Row, word: Asked, parts: Mapping[str, Words]) -> set[int]:
    def of(key: str) -> Words:
        return parts[f"{block['_id']}|{blocks.part_of(key, block['parts'])}"]

    if word.joined:
        return reduce(set.intersection, (set(of(key).get(key, ())) for key in word.needs()))
    exact = word.needs()
    return {number for key, own in of(word.text).items() if key in exact or word.begins(key) for number in own}
