"""What was said, counted by theme and by customer; pure."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from voc.backlog.domain import Mentions
from voc.backlog.ranking import factors
from voc.backlog.ranking.design import Occasion
from voc.backlog.ranking.weights import Weights
from voc.feedback.parts import sentiment_towards, themes_of

Row = dict[str, Any]
TREND_WEEKS = 8
_DAY_SECONDS = 86_400.0


class Worth(NamedTuple):
    """What is known of the customers, by id."""

    revenues: Mapping[str, float]
    segments: Mapping[str, str]


def by_theme(rows: Sequence[Row], known: Collection[str]) -> dict[str, list[Row]]:
    """What was said of each known theme, with the mood towards it."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for theme in themes_of(row):
            if theme in known:
                found[theme].append(row | {"sentiment": sentiment_towards(row, theme)})
    return dict(found)


def occasions(rows: Sequence[Row], known: Collection[str]) -> list[Occasion]:
    """Every score that was given, with the themes raised beside it; answers of one response share their score."""
    given: dict[tuple[str, str], Row] = {}
    raised: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        if row.get("rating") is None or row.get("kind") is None:  # what is not read yet may raise anything
            continue
        key = (row["respondent"], row.get("response") or row["_id"])
        given.setdefault(key, row)
        raised[key].update(theme for theme in themes_of(row) if theme in known)
    return [
        Occasion(key[0], float(row["rating"]), int(row.get("rating_scale") or 5), tuple(sorted(raised[key])))
        for key, row in given.items()
    ]


def mentions(
    theme: str,
    kind: str,
    said: Sequence[Row],
    *,
    until: datetime,
    weights: Weights,
    worth: Worth,
    effort: float | None,
) -> Mentions:
    """What was said of one theme; every customer counts once, however much they wrote."""
    latest: dict[str, datetime] = {}
    for row in said:
        latest[row["respondent"]] = max(row["occurred_at"], latest.get(row["respondent"], row["occurred_at"]))
    ages = [(until - at).total_seconds() / _DAY_SECONDS for at in latest.values()]
    segmented = weights.segment_attribute and weights.segment_weights
    return Mentions(
        theme=theme,
        kind=kind,
        customers=len(latest),
        mentions=len(said),
        mean_sentiment=_mean_by_customer(said, "sentiment"),
        mean_urgency=_mean_by_customer(said, "urgency"),
        recency=factors.recency(ages, weights.half_life_days),
        revenue=factors.revenue_ratio(latest, worth.revenues) if weights.revenue_attribute else None,
        segment=factors.segment_weight(latest, worth.segments, weights) if segmented else None,
        effort=effort,
    )


def worth(attributes: Mapping[str, Mapping[str, Any]], weights: Weights) -> Worth:
    """What the chosen attributes say of customers."""
    revenues, segments = {}, {}
    for customer, own in attributes.items():
        if (amount := _number(own.get(weights.revenue_attribute or ""))) is not None:
            revenues[customer] = amount
        if (segment := own.get(weights.segment_attribute or "")) is not None:
            segments[customer] = str(segment)
    return Worth(revenues, segments)


def weekly(said: Sequence[Row], until: datetime) -> list[int]:
    """Mentions in each of the last eight weeks, oldest first."""
    weeks = [0] * TREND_WEEKS
    for row in said:
        age = int((until - row["occurred_at"]).total_seconds() // (7 * _DAY_SECONDS))
        if 0 <= age < TREND_WEEKS:
            weeks[TREND_WEEKS - 1 - age] += 1
    return weeks


def _mean_by_customer(said: Sequence[Row], field: str) -> float:
    own: dict[str, list[float]] = defaultdict(list)
    for row in said:
        own[row["respondent"]].append(row.get(field) or 0.0)
    return sum(sum(values) / len(values) for values in own.values()) / len(own)


def _number(value: Any) -> float | None:
    """A number as people write it in attributes: 1200, "1,200"."""
    try:
        amount = float(str(value).replace(",", "").strip())
    except ValueError:
        return None
    return amount if abs(amount) < 1e15 else None
