"""One line of time out of several sources; pure.

Nothing is copied: each source is read where it lies, newest first and in batches, and the batches are merged here.
The order is total (time, kind, id), so a page ends at an exact place and the next one begins there, whatever came
in meanwhile; every entry stands on one page, once.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from enum import StrEnum
from typing import Any, NamedTuple

from voc.values import Value


class EntryKind(StrEnum):
    """Where an entry comes from."""

    feedback = "feedback"
    """Something they said."""
    message = "message"
    """Something they wrote to us, as it came in."""
    response = "response"
    """Something they answered."""
    delivery = "delivery"
    """Something they were sent."""
    event = "event"
    """Something that happened: paid, consented, merged, an attribute that changed."""


class Place(NamedTuple):
    """Where an entry stands; a later place is a newer entry."""

    at: int
    """A `voc.clock.stamp`."""
    kind: str
    id: str


class Entry(Value):
    """One thing that happened between a customer and the company."""

    kind: EntryKind
    id: str
    at: int
    """A `voc.clock.stamp`; never changes, or the entry would move between pages."""
    customer: str
    """The customer it was recorded for: one of those that were merged."""
    channel: str | None = None
    text: str = ""
    within: bool = False
    """Whether another entry tells the same: a verbatim of a response, a message that became feedback."""
    fields: dict[str, Any] = {}
    """What else the source knows of it, by name."""

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.at, self.kind.value, self.id)

    def contains(self, text: str) -> bool:
        """Whether `text` stands in what was said or in what is known of it, in any case."""
        wanted = text.casefold()
        return any(wanted in each.casefold() for each in _strings([self.text, self.fields]))


class Page(Value):
    """A part of the line, newest first."""

    items: list[Entry]
    next: Place | None
    """Where the next part begins: after this place."""


Read = Callable[[Place | None, int], Awaitable[Sequence[Entry]]]
"""One source: at most so many of its entries that are older than a place, newest first."""


async def page(
    sources: Sequence[Read],
    *,
    before: Place | None,
    limit: int,
    wanted: Callable[[Entry], bool],
    batch: int = 100,
) -> Page:
    """The next entries of all sources that are `wanted`.

    Args:
        sources: each in the order of places.
        before: where the last page ended; None for the beginning.
        limit: most entries.
        wanted: which of them count; the others are passed over.
        batch: how many are read from a source at a time.
    """
    found: list[Entry] = []
    async with aclosing(_merged(sources, before=before, batch=batch)) as line:
        async for entry in line:
            if not wanted(entry):
                continue
            if len(found) == limit:
                return Page(items=found, next=found[-1].place)
            found.append(entry)
    return Page(items=found, next=None)


async def _merged(sources: Sequence[Read], *, before: Place | None, batch: int) -> AsyncIterator[Entry]:
    """Every entry that is older than `before`, newest first; reads no further than is asked."""
    walks = [_walk(source, before, batch) for source in sources]
    heads = {walk: entry for walk in walks if (entry := await anext(walk, None))}
    while heads:
        newest = max(heads, key=lambda walk: heads[walk].place)
        yield heads.pop(newest)
        if following := await anext(newest, None):
            heads[newest] = following


async def _walk(source: Read, before: Place | None, batch: int) -> AsyncIterator[Entry]:
    while True:
        entries = await source(before, batch)
        for entry in entries:
            yield entry
        if len(entries) < batch:
            return
        before = entries[-1].place


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return [text for each in value for text in _strings(each)]
    return [value] if isinstance(value, str) else []
