"""Rank a workspace's backlog."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from pymongo import UpdateOne

from voc import outbox
from voc.backlog import counting, queries
from voc.backlog.documents import BacklogItem, Ranking
from voc.backlog.domain import Mentions, Score
from voc.backlog.gathering import Heard, gather
from voc.backlog.ranking.drivers import Drivers, fit
from voc.backlog.ranking.scoring import rank as ranked
from voc.outbox import Chore
from voc.settings import Work
from voc.themes.schemas import ThemeOut

log = structlog.get_logger()

Row = dict[str, Any]
SHOWN = {
    "rank", "rank_best", "rank_worst", "share", "share_mid", "share_low", "share_high", "driver", "factors", "swap",
}  # fmt: skip
WRITE_BATCH = 200
RANK_PAUSE = timedelta(seconds=10)
"""While feedback streams in, rank at most this often."""


async def run(chore_id: str, *, now: datetime, work: Work) -> bool:
    """Rank if the chore is ours to take; returns whether it was."""
    held = await outbox.lease(Chore, [chore_id], now=now, work=work)
    if not held.rows:
        return False
    chore = held.rows[0]
    try:
        async with outbox.kept(Chore, held, work=work):
            await rank(chore["workspace"], now=now)
    except Exception as error:  # whatever went wrong is kept with the chore, which is tried again or parked
        await outbox.fail(Chore, held, {chore_id: repr(error)}, now=now, work=work)
        raise
    await outbox.finish(chore, held.owner, now=now + RANK_PAUSE)
    return True


async def rank(workspace: str, *, now: datetime) -> int:
    """Work the ranking out from the raw rows and store it; returns the number of items."""
    heard = await gather(workspace, now=now)
    if heard is None:
        return 0
    said = counting.by_theme(heard.rows, heard.themes)
    counted = {id_: _counted(heard, id_, own) for id_, own in sorted(said.items())}
    scores, drivers = await asyncio.to_thread(_work_out, heard, counted)
    items = [
        _item(score, heard.themes[score.theme], counted[score.theme])
        | {
            "active_customers": heard.active,
            "quotes": _quotes(heard.themes[score.theme], said[score.theme]),
            "weekly_mentions": counting.weekly(said[score.theme], heard.until),
            "ranked_at": now,
        }
        for score in scores
    ]
    await _write(workspace, items, now)
    await _stand(workspace, heard, drivers, len(items), now)
    log.info("backlog ranked", workspace=workspace, items=len(items), active_customers=heard.active)
    return len(items)


def item_id(theme: str) -> str:
    """The item of a theme: one each, for good."""
    return "bl_" + theme.removeprefix("th_")


def _counted(heard: Heard, theme: str, said: Sequence[Row]) -> Mentions:
    effort = heard.efforts.get(item_id(theme))
    kind = heard.themes[theme].kind
    return counting.mentions(
        theme, kind, said, until=heard.until, weights=heard.weights, worth=heard.worth, effort=effort
    )


def _work_out(heard: Heard, counted: dict[str, Mentions]) -> tuple[list[Score], Drivers]:
    drivers = fit(counting.occasions(heard.rows, counted), list(counted))
    return ranked(list(counted.values()), heard.active, heard.weights, drivers), drivers


def _item(score: Score, theme: ThemeOut, mentions: Mentions) -> Row:
    shown = score.model_dump(include=SHOWN) | {"score": score.value}
    said = mentions.model_dump(include={"customers", "mentions", "mean_sentiment", "mean_urgency"})
    about = {"title": theme.name, "kind": theme.kind, "language": theme.language, "keywords": theme.keywords}
    return shown | said | about | {"theme": theme.id}


def _quotes(theme: ThemeOut, said: Sequence[Row]) -> list[str]:
    """Its most typical verbatims, those of its own kind first: the first one stands for it in the list."""
    kinds = {row["_id"]: row.get("kind") for row in said}
    return sorted(theme.quotes[:5], key=lambda id_: kinds.get(id_) != theme.kind)


async def _write(workspace: str, items: Sequence[Row], now: datetime) -> None:
    """Store the new ranking; items that fell out of it are kept, but not shown."""
    ids = {item_id(item["theme"]) for item in items}
    writes = [
        UpdateOne(
            {"_id": item_id(item["theme"])},
            {"$set": item | {"workspace": workspace, "active": True}, "$setOnInsert": {"first_ranked_at": now}},
            upsert=True,
        )
        for item in items
    ]
    known = await queries.item_ids(workspace)
    writes += [
        UpdateOne({"_id": id_, "workspace": workspace}, {"$set": {"active": False}})
        for id_, row in known.items()
        if id_ not in ids and row.get("active")
    ]
    for start in range(0, len(writes), WRITE_BATCH):
        await BacklogItem.get_pymongo_collection().bulk_write(writes[start : start + WRITE_BATCH], ordered=False)


async def _stand(workspace: str, heard: Heard, drivers: Drivers, items: int, now: datetime) -> None:
    standing = Ranking(
        id=workspace,
        workspace=workspace,
        since=heard.since,
        until=heard.until,
        active_customers=heard.active,
        scored_customers=drivers.customers,
        feedback=len(heard.rows),
        items=items,
        ranked_at=now,
    )
    fields = standing.model_dump(by_alias=True)
    await Ranking.get_pymongo_collection().replace_one({"_id": workspace}, fields, upsert=True)
