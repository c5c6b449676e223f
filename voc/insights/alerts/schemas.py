"""Alerts as they go out, and what people may decide."""

from datetime import date
from typing import Self

from pydantic import model_validator

from voc.insights.alerts.domain import AlertState, What
from voc.values import StoredTime, Value


class AlertEntry(Value):
    """A line of an alert's history."""

    what: What
    at: StoredTime
    by: str | None
    """Member or key; null: the service."""
    people: int | None
    """That week's, when it opened."""


class AlertOut(Value):
    """A theme that more people speak of than chance explains."""

    id: str
    theme: str
    name: str
    """The theme's."""
    kind: str
    language: str
    state: AlertState
    rising: bool
    """Whether the latest look still found it."""
    people: int
    """Distinct ones in the week from `since` to `until`."""
    before: list[int]
    """In each of the weeks before, the oldest first."""
    expected: float
    """People that a week as before would have had."""
    ratio: float | None
    """People by those expected; null where nobody spoke of it before."""
    ratio_low: float
    ratio_high: float
    """Hold the true ratio in 95 of 100 such weeks."""
    p: float
    """How often chance alone brings as much."""
    p_adjusted: float
    """The same, seen how many themes are looked at (Benjamini and Hochberg)."""
    since: date
    until: date
    """Included, in UTC."""
    evidence: str
    """What these people said: an address of this API."""
    first_seen_at: StoredTime
    opened_at: StoredTime
    """The last time that it opened."""
    times: int
    """How often it opened."""
    calm_since: date | None
    acknowledged_by: str | None
    acknowledged_at: StoredTime | None
    closed_by: str | None
    closed_at: StoredTime | None
    history: list[AlertEntry]


class AlertPage(Value):
    """Alerts, the latest opened first."""

    items: list[AlertOut]
    next: str | None = None


class AlertPatch(Value):
    """What a person decides; only the fields sent are."""

    acknowledged: bool | None = None
    """true: I have seen it and look after it."""
    closed: bool | None = None
    """true: nothing more is to be done; false takes that back."""

    @model_validator(mode="after")
    def _decides(self) -> Self:
        if self.acknowledged is False:
            raise ValueError("acknowledged can be true only; what was seen cannot be unseen")
        if self.acknowledged is None and self.closed is None:
            raise ValueError("say acknowledged or closed")
        return self
