"""Verdicts as they go out, and how they are chosen."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from voc.backlog.shipping.domain import LATENESS, Metric, Plan, windows
from voc.backlog.shipping.measuring import Result
from voc.clock import from_stamp
from voc.values import Value


class VerdictState(StrEnum):
    """How far a verdict is."""

    choosing = "choosing"
    """Not shipped yet: metric and weeks may be changed."""
    registered = "registered"
    """The themes to compare with are being chosen."""
    waiting = "waiting"
    """Its windows are not over, or what was said in them is still being read."""
    judged = "judged"


class Window(Value):
    """A time; its end is not included."""

    since: datetime
    until: datetime


class Compared(Value):
    """A theme that the item is compared with."""

    theme: str
    name: str | None
    """Null: it is gone."""


class VerdictOut(Value):
    """Did it help? What was registered when the item was shipped, and what came of it."""

    item: str
    state: VerdictState
    metric: Metric
    weeks: int
    """The length of either window."""
    shipped_at: datetime | None = None
    registered_at: datetime | None = None
    before: Window | None = None
    after: Window | None = None
    due_at: datetime | None = None
    """When it is judged."""
    judged_at: datetime | None = None
    compared: list[Compared] = []
    result: Result | None = None
    """The answer with its 95% interval and the counts behind it."""


def plan_out(item: str, plan: Plan) -> VerdictOut:
    """Of an item that is not shipped yet."""
    return VerdictOut(item=item, state=VerdictState.choosing, metric=plan.metric, weeks=plan.weeks)


def verdict_out(row: Mapping[str, Any], names: Mapping[str, str]) -> VerdictOut:
    """A stored verdict as programs see it; `names` are those of themes."""
    shipped_at = from_stamp(row["shipped_at"])
    spans = windows(shipped_at, row["weeks"])
    return VerdictOut(
        item=row["item"],
        state=VerdictState(row["stage"]),
        metric=Metric(row["metric"]),
        weeks=row["weeks"],
        shipped_at=shipped_at,
        registered_at=from_stamp(row["registered_at"]),
        before=Window(since=spans.before_since, until=spans.before_until),
        after=Window(since=spans.after_since, until=spans.after_until),
        due_at=spans.after_until + LATENESS,
        judged_at=from_stamp(row["judged_at"]) if row["judged_at"] else None,
        compared=[Compared(theme=each, name=names.get(each)) for each in row["comparisons"]],
        result=Result.model_validate(row["result"]) if row["result"] else None,
    )
