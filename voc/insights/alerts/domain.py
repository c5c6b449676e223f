"""What becomes of an alert at each look, and when a person decides; pure."""

from datetime import date
from enum import StrEnum

from voc.insights.trends.weeks import Rise
from voc.values import Value

CALM_DAYS = 7
"""So long nothing must rise before an alert has calmed: a whole week that shares no day with the one that rose."""
HISTORY_LIMIT = 50


class AlertState(StrEnum):
    """Where an alert stands."""

    open = "open"
    calm = "calm"
    closed = "closed"
    """By a person."""


class What(StrEnum):
    """What happened to an alert."""

    opened = "opened"
    reopened = "reopened"
    calmed = "calmed"
    acknowledged = "acknowledged"
    closed = "closed"
    taken_back = "taken_back"
    """A person took their closing back."""


class Entry(Value):
    """A line of an alert's history."""

    what: What
    at: int
    """A `voc.clock.stamp`."""
    by: str | None = None
    """Member or key; None: the service."""
    people: int | None = None
    """This week, when it opened."""


class Numbers(Value):
    """What the latest look found."""

    people: int
    """Distinct ones who spoke of the theme in the week."""
    before: tuple[int, ...]
    """In each of the weeks before, the oldest first."""
    expected: float
    ratio: float | None
    ratio_low: float
    ratio_high: float
    p: float
    p_adjusted: float
    first_day: int
    """Of the week; both are `date.toordinal()`s, because the embedded engine takes text like a date for one."""
    last_day: int


class Standing(Value):
    """Everything about an alert that changes."""

    state: AlertState
    rising: bool
    """Whether the latest look found the rise."""
    calm_since: int | None = None
    """The first of the latest days on which nothing rose."""
    looked: int
    """The day of the latest look."""
    numbers: Numbers
    first_seen_at: int
    """A `voc.clock.stamp`, as all of these."""
    opened_at: int
    times: int = 1
    """How often it opened."""
    acknowledged_by: str | None = None
    acknowledged_at: int | None = None
    closed_by: str | None = None
    closed_at: int | None = None
    history: tuple[Entry, ...] = ()


def look(known: Standing | None, rise: Rise | None, *, day: date, at: int) -> Standing | None:
    """The alert after a look; None where there is none. Looking twice on a day is looking once.

    Args:
        known: the alert as it is.
        rise: what the look says of the theme; None: nobody speaks of it any more.
        day: of the look, the one after its week.
        at: a `voc.clock.stamp`.
    """
    today, rising = day.toordinal(), rise is not None and rise.emerging
    if known is None:
        return _opened(rise, day, at) if rise and rising else None
    if today < known.looked:
        return known
    seen = known.model_copy(update={"numbers": _numbers(rise, day)} if rise else {})
    if rise and rising:
        seen = seen.model_copy(update={"rising": True, "calm_since": None, "looked": today})
        return _reopened(seen, rise, at) if _has_calmed(known, today) else seen
    if known.state == AlertState.calm or (known.state == AlertState.closed and _has_calmed(known, today)):
        return known
    since = today if known.calm_since is None else known.calm_since
    seen = seen.model_copy(update={"rising": False, "calm_since": since, "looked": today})
    if seen.state == AlertState.open and _has_calmed(seen, today):
        return _with(seen, Entry(what=What.calmed, at=at), state=AlertState.calm)
    return seen


def acknowledge(known: Standing, *, by: str, at: int) -> Standing:
    """Somebody has seen it and looks after it; who was first stays."""
    if known.acknowledged_by:
        return known
    return _with(known, Entry(what=What.acknowledged, at=at, by=by), acknowledged_by=by, acknowledged_at=at)


def close(known: Standing, *, by: str, at: int) -> Standing:
    """Nothing more is to be done: it stays closed until it has calmed and rises again."""
    if known.state == AlertState.closed:
        return known
    return _with(known, Entry(what=What.closed, at=at, by=by), state=AlertState.closed, closed_by=by, closed_at=at)


def take_back(known: Standing, *, by: str, at: int) -> Standing:
    """Undo a closing."""
    if known.state != AlertState.closed:
        return known
    calm = _has_calmed(known, known.looked)
    return _with(
        known,
        Entry(what=What.taken_back, at=at, by=by),
        state=AlertState.calm if calm else AlertState.open,
        closed_by=None,
        closed_at=None,
    )


def _has_calmed(known: Standing, today: int) -> bool:
    return known.state == AlertState.calm or (known.calm_since is not None and today - known.calm_since >= CALM_DAYS)


def _opened(rise: Rise, day: date, at: int) -> Standing:
    return Standing(
        state=AlertState.open,
        rising=True,
        looked=day.toordinal(),
        numbers=_numbers(rise, day),
        first_seen_at=at,
        opened_at=at,
        history=(Entry(what=What.opened, at=at, people=rise.weeks.now),),
    )


def _reopened(known: Standing, rise: Rise, at: int) -> Standing:
    return _with(
        known,
        Entry(what=What.reopened, at=at, people=rise.weeks.now),
        state=AlertState.open,
        opened_at=at,
        times=known.times + 1,
        acknowledged_by=None,
        acknowledged_at=None,
        closed_by=None,
        closed_at=None,
    )


def _with(known: Standing, entry: Entry, **fields: object) -> Standing:
    history = (*known.history, entry)[-HISTORY_LIMIT:]
    return known.model_copy(update=fields | {"history": history})


def _numbers(rise: Rise, day: date) -> Numbers:
    told = rise.model_dump(include={"expected", "ratio", "ratio_low", "ratio_high", "p", "p_adjusted"})
    week = {"first_day": day.toordinal() - 7, "last_day": day.toordinal() - 1}
    return Numbers(people=rise.weeks.now, before=rise.weeks.before, **told, **week)
