"""When something was said, as the many programs that export feedback write it; pure."""

import re
from datetime import UTC, datetime, tzinfo

EXAMPLES = "2024-03-09, 2024.03.09, 2024-03-09 14:30, 2024-03-09T14:30:00+09:00, 1709962200"

_EPOCH = re.compile(r"\d{9,10}(\.\d+)?|\d{12,13}")
_PARTS = re.compile(
    r"(?P<year>\d{4})\s*(?:[./-]|년)\s*(?P<month>\d{1,2})\s*(?:[./-]|월)\s*(?P<day>\d{1,2})\s*(?:[.]|일)?"
    r"(?:[T\s]\s*(?P<half>오전|오후|AM|PM)?\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r"\s*(?P<half_after>AM|PM)?)?",
    re.IGNORECASE,
)
_AFTERNOON = {"오후": True, "pm": True, "오전": False, "am": False}


def instant_of(written: str, zone: tzinfo) -> datetime:
    """The time as aware UTC; one without an offset is taken to be in `zone`.

    Day-first and month-first dates are refused: 03/04/2024 is two different days.

    Raises:
        ValueError: not a date that can be read without guessing.
    """
    written = written.strip()
    if _EPOCH.fullmatch(written):
        seconds = float(written)
        return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)
    try:
        at = _iso(written) or _written_out(written)
        at = at.replace(tzinfo=zone) if at and at.tzinfo is None else at
        at = at and at.astimezone(UTC)
    except (ValueError, OverflowError):
        at = None
    if at is None:
        raise ValueError(f"{written[:40]!r} is not a date that can be read; write it like {EXAMPLES}")
    return at


def _iso(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None


def _written_out(written: str) -> datetime | None:
    found = _PARTS.fullmatch(written)
    if found is None:
        return None
    year, month, day = (int(found[part]) for part in ("year", "month", "day"))
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    half = found["half"] or found["half_after"]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * _AFTERNOON[half.lower()]
    return datetime(year, month, day, hour, minute, second)
