"""Targets and the scorecard as they come in and go out."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from voc.insights.metrics.base import Unit
from voc.insights.schemas import MetricGroup
from voc.insights.targets.domain import Verdict
from voc.values import StoredTime, Value

Group = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class TargetIn(Value):
    """A goal for one metric, of everybody or of one group."""

    metric: str = Field(max_length=40)
    by: str | None = Field(default=None, max_length=40)
    """A grouping of the metric, such as `department`; null: everybody."""
    value: Group | None = None
    """Which group."""
    goal: float = Field(allow_inf_nan=False)
    """In the metric's unit: points from −100 to 100, a share from 0 to 1, or a mean on the scale."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.by is None) != (self.value is None):
            raise ValueError("by and value belong together")
        return self


class TargetOut(Value):
    """A target that stands."""

    id: str
    metric: str
    by: str | None
    value: str | None
    goal: float
    set_by: str
    """Member or key."""
    set_at: StoredTime


class TargetPage(Value):
    """Every target; there is always one page."""

    items: list[TargetOut]
    next: None = None


class Line(Value):
    """One group on the scorecard."""

    group: MetricGroup
    target: TargetOut | None
    verdict: Verdict | None
    """What the interval says of the target; null without one."""


class Scorecard(Value):
    """A metric of every group beside its target."""

    metric: str
    unit: Unit
    higher_is_better: bool
    definition: dict[str, str]
    by: str
    since: date
    until: date
    """Included, in UTC."""
    before_since: date
    before_until: date
    total: Line
    lines: list[Line]
    """The largest group first; those that have a target and no answers last."""
