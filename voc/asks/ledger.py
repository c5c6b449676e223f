"""Reads and writes of one person's asks."""

from collections.abc import Callable, Sequence
from typing import Any

from pymongo.errors import DuplicateKeyError

from voc.asks.documents import Ledger, RecordedAsk
from voc.asks.domain import ASKS_KEPT, ledger_id
from voc.asks.turns import ATTEMPTS, crowded, turn
from voc.database import durable


async def asks_of(workspace: str, people: Sequence[str]) -> list[RecordedAsk]:
    """When these people, who are one person under several names, were asked what."""
    ids = [ledger_id(workspace, person) for person in people]
    rows = await Ledger.get_pymongo_collection().find({"_id": {"$in": ids}}).to_list()
    found = {ask["ask"]: RecordedAsk.model_validate(ask) for row in rows for ask in row["asks"]}
    return sorted(found.values(), key=lambda ask: ask.at)


async def record(
    workspace: str, person: str, ask: RecordedAsk, *, allowed: Callable[[list[RecordedAsk]], str | None]
) -> str | None:
    """Add an ask if `allowed` finds nothing against it, in one step with its look at the ledger.

    Args:
        workspace: whose customer.
        person: who is asked.
        ask: what and when; one that stands there already is not added again.
        allowed: from what stands in the ledger to the rule that forbids the ask, or None.

    Returns:
        The rule that forbids it, or None: it was recorded.
    """
    id_ = ledger_id(workspace, person)
    async with turn(id_):
        for _ in range(ATTEMPTS):
            row = await Ledger.get_pymongo_collection().find_one({"_id": id_})
            known = [RecordedAsk.model_validate(each) for each in row["asks"]] if row else []
            if any(each.ask == ask.ask for each in known):
                return None
            if rule := allowed(known):
                return rule
            if await _write(row, id_, workspace, kept([*known, ask])):
                return None
    raise crowded()


async def take_back(workspace: str, person: str, ask: str) -> None:
    """Forget an ask that was not put after all."""
    id_ = ledger_id(workspace, person)
    async with turn(id_):
        for _ in range(ATTEMPTS):
            row = await Ledger.get_pymongo_collection().find_one({"_id": id_})
            known = [RecordedAsk.model_validate(each) for each in row["asks"]] if row else []
            rest = [each for each in known if each.ask != ask]
            if len(rest) == len(known) or await _write(row, id_, workspace, rest):
                return


def kept(asks: Sequence[RecordedAsk]) -> list[RecordedAsk]:
    """The latest ones, and the last one of each survey: "once ever" is never forgotten."""
    ordered = sorted(asks, key=lambda ask: ask.at)
    last = {ask.survey: ask.ask for ask in ordered}
    return [ask for ask in ordered[:-ASKS_KEPT] if ask.ask == last[ask.survey]] + ordered[-ASKS_KEPT:]


async def _write(row: dict[str, Any] | None, id_: str, workspace: str, asks: Sequence[RecordedAsk]) -> bool:
    """Replace the asks of the ledger that was read as `row`; False if somebody was faster."""
    kept = [each.model_dump() for each in asks]
    if row is not None:
        unchanged = {"_id": id_, "revision": row["revision"]}
        written = await durable(Ledger).update_one(unchanged, {"$set": {"asks": kept}, "$inc": {"revision": 1}})
        return bool(written.matched_count)
    try:
        await durable(Ledger).insert_one({"_id": id_, "workspace": workspace, "asks": kept, "revision": 0})
    except DuplicateKeyError:  # asked from two places at once
        return False
    return True
