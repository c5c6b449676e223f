"""Reads and writes of one person's asks."""

from collections.abc import Callable, Sequence
from typing import Any

from pymongo.errors import DuplicateKeyError

from voc.asks.documents import Ledger, RecordedAsk
from voc.asks.domain import ASKS_KEPT, ledger_id
from voc.database import durable

ATTEMPTS = 20
"""Most races lost in a row before we believe that something else is wrong."""


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
    collection, id_ = durable(Ledger), ledger_id(workspace, person)
    for _ in range(ATTEMPTS):
        row = await collection.find_one({"_id": id_})
        known = [RecordedAsk.model_validate(each) for each in row["asks"]] if row else []
        if any(each.ask == ask.ask for each in known):
            return None
        if rule := allowed(known):
            return rule
        kept = [each.model_dump() for each in _kept([*known, ask])]
        if row is None:
            if await _begun(collection, id_, workspace, kept):
                return None
            continue
        unchanged = {"_id": id_, "revision": row["revision"]}
        written = await collection.update_one(unchanged, {"$set": {"asks": kept}, "$inc": {"revision": 1}})
        if written.matched_count:
            return None
    raise RuntimeError(f"the ledger {id_} changes faster than it can be read")


def _kept(asks: Sequence[RecordedAsk]) -> list[RecordedAsk]:
    """The latest ones, and the last one of each survey: "once ever" is never forgotten."""
    ordered = sorted(asks, key=lambda ask: ask.at)
    last = {ask.survey: ask.ask for ask in ordered}
    return [ask for ask in ordered[:-ASKS_KEPT] if ask.ask == last[ask.survey]] + ordered[-ASKS_KEPT:]


async def _begun(collection: Any, id_: str, workspace: str, asks: list[dict[str, Any]]) -> bool:
    try:
        await collection.insert_one({"_id": id_, "workspace": workspace, "asks": asks, "revision": 0})
    except DuplicateKeyError:  # asked from two places at once
        return False
    return True
