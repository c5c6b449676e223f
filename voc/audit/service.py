"""Recording, and finding out whether the record is whole."""

from datetime import datetime

from voc.audit import domain, queries
from voc.audit.domain import Deed, Entry
from voc.errors import VocError
from voc.values import Value

_TRIES = 200
"""Each of those who write at the same moment loses at most once to each other one."""


class NotRecorded(VocError):
    """The entry found no place; nobody is told that it was done."""

    slug, title, status, transient = "not-recorded", "Not recorded", 503, True


class Verdict(Value):
    """What came of looking through a workspace's audit."""

    workspace: str
    entries: int
    """How many hold, from the first on."""
    broken_at: int | None
    """Number of the first entry that is missing, altered or out of place."""
    hash: str
    """Of the last one that holds; noted elsewhere, it proves later that nothing before it was changed."""


async def record(workspace: str, deed: Deed, *, now: datetime) -> Entry:
    """Put something on record, after everything that is on record already.

    Raises:
        NotRecorded: too many write at once.
    """
    last = await _last(workspace)
    for _ in range(_TRIES):
        made = domain.entry_after(last, workspace, deed, now=now)
        if await queries.insert(made):
            await queries.move_head(made)
            return made
        last = await queries.entry(workspace, made.number)
    raise NotRecorded("Too much was done at once. Try again.")


async def verify(workspace: str) -> Verdict:
    """Read everything from the first entry on."""
    last: Entry | None = None
    broken_at = None
    async for entry in queries.in_order(workspace):
        if not domain.holds(entry, last):
            broken_at = last.number + 1 if last else 1
            break
        last = entry
    count = last.number if last else 0
    head = await queries.head(workspace)
    if broken_at is None and head is not None and head["number"] > count:
        broken_at = count + 1  # what stood at the end is gone
    return Verdict(workspace=workspace, entries=count, broken_at=broken_at, hash=last.hash if last else domain.FIRST)


async def is_ours(workspace: str) -> bool:
    """Whether the last entry was written with the secret that this process has; true where there is none yet."""
    last = await _last(workspace)
    return last is None or last.hash == domain.hash_of(last.model_dump(mode="json"))


async def _last(workspace: str) -> Entry | None:
    """The end of the chain: the head, or what a writer added who was cut off before it moved the head."""
    head = await queries.head(workspace)
    last = await queries.entry(workspace, head["number"]) if head else None
    while (follower := await queries.entry(workspace, last.number + 1 if last else 1)) is not None:
        last = follower
    return last
