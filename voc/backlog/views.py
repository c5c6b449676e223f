"""What the pages of the backlog show of an item; pure."""

import math
import statistics
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from voc.backlog.domain import WEAK_BELOW_CUSTOMERS, Swap
from voc.backlog.ranking import factors
from voc.backlog.schemas import BacklogItemOut, RankingOut
from voc.feedback.schemas import FeedbackOut
from voc.feedback.surroundings import ThemeLink
from voc.feedback.views import row_view
from voc.themes.schemas import ThemeOut

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
        "counted": item.share,
        "severity": factors.unhappiness(item.mean_sentiment) + factors.pressure(item.mean_urgency) - 1,
        "rank_note": f"{item.rank_best}–{item.rank_worst}" if tied else "",
        "trend": item.weekly_mentions,
        "quote": first,
        "new": later and now - item.first_ranked_at < NEW_FOR,
    }


def quote(said: FeedbackOut, theme: ThemeOut, labels: Mapping[str, str]) -> dict[str, Any]:
    """A verbatim as evidence of a theme; those of its parts that speak of it can be told apart."""
    link = ThemeLink(id=theme.id, name=theme.name, language=theme.language)
    return row_view(said, {theme.id: link}, labels)


def is_weak(standing: RankingOut | None) -> bool:
    """Whether so few customers stand behind the order that it says little."""
    return standing is not None and standing.active_customers < WEAK_BELOW_CUSTOMERS


def breakdown(item: BacklogItemOut, ranking: Sequence[BacklogItemOut]) -> dict[str, Any]:
    """Each factor against the middle item's, and the smallest change that would swap neighbours.

    Of a factor, `times` is what it makes of the score beside that of the middle item, and `log_share` the same on the
    scale of logarithms, −1…1: 1 is the furthest that any factor of any item lies from the middle. `multiplier` is
    what the score itself is multiplied by, weight and all; `times` of the whole is the product of all `times`.
    """
    standing = ranking or [item]  # one that fell out of it may be all that is left
    middles = {name: statistics.median(_log(other, name) for other in standing) for name in _names(item)}
    away = [abs(factor.log - middles.get(factor.name, 0.0)) for other in ranking for factor in other.factors]
    furthest = max(away, default=0.0) or 1.0
    shown = []
    for factor in item.factors:
        ahead = factor.log - middles[factor.name]
        bar = max(-1.0, min(1.0, ahead / furthest))
        own = {"times": math.exp(ahead), "log_share": bar, "multiplier": math.exp(factor.log)}
        shown.append(factor.model_dump() | own)
    scored = any(factor.name == "driver" for other in ranking for factor in other.factors)
    unscored = scored and all(factor.name != "driver" for factor in item.factors)
    times = math.prod(each["times"] for each in shown)
    return {
        "factors": shown, "score": item.score, "times": times, "unscored": unscored, "swap": _swap(item, ranking),
    }  # fmt: skip


def _swap(item: BacklogItemOut, ranking: Sequence[BacklogItemOut]) -> dict[str, Any] | None:
    """The smallest change that would put the item past its upper neighbour; of the first: that would put the second
    past it, which is a change of the other. None for an item that fell out of the ranking."""
    if all(other.id != item.id for other in ranking):
        return None
    first = item.rank == 1
    moved = next((other for other in ranking if other.rank == 2), None) if first else item
    if moved is None or moved.swap is None:
        return None
    other = moved if first else next((each for each in ranking if each.theme == moved.swap.theme), None)
    if other is None:
        return None
    return _enough(moved.swap) | {"of_other": first, "other": _brief(other)}


def _enough(swap: Swap) -> dict[str, Any]:
    """The change with as few decimals as tell it apart, rounded so that it still suffices."""
    away = math.ceil if swap.after > swap.before else math.floor
    rounded = {decimals: away(swap.after * 10**decimals) / 10**decimals for decimals in (2, 4)}
    decimals = 2 if rounded[2] != round(swap.before, 2) else 4
    by = abs(swap.after - swap.before)
    return {"factor": swap.factor, "before": swap.before, "after": rounded[decimals], "by": by, "decimals": decimals}


def neighbours(item: BacklogItemOut, ranking: Sequence[BacklogItemOut]) -> list[dict[str, Any]]:
    """The items just before and after, and whether the evidence tells them apart."""
    near = [other for other in ranking if other.id != item.id and abs(other.rank - item.rank) <= NEIGHBOURS]
    return [_brief(other) | {"apart": not (_may_stand(item, other) and _may_stand(other, item))} for other in near]


def _brief(item: BacklogItemOut) -> dict[str, Any]:
    return {"id": item.id, "rank": item.rank, "title": item.title, "language": item.language}


def _may_stand(item: BacklogItemOut, other: BacklogItemOut) -> bool:
    """Whether an item may stand where another one does."""
    return item.rank_best <= other.rank <= item.rank_worst


def _names(item: BacklogItemOut) -> list[str]:
    return [factor.name for factor in item.factors]


def _log(item: BacklogItemOut, name: str) -> float:
    return next((factor.log for factor in item.factors if factor.name == name), 0.0)
