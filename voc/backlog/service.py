"""Rank a workspace's backlog."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from pymongo import UpdateOne

from voc import outbox
from voc.backlog import domain, queries
from voc.backlog.documents import BacklogItem, Ranking
from voc.backlog.domain import Mentions, Score
from voc.customers import queries as customers
from voc.customers.domain import top
from voc.feedback.domain import Kind
from voc.feedback.parts import sentiment_towards, themes_of
from voc.outbox import Chore
from voc.settings import Work
from voc.themes import queries as themes
from voc.themes.schemas import ThemeOut

log = structlog.get_logger()

RANKED_KINDS = frozenset({Kind.idea, Kind.complaint})
TREND_WEEKS = 8
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
    until = await queries.newest_at(workspace, now=now)
    if until is None:
        return 0
    since = until - queries.WINDOW
    rows = await _by_person(workspace, await queries.said_between(workspace, since, until))
    known = {theme.id: theme for theme in await themes.active(workspace) if theme.kind in RANKED_KINDS}
    by_theme: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        for theme in themes_of(row):
            if theme in known:
                by_theme[theme].append(row | {"sentiment": sentiment_towards(row, theme)})
    active = len({row["respondent"] for row in rows})
    mentions = {id_: _mentions(known[id_], said) for id_, said in by_theme.items()}
    scores = domain.rank(list(mentions.values()), active)
    items = [
        _item(score, place, known[score.theme], mentions[score.theme])
        | _span(score, scores)
        | {"active_customers": active, "weekly_mentions": _weekly(by_theme[score.theme], until), "ranked_at": now}
        for place, score in enumerate(scores, start=1)
    ]
    await _write(workspace, items, now)
    standing = Ranking(
        id=workspace,
        workspace=workspace,
        since=since,
        until=until,
        active_customers=active,
        feedback=len(rows),
        items=len(items),
        ranked_at=now,
    )
    fields = standing.model_dump(by_alias=True)
    await Ranking.get_pymongo_collection().replace_one({"_id": workspace}, fields, upsert=True)
    log.info("backlog ranked", workspace=workspace, items=len(items), active_customers=active)
    return len(items)


async def _by_person(workspace: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with merged customers as the one person that they are."""
    into = await customers.merged(workspace)
    return [row | {"respondent": top(row["respondent"], into)} for row in rows] if into else rows


def item_id(theme: str) -> str:
    """The item of a theme: one each, for good."""
    return "bl_" + theme.removeprefix("th_")


def _mentions(theme: ThemeOut, said: Sequence[dict[str, Any]]) -> Mentions:
    return Mentions(
        theme=theme.id,
        kind=theme.kind,
        customers=len({row["respondent"] for row in said}),
        mentions=len(said),
        mean_sentiment=sum(row.get("sentiment") or 0.0 for row in said) / len(said),
        mean_urgency=sum(row.get("urgency") or 0.0 for row in said) / len(said),
    )


def _item(score: Score, place: int, theme: ThemeOut, mentions: Mentions) -> dict[str, Any]:
    shown = score.model_dump(include={"share", "share_mid", "share_low", "share_high", "severity", "factors"})
    said = mentions.model_dump(include={"customers", "mentions", "mean_sentiment", "mean_urgency"})
    about = {"title": theme.name, "kind": theme.kind, "language": theme.language, "keywords": theme.keywords}
    return shown | said | about | {"theme": theme.id, "rank": place, "score": score.value, "quotes": theme.quotes[:5]}


def _span(score: Score, scores: Sequence[Score]) -> dict[str, int]:
    """Best and worst rank that the intervals allow: ahead of it for sure, behind it for sure."""
    low, high = score.share_low * score.severity, score.share_high * score.severity
    ahead = sum(other.share_low * other.severity > high for other in scores)
    behind = sum(other.share_high * other.severity < low for other in scores)
    return {"rank_best": 1 + ahead, "rank_worst": len(scores) - behind}


def _weekly(said: Sequence[dict[str, Any]], until: datetime) -> list[int]:
    weeks = [0] * TREND_WEEKS
    for row in said:
        age = int((until - row["occurred_at"]).total_seconds() // (7 * 86_400))
        if 0 <= age < TREND_WEEKS:
            weeks[TREND_WEEKS - 1 - age] += 1
    return weeks


async def _write(workspace: str, items: Sequence[dict[str, Any]], now: datetime) -> None:
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
