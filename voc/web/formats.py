"""Numbers and times as a reader of either language expects them; the templates' filters.

Numbers never travel without their uncertainty or their count, so `interval` is as easy to reach as `pct`.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache, partial
from math import ceil, floor, log10
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError, dates, numbers
from markupsafe import Markup

from voc.redaction import pieces
from voc.web.i18n import locale

_DATES = {"en": "d MMM y", "ko": "y. M. d."}
_MONTHS = {"en": "MMMM y", "ko": "y년 M월"}
_TIMES = {"en": "d MMM y, HH:mm", "ko": "y. M. d. HH:mm"}


def number(value: float, *, language: str, decimals: int = 0) -> str:
    """`1234.5` → `1,235`; `decimals` are kept even when they are zeros, so columns align."""
    return _number(value or 0, language, decimals)  # the negative zero equals the other one, but has a sign


@lru_cache(maxsize=10_000)  # a page of charts writes eight hundred, most of them again and again
def _number(value: float, language: str, decimals: int) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return numbers.format_decimal(value, format=pattern, locale=locale(language))


def figures(value: float, *, language: str, digits: int = 3) -> str:
    """The first figures that tell something, at least two decimals: `0.04723` → `0.0472`, `3.0236` → `3.02`."""
    size = floor(log10(abs(value))) if value else 0
    return number(value, language=language, decimals=min(max(digits - 1 - size, 2), 8))


def signed(value: float, *, language: str, decimals: int = 2) -> str:
    """`-0.7` → `−0.70`, with a true minus; zero has no sign."""
    size = number(abs(value), language=language, decimals=decimals)
    return size if not size.strip("0.") else ("−" if value < 0 else "+") + size


def pct(value: float, *, language: str, decimals: int = 1) -> str:
    """A share (0–1) as per cent: `0.0834` → `8.3%`."""
    return number(value * 100, language=language, decimals=decimals) + "%"


def interval(low: float, high: float, *, language: str, decimals: int = 1) -> str:
    """Two shares (0–1) as one range: `5.9–11.4%`."""
    start = number(low * 100, language=language, decimals=decimals)
    return f"{start}–{pct(high, language=language, decimals=decimals)}"


def day(value: date | datetime, *, language: str) -> str:
    """`21 Nov 2026`, `2026. 11. 21.`"""
    return dates.format_date(value, format=_DATES[language], locale=locale(language))


def month(value: date | datetime, *, language: str) -> str:
    """`November 2026`, `2026년 11월`"""
    return dates.format_date(value, format=_MONTHS[language], locale=locale(language))


def moment(value: datetime, zone: str = "UTC", *, language: str) -> str:
    """`21 Nov 2026, 09:30 UTC`, or `18:30 (Asia/Seoul)`; the zone is said because colleagues sit in several."""
    clock = dates.format_datetime(value, format=_TIMES[language], tzinfo=ZoneInfo(zone), locale=locale(language))
    return f"{clock} UTC" if zone == "UTC" else f"{clock} ({zone.replace('_', ' ')})"


def ago(value: datetime, now: datetime, *, language: str) -> str:
    """`3 hours ago` within a month of `now`, else the date."""
    passed = now - value
    if passed > timedelta(days=30) or passed < timedelta(days=-30):
        return day(value, language=language)
    if abs(passed) < timedelta(seconds=45):
        return {"en": "just now", "ko": "방금"}[language]
    return dates.format_timedelta(-passed, add_direction=True, threshold=0.9, locale=locale(language))


def duration(seconds: float, *, language: str) -> str:
    """What is left of a wait: `40 seconds`, `3 minutes`; rounded up, since nobody minds an early end."""
    if seconds < 60:
        seconds = max(5, ceil(seconds / 5) * 5)
        return dates.format_timedelta(timedelta(seconds=seconds), threshold=2, locale=locale(language))
    return dates.format_timedelta(timedelta(minutes=ceil(seconds / 60)), threshold=2, locale=locale(language))


def ceiling(value: float) -> float:
    """The next round number at or above `value` (1, 1.5, 2, 3 … × a power of ten): the end of an axis."""
    if value <= 0:
        return 1.0
    power = 10.0 ** floor(log10(value))
    return next(step * power for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if step * power >= value * 0.999999)


def position(value: float, end: float) -> str:
    """Where `value` lies between 0 and `end`, as an SVG percentage; clamped."""
    return f"{min(1.0, max(0.0, value / end if end else 0.0)) * 100:.2f}%"


def tongue(code: str, *, language: str) -> str:
    """A language's name by its ISO 639-1 code, as the reader calls it; the code itself where nobody knows one."""
    try:
        return Locale.parse(code).get_language_name(locale(language)) or code
    except (UnknownLocaleError, ValueError):
        return code


def lang(code: str | None) -> Markup:
    """The attribute that tells a browser or a screen reader what language follows; none where nobody is sure of it."""
    return Markup(' lang="{}"').format(code) if code and code != "other" else Markup()


def filters(language: str) -> dict[str, Callable[..., Any]]:
    """The templates' filters in one language."""
    localised = {
        "number": number, "figures": figures, "signed": signed, "pct": pct, "interval": interval, "date": day,
        "month": month, "datetime": moment, "ago": ago, "duration": duration, "tongue": tongue,
    }  # fmt: skip
    plain: dict[str, Callable[..., Any]] = {"ceiling": ceiling, "position": position, "pieces": pieces, "lang": lang}
    return {**{name: partial(function, language=language) for name, function in localised.items()}, **plain}
