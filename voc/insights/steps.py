"""Weeks and months that a chart shows; pure."""

from datetime import date, timedelta
from enum import StrEnum

WEEK = timedelta(days=7)


class Step(StrEnum):
    """How long a period of a chart is."""

    week = "week"
    month = "month"


SHOWN = {Step.week: 13, Step.month: 12}
"""Periods of a chart: a quarter in weeks, a year in months."""


def start_of(day: date, step: Step) -> date:
    """The first day of the period that holds `day`; weeks begin on Monday."""
    return day.replace(day=1) if step == Step.month else day - timedelta(days=day.weekday())


def end_of(start: date, step: Step) -> date:
    """The last day of the period that begins on `start`."""
    following = (start + timedelta(days=32)).replace(day=1) if step == Step.month else start + WEEK
    return following - timedelta(days=1)


def starts(last: date, step: Step) -> list[date]:
    """The first days of the periods of a chart that ends with the one that holds `last`, the oldest first."""
    found = [start_of(last, step)]
    while len(found) < SHOWN[step]:
        found.append(start_of(found[-1] - timedelta(days=1), step))
    return found[::-1]
