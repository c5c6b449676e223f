"""Keep versions, and choose among them."""

from datetime import datetime
from typing import Any

from pymongo.errors import DuplicateKeyError

from voc.errors import NotFound
from voc.heads import queries
from voc.heads.documents import HeadChoice, HeadVersion
from voc.heads.domain import KEPT, Choice, Version
from voc.values import new_id


async def add(
    workspace: str, *, model: str, lessons: int, verdict: str, report: dict[str, Any], weights: bytes | None,
    now: datetime,
) -> Version:  # fmt: skip
    """Keep what a fit has made; the oldest versions go."""
    known = await queries.versions(workspace)
    made = HeadVersion(
        id=new_id("hd", now), workspace=workspace, number=known[0].number + 1 if known else 1, model=model,
        created_at=now, lessons=lessons, verdict=verdict, report=report, weights=weights,
    )  # fmt: skip
    try:
        await HeadVersion.get_pymongo_collection().insert_one(made.model_dump(by_alias=True))
    except DuplicateKeyError:  # a colleague's fit came first
        return await add(
            workspace, model=model, lessons=lessons, verdict=verdict, report=report, weights=weights, now=now
        )
    await _prune(workspace, known)
    return await queries.version(workspace, made.id)


async def choose(workspace: str, heads: str | None, *, by: str, now: datetime) -> Choice:
    """Read with a version from now on, or with the shipped heads (None).

    Raises:
        NotFound: there is no such version here, or it was refused and has no weights.
    """
    if heads is not None and await queries.weights(workspace, heads) is None:
        raise NotFound("No such version that could be used.", heads=heads)
    await HeadChoice.get_pymongo_collection().update_one(
        {"_id": workspace},
        {"$set": {"workspace": workspace, "heads": heads, "by": by, "at": now}, "$inc": {"changes": 1}},
        upsert=True,
    )
    return await queries.choice(workspace)


async def _prune(workspace: str, known: list[Version]) -> None:
    used = (await queries.choice(workspace)).heads
    gone = [each.id for each in known[KEPT - 1 :] if each.id != used]
    if gone:
        await HeadVersion.get_pymongo_collection().delete_many({"_id": {"$in": gone}, "workspace": workspace})
