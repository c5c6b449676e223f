"""Days and months of counters; pure.

Names of buckets begin with a letter: the embedded engine takes text that begins like a date for a date.
"""

from datetime import UTC, date, datetime, time, timedelta

DAILY_SPAN = timedelta(days=92)
"""Up to this long, a chart shows days; beyond, months."""


def day_bucket(at: datetime) -> str:
    """The bucket of a response that came at `at`."""
    return f"d{at.astimezone(UTC):%Y%m%d}"


def month_of(bucket: str) -> str:
    """The month that a day's bucket belongs to."""
    return f"m{bucket[1:7]}"


def is_month(bucket: str) -> bool:
    """Whether it is a month's bucket."""
    return bucket[0] == "m"


def days_in(bucket: str) -> tuple[str, str]:
    """The first and the last name that a day of this month's bucket may have."""
    return f"d{bucket[1:]}01", f"d{bucket[1:]}31"


def span_of(bucket: str) -> tuple[datetime, datetime]:
    """The beginning and the end of a day."""
    start = midnight(day_of(bucket))
    return start, start + timedelta(days=1)


def midnight(day: date) -> datetime:
    """The beginning of a day, UTC."""
    return datetime.combine(day, time(), UTC)


def day_of(bucket: str) -> date:
    """The day of a day's bucket, the first day of a month's."""
    text = bucket[1:] if len(bucket) == 9 else f"{bucket[1:]}01"
    return date(int(text[:4]), int(text[4:6]), int(text[6:8]))


def shown(bucket: str) -> str:
    """As people and programs read it: `2026-11-21`, `2026-11`."""
    return day_of(bucket).isoformat()[: 10 if len(bucket) == 9 else 7]


def name_of(day: date) -> str:
    """The bucket of a day."""
    return f"d{day:%Y%m%d}"


def covering(first: date, last: date) -> tuple[list[tuple[str, str]], tuple[str, str] | None]:
    """The fewest buckets that make up the days from `first` to `last`.

    Returns:
        Ranges of days' buckets (both ends included), and the range of the whole months between them.
    """
    if last < first:
        return [], None
    after = first if first.day == 1 else _next_month(first)
    before = (last + timedelta(days=1)).replace(day=1)
    if after >= before:
        return [(name_of(first), name_of(last))], None
    days = [(name_of(first), name_of(after - timedelta(days=1)))] if after > first else []
    days += [(name_of(before), name_of(last))] if before <= last else []
    return days, (f"m{after:%Y%m}", f"m{before - timedelta(days=1):%Y%m}")


def named(first: date, last: date) -> list[str]:
    """The same one by one: the name of each day and month."""
    days, months = covering(first, last)
    found = []
    for start, end in days:
        span = (day_of(end) - day_of(start)).days
        found += [name_of(day_of(start) + timedelta(days=n)) for n in range(span + 1)]
    month = day_of(months[0]) if months else None
    while months and month and month <= day_of(months[1]):
        found.append(f"m{month:%Y%m}")
        month = _next_month(month)
    return found


def balanced(first: date, last: date, today: date) -> dict[str, int]:
    """The same with fewer names: 1 for each bucket that is added, −1 for each that is taken away.

    Of a month that is over and of which most days are meant, the other days are taken away from the whole. Nothing
    comes after today, so the present month is a whole one if today is meant.
    """
    last = end_of_month(last) if last >= today else last
    found: dict[str, int] = {}
    for name in named(first, last):
        month = day_of(name).replace(day=1)
        found[name] = 1
        if is_month(name) or end_of_month(month) >= today:
            continue
        meant = [day for day in _days_of(month) if first <= day <= last]
        others = [day for day in _days_of(month) if not first <= day <= last]
        if len(others) + 1 < len(meant):
            del found[name]
            found |= {f"m{month:%Y%m}": 1} | {name_of(day): -1 for day in others}
    return found


def _days_of(month: date) -> list[date]:
    return [month + timedelta(days=n) for n in range(end_of_month(month).day)]


def end_of_month(day: date) -> date:
    """The last day of its month."""
    return _next_month(day) - timedelta(days=1)


def charted(first: date, last: date) -> tuple[str, str]:
    """The buckets of the chart, both ends included: days, or months in a long span."""
    if last - first <= DAILY_SPAN:
        return name_of(first), name_of(last)
    return f"m{first:%Y%m}", f"m{last:%Y%m}"


def periods(first: date, last: date) -> list[str]:
    """Every period of the chart from `first` to `last`, empty ones too, as `shown` names them."""
    if last - first <= DAILY_SPAN:
        return [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
    found, month = [], first.replace(day=1)
    while month <= last:
        found.append(month.isoformat()[:7])
        month = _next_month(month)
    return found


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
