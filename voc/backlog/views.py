"""What the pages of the backlog show of an item; pure."""

import math
import statistics
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from voc.backlog.domain import WEAK_BELOW_CUSTOMERS
from voc.backlog.ranking import factors
from voc.backlog.schemas import BacklogItemOut, RankingOut
from voc.feedback.schemas import FeedbackOut
from voc.feedback.speakers import speaker

NEW_FOR = timedelta(days=7)
NEIGHBOURS = 2
"""Shown on either side."""


def row(
    item: BacklogItemOut, said: Mapping[str, FeedbackOut], *, now: datetime, earliest: datetime | None
) -> dict[str, Any]:
    """An item in the list; new is what came after the first ranking, not all of that one.

    The share shown is the estimate that its interval belongs to. The one counted stands beside it as
    "17 of 162 customers" and may lie outside the interval where customers are few.
    """
    first = next((said[id_] for id_ in item.quotes if id_ in said), None)
    later = earliest is not None and item.first_ranked_at - earliest > timedelta(days=1)
    tied = item.rank_best != item.rank_worst
    return item.model_dump() | {
        "theme_id": item.theme,
        "share": item.share_mid,
        "severity": factors.unhappiness(item.mean_sentiment) + factors.pressure(item.mean_urgency) - 1,
        "rank_note": f"{item.rank_best}–{item.rank_worst}" if tied else "",
        "trend": item.weekly_mentions,
        "quote": first,
        "new": later and now - item.first_ranked_at < NEW_FOR,
    }


def quote(said: FeedbackOut, labels: Mapping[str, str]) -> dict[str, Any]:
    """A verbatim as evidence."""
    return said.model_dump() | {"customer": speaker(said, labels)}


def is_weak(standing: RankingOut | None) -> bool:
    """Whether so few customers stand behind the order that it says little."""
    return standing is not None and standing.active_customers < WEAK_BELOW_CUSTOMERS


def breakdown(item: BacklogItemOut, ranking: Sequence[BacklogItemOut]) -> list[dict[str, Any]]:
    """Each factor against the middle item's: `times` is what it makes of the score, beside that one's.

    `log_share` is −1…1, on the scale of logarithms: 1 is the furthest that any factor of any item lies from the middle.
    """
    middles = {factor.name: statistics.median(_log(other, factor.name) for other in ranking) for factor in item.factors}
    away = [abs(factor.log - middles.get(factor.name, 0.0)) for other in ranking for factor in other.factors]
    furthest = max(away, default=0.0) or 1.0
    return [
        factor.model_dump()
        | {
            "times": math.exp(factor.log - middles[factor.name]),
            "log_share": max(-1.0, min(1.0, (factor.log - middles[factor.name]) / furthest)),
        }
        for factor in item.factors
    ]


def swap(item: BacklogItemOut, ranking: Sequence[BacklogItemOut]) -> dict[str, Any] | None:
    """The smallest change that would put the item past its upper neighbour, or of the first: the second past it.

    `moved` is the item that would change, None: this one; `passed` the one that it would pass.
    """
    second = next((other for other in ranking if other.rank == 2), None)
    moved = item if item.rank > 1 else second
    if moved is None or moved.swap is None:
        return None
    passed = next((other for other in ranking if other.theme == moved.swap.theme), None)
    told = moved.swap.model_dump() | {"by": abs(moved.swap.after - moved.swap.before)}
    return told | {"moved": _brief(moved) if moved is not item else None, "passed": _brief(passed) if passed else None}


def neighbours(item: BacklogItemOut, ranking: Sequence[BacklogItemOut]) -> list[dict[str, Any]]:
    """The items just before and after, and whether the evidence tells them apart."""
    near = [other for other in ranking if other.id != item.id and abs(other.rank - item.rank) <= NEIGHBOURS]
    return [_brief(other) | {"apart": not (_may_stand(item, other) and _may_stand(other, item))} for other in near]


def _brief(item: BacklogItemOut) -> dict[str, Any]:
    return {"id": item.id, "rank": item.rank, "title": item.title, "language": item.language}


def _may_stand(item: BacklogItemOut, other: BacklogItemOut) -> bool:
    """Whether an item may stand where another one does."""
    return item.rank_best <= other.rank <= item.rank_worst


def _log(item: BacklogItemOut, name: str) -> float:
    return next((factor.log for factor in item.factors if factor.name == name), 0.0)
