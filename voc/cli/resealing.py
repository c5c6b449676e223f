"""Sealing with the newest key whatever another one sealed, wherever it stands in whatever collection."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pymongo.asynchronous.collection import AsyncCollection

from voc import vault
from voc.database import flush
from voc.documents import DOCUMENTS

Row = dict[str, Any]
AT_ONCE = 500
ROUNDS = 3
"""Tries of a document that changes while it is sealed anew."""


@dataclass
class Resealed:
    """Documents of one collection."""

    sealed: int = 0
    left: int = 0
    """Sealed with another key still: its secret is not set, or they kept changing."""


async def reseal() -> dict[str, Resealed]:
    """Seal everything anew that the newest key did not seal, and look again at all of it; may be repeated.

    Returns:
        By collection, where there was something to do.
    """
    found = {}
    for model in DOCUMENTS:
        collection, done = model.get_pymongo_collection(), Resealed()
        for _ in range(ROUNDS):
            changed = await _round(collection)
            done.sealed += changed
            await flush(model)
            if not changed:
                break
        done.left = len([row async for row in _outdated(collection)])
        if done.sealed or done.left:
            found[collection.name] = done
    return found


async def _round(collection: AsyncCollection) -> int:
    changed = 0
    async for row in _outdated(collection):
        changed += await _reseal(collection, row)
    return changed


async def _outdated(collection: AsyncCollection) -> Any:
    """Documents in which something stands that another key sealed."""
    async for row in collection.find({}, batch_size=AT_ONCE):
        if next(_sealed_in(row), None) is not None:
            yield row


def _sealed_in(value: Any) -> Iterator[str]:
    if vault.is_outdated(value):
        yield value
    for each in _within(value):
        yield from _sealed_in(each)


def _within(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


async def _reseal(collection: AsyncCollection, row: Row) -> bool:
    """Whether it was changed; a place that somebody else changed meanwhile is left to them."""
    workspace = row.get("workspace", row["_id"])
    changed = False
    for place, value in _places(row):
        mine: Row = {"_id": row["_id"]}
        if isinstance(value, str):
            mine[place] = {"$eq": value}
        try:
            anew = _anew(workspace, value)
        except vault.Unreadable:
            continue
        changed |= bool((await collection.update_one(mine, {"$set": {place: anew}})).matched_count)
    return changed


def _places(row: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Dotted paths of what is to be replaced: texts by themselves, so that neighbours may change meanwhile; lists, and
    objects whose keys hold what paths are made of, as a whole."""
    for key, value in row.items():
        if next(_sealed_in(value), None) is None:
            continue
        if isinstance(value, Mapping) and not any("." in each or each.startswith("$") for each in value):
            yield from _places(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _anew(workspace: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _anew(workspace, each) for key, each in value.items()}
    if isinstance(value, list):
        return [_anew(workspace, each) for each in value]
    return vault.sealed_anew(workspace, value) if vault.is_outdated(value) else value
