"""Paging over several sources gives each entry once, in order."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar

from hypothesis import given
from hypothesis import strategies as st

from voc.history.timeline import Entry, EntryKind, Page, Place, Read, page

T = TypeVar("T")
NAMES = st.text("abcdefgh", min_size=1, max_size=3)
ENTRIES = st.lists(
    st.builds(
        Entry,
        kind=st.sampled_from(EntryKind),
        id=NAMES,
        at=st.integers(0, 6),  # many at the same moment
        customer=st.just("cus_1"),
        within=st.booleans(),
        text=st.sampled_from(["Too slow", "lovely", "느려요"]),
    ),
    max_size=60,
    unique_by=lambda entry: (entry.kind, entry.id),
)


def alone(turning: Coroutine[Any, Any, T]) -> T:
    """Run without touching the loop of the other tests, which `asyncio.run` would take away."""
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(turning)
    finally:
        loop.close()


def source(kind: EntryKind, entries: Sequence[Entry]) -> Read:
    """A source as a database would be one."""
    own = sorted((each for each in entries if each.kind == kind), key=lambda each: each.place, reverse=True)

    async def read(before: Place | None, limit: int) -> list[Entry]:
        return [each for each in own if before is None or each.place < before][:limit]

    return read


def pages(entries: Sequence[Entry], *, limit: int, batch: int, wanted=lambda _: True) -> list[Page]:
    """Every page, each asked for by the place where the last one ended."""

    async def turn() -> list[Page]:
        sources = [source(kind, entries) for kind in EntryKind]
        found = [await page(sources, before=None, limit=limit, wanted=wanted, batch=batch)]
        while found[-1].next is not None:
            found.append(await page(sources, before=found[-1].next, limit=limit, wanted=wanted, batch=batch))
        return found

    return alone(turn())


@given(ENTRIES, st.integers(1, 7), st.integers(1, 5))
def test_each_entry_comes_once_and_in_order(entries: list[Entry], limit: int, batch: int) -> None:
    found = pages(entries, limit=limit, batch=batch)
    shown = [each for one in found for each in one.items]
    assert shown == sorted(entries, key=lambda each: each.place, reverse=True)
    assert all(len(one.items) == limit for one in found[:-1])


@given(ENTRIES, st.integers(1, 4), st.integers(1, 5))
def test_what_is_passed_over_shifts_nothing(entries: list[Entry], limit: int, batch: int) -> None:
    def wanted(entry: Entry) -> bool:
        return not entry.within and entry.contains("SLOW")

    shown = [each for one in pages(entries, limit=limit, batch=batch, wanted=wanted) for each in one.items]
    kept = [each for each in entries if wanted(each)]
    assert shown == sorted(kept, key=lambda each: each.place, reverse=True)


@given(ENTRIES, ENTRIES, st.integers(1, 4))
def test_what_comes_in_between_two_pages_moves_none(before: list[Entry], late: list[Entry], limit: int) -> None:
    known = {(each.kind, each.id) for each in before}
    newer = [each.model_copy(update={"at": 7}) for each in late if (each.kind, each.id) not in known]

    async def turn() -> list[Entry]:
        first = await page(
            [source(kind, before) for kind in EntryKind], before=None, limit=limit, wanted=lambda _: True
        )
        shown, place = list(first.items), first.next
        while place is not None:
            sources = [source(kind, [*before, *newer]) for kind in EntryKind]
            more = await page(sources, before=place, limit=limit, wanted=lambda _: True)
            shown, place = [*shown, *more.items], more.next
        return shown

    assert alone(turn()) == sorted(before, key=lambda each: each.place, reverse=True)


def test_a_search_looks_into_what_is_known_too() -> None:
    entry = Entry(kind=EntryKind.event, id="e", at=1, customer="c", fields={"plan": {"to": "Team"}, "n": 3})
    assert entry.contains("tEAM")
    assert not entry.contains("plan")
