"""Days as people write them: "2026-03-01", "3월 1일", "March 1st", "어제"; pure."""

import re
from datetime import date, timedelta

from voc.conversations.understanding.folding import fold

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_AGO = {
    "today": 0, "tonight": 0, "오늘": 0, "yesterday": 1, "어제": 1, "그제": 2, "그저께": 2, "엊그제": 2, "tomorrow": -1,
    "내일": -1, "모레": -2,
}  # fmt: skip
_MONTH = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_ENDING = r"(?:이요|요|입니다|이에요|예요|에|에요)?"
_FORMS = [
    re.compile(rf"{form}{_ENDING}\W*$")
    for form in (
        r"(?:on )?(?P<year>\d{4})\s?[-./년]\s?(?P<month>\d{1,2})\s?[-./월]\s?(?P<day>\d{1,2})\s?일?\.?",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<month>\d{1,2})\s?월\s?(?P<day>\d{1,2})\s?일",
        rf"(?:on )?(?:the )?{_MONTH}\s?(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s?(?P<year>\d{{4}}))?",
        rf"(?:on )?(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s?(?:of )?{_MONTH}(?:,?\s?(?P<year>\d{{4}}))?",
    )
]
_SHORT = re.compile(r"(?P<one>\d{1,2})\s?[/.]\s?(?P<two>\d{1,2})(?:\s?[/.]\s?(?P<year>\d{4}))?\.?\W*$")


def read_day(words: str, *, today: date, language: str) -> str | None:
    """The day as YYYY-MM-DD; None where it is none, or could be two ("3/4" outside Korea).

    Without a year it is the latest such day that is not in the future.
    """
    folded = fold(words)
    ago = _AGO.get(re.sub(r"(?:이요|요|입니다|이에요|예요)$", "", folded.compact))
    if ago is not None:
        return (today - timedelta(days=ago)).isoformat()
    for form in _FORMS:
        if match := form.match(folded.text):
            parts = match.groupdict()
            name = parts.get("name")
            month = _MONTHS.split().index(name) + 1 if name else int(parts["month"])
            return _day(parts.get("year"), month, int(parts["day"]), today)
    if match := _SHORT.match(folded.text):
        return _short(int(match["one"]), int(match["two"]), match["year"], today, language)
    return None


def _short(one: int, two: int, year: str | None, today: date, language: str) -> str | None:
    """ "3/14" can be one day only; "3/4" is the fourth of March in Korean and two days elsewhere."""
    if language.startswith("ko") or two > 12 or one == two:
        return _day(year, one, two, today)
    return _day(year, two, one, today) if one > 12 else None


def _day(year: str | None, month: int, day: int, today: date) -> str | None:
    years = [int(year)] if year else [today.year, today.year - 1]
    try:
        days = [date(each, month, day) for each in years]
    except ValueError:
        return None
    return next((each for each in days if each <= today), days[0]).isoformat()
