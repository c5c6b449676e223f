"""The numbers that a sentence claims, with what they measure, in a form in which they can be compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ml.naming.english import stem
from ml.text import readable

Read = Callable[[re.Match[str]], "Quantity | None"]
_SAME = 0.02
"""Share by which two amounts may differ and still be one: twelve months are a year."""

_NUMBER_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fourteen": 14,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "sixty": 60,
    "ninety": 90,
    "a": 1,
    "an": 1,
}
_KOREAN_NUMBERS = {"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10}
_KOREAN_SPANS = {
    "하루": 1,
    "이틀": 2,
    "사흘": 3,
    "나흘": 4,
    "닷새": 5,
    "일주일": 7,
    "열흘": 10,
    "보름": 15,
    "당일": 0.5,
    "반나절": 0.5,
}
"""In days."""
_MONTHS = [
    "jan(?:uary)?",
    "feb(?:ruary)?",
    "mar(?:ch)?",
    "apr(?:il)?",
    "may",
    "june?",
    "july?",
    "aug(?:ust)?",
    "sept?(?:ember)?",
    "oct(?:ober)?",
    "nov(?:ember)?",
    "dec(?:ember)?",
]

_NUMBER = r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?"
_RANGE = (
    rf"(?P<low>{_NUMBER})(?:\s?(?:개월|시간|영업일|일|주|분|%)?\s?(?:-|–|~|∼|to|and|or|에서)\s?(?P<high>{_NUMBER}))?"
)
_HOURS = {
    r"(?:seconds?|secs?|초(?![가-힣]*기))": 1 / 3600,
    r"(?:minutes?|mins?|분)(?![가-힣]*기)": 1 / 60,
    r"(?:hours?|hrs?|시간)": 1.0,
    r"(?:(?:business|working|calendar|week)?[\s-]?days?|영업일|평일|근무일|일(?!부|반|정|시|괄|치|요|자))": 24.0,
    r"(?:weeks?|주일|주(?!문|소|말|차|요|세|의))": 168.0,
    r"(?:months?|개월|달(?!러))": 720.0,
    r"(?:years?|yrs?|년)": 8760.0,
}
_UNITS: tuple[tuple[str, str, float], ...] = (
    *((unit, "hours", factor) for unit, factor in _HOURS.items()),
    (r"(?:%|percent|per cent|퍼센트|프로(?![가-힣]))", "percent", 1.0),
    (r"(?:원|won|krw)(?![a-z])", "won", 1.0),
    (r"(?:dollars?|usd|달러|불(?![가-힣]))", "dollar", 1.0),
    (r"(?:euros?|eur|유로)", "euro", 1.0),
    (r"(?:gb|기가(?:바이트)?)", "megabyte", 1024.0),
    (r"(?:mb|메가(?:바이트)?)", "megabyte", 1.0),
    (r"(?:kg|킬로(?:그램)?)", "gram", 1000.0),
    (r"g(?![a-z])", "gram", 1.0),
    (r"(?:km|킬로미터)", "metre", 1000.0),
    (r"cm", "metre", 0.01),
    (r"(?:개(?!월)|가지|items?|pieces?)", "piece", 1.0),
    (r"(?:명|인(?![가-힣])|people|persons?|users?|members?)", "person", 1.0),
    (r"(?:회|번(?!호)|times)", "time", 1.0),
    (r"(?:대(?![가-힣])|devices?)", "device", 1.0),
    (r"(?:자(?![가-힣])|글자|characters?|letters?)", "letter", 1.0),
    (r"(?:점|포인트|points?)", "point", 1.0),
)
_MEASURED = tuple((re.compile(rf"{_RANGE}\s?(?:{unit})", re.I), kind, factor) for unit, kind, factor in _UNITS)
_PRICED = tuple(
    (re.compile(rf"(?:{sign})\s?{_RANGE}", re.I), kind)
    for sign, kind in ((r"(?:US)?\$|USD", "dollar"), (r"₩|KRW", "won"), (r"€|EUR", "euro"), (r"£|GBP", "pound"))
)
_DATE = re.compile(
    r"(?:\d{4}\s?[년.\-/]\s?)?(?P<month>\d{1,2})\s?월\s?(?P<day>\d{1,2})\s?일?"
    rf"|\b(?P<name>{'|'.join(_MONTHS)})\.?\s(?P<on>\d{{1,2}})(?:st|nd|rd|th)?\b",
    re.I,
)
_CLOCK = re.compile(
    r"(?P<half>오전|오후|낮|밤|새벽|저녁)?\s?(?P<hour>\d{1,2})\s?시(?!간)(?:\s?(?P<minute>\d{1,2})\s?분|\s?(?P<thirty>반))?"
    r"|\b(?P<h>\d{1,2})(?::(?P<m>\d{2}))?\s?(?P<noon>[ap])\.?m\b\.?|\b(?P<h24>\d{1,2}):(?P<m24>\d{2})\b",
    re.I,
)
_PLAIN = re.compile(rf"(?<![\w.]){_RANGE}(?P<word>\s?[A-Za-z]{{3,}})?")
_TEN_THOUSANDS = re.compile(
    r"(\d+(?:\.\d+)?)\s?만(?:\s?(\d)\s?천)?(?:\s?(\d{1,4})(?!\d))?(?=\s?(?:원|명|개|회|점|포인트))"
)
_THOUSANDS = re.compile(r"(?<!\d)(\d)\s?천(?:\s?(\d{1,3})(?!\d))?(?=\s?(?:원|명|개|회|점|포인트))")
_WORDED = re.compile(
    rf"\b({'|'.join(word for word in _NUMBER_WORDS if word not in ('a', 'an', 'one'))})\b"
    r"|\b(one|an?)(?=\s(?:(?:business|working|calendar|full|more|free)\s)?(?:minute|hour|day|week|month|year)\b)"
    r"|(?<=\bonly\s)(one)\b|(?<=\bper\s)(one)\b|(?<=\bjust\s)(one)\b",
    re.I,
)
_KOREAN_WORDED = re.compile(
    rf"(?<![가-힣])({'|'.join(_KOREAN_NUMBERS)})\s?(?=(?:시간|달|개월|주(?![가-힣])|가지|개|명|번|대|해))"
)
_KOREAN_SPAN = re.compile(rf"(?<![가-힣])({'|'.join(_KOREAN_SPANS)})(?!치)")


@dataclass(frozen=True)
class Quantity:
    """An amount, a span of time, a date; or a range of them."""

    kind: str
    """What is measured, in one unit each: `hours`, `won`, `percent`, `date`, `clock`, …; `plain` without a unit."""
    low: float
    high: float
    """As `low`, unless a range is claimed."""

    def equals(self, other: Quantity) -> bool:
        """Whether both say the same."""
        return self.kind == other.kind and _near(self.low, other.low) and _near(self.high, other.high)

    def meets(self, other: Quantity) -> bool:
        """Whether both can be true of one thing: their ranges share a value."""
        if self.kind != other.kind:
            return False
        return self.low <= other.high * (1 + _SAME) and other.low <= self.high * (1 + _SAME)


def quantities(text: str) -> list[Quantity]:
    """All that a text claims; what is found under one unit is not read again under another."""
    text = in_digits(readable(text))
    found: list[Quantity] = []
    for pattern, read in ((_DATE, _date), (_CLOCK, _clock)):
        text = _taken(pattern, text, read, found)
    for pattern, kind in _PRICED:
        text = _taken(pattern, text, lambda one, kind=kind: _ranged(one, kind, 1.0), found)
    for pattern, kind, factor in _MEASURED:
        text = _taken(pattern, text, lambda one, kind=kind, factor=factor: _ranged(one, kind, factor), found)
    _taken(_PLAIN, text, lambda one: _ranged(one, _counted(one["word"]), 1.0), found)
    return found


def clash(one: Sequence[Quantity], other: Sequence[Quantity]) -> tuple[Quantity, Quantity] | None:
    """Two amounts of one kind of which no pair can both be true; None where every kind agrees somewhere."""
    for kind in sorted({each.kind for each in one} & {each.kind for each in other}):
        mine, theirs = ([each for each in side if each.kind == kind] for side in (one, other))
        if not any(left.meets(right) for left in mine for right in theirs):
            return mine[0], theirs[0]
    return None


def differing(one: Sequence[Quantity], other: Sequence[Quantity]) -> tuple[list[Quantity], list[Quantity]]:
    """What is left of two sentences' amounts once those that agree are taken out, each against one."""
    mine, theirs = [], list(other)
    for left in one:
        same = next((right for right in theirs if right.kind == left.kind and left.meets(right)), None)
        if same is None:
            mine.append(left)
        else:
            theirs.remove(same)
    return mine, theirs


def is_price(one: Quantity) -> bool:
    """Whether it is an amount of money above nothing."""
    return one.kind in ("won", "dollar", "euro", "pound") and one.high > 0


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= _SAME * max(abs(one), abs(other))


def in_digits(text: str) -> str:
    """Numbers that are spelled, Korean ten thousands, and days by name, in digits."""
    text = _TEN_THOUSANDS.sub(
        lambda one: str(round(float(one[1]) * 10_000 + int(one[2] or 0) * 1_000 + int(one[3] or 0))), text
    )
    text = _THOUSANDS.sub(lambda one: str(int(one[1]) * 1_000 + int(one[2] or 0)), text)
    text = _WORDED.sub(lambda one: str(_NUMBER_WORDS[one[0].casefold()]), text)
    text = _KOREAN_WORDED.sub(lambda one: str(_KOREAN_NUMBERS[one[1]]), text)
    return _KOREAN_SPAN.sub(lambda one: f"{_KOREAN_SPANS[one[1]]}일 ", text)


def _taken(pattern: re.Pattern[str], text: str, read: Read, found: list[Quantity]) -> str:
    """The text without what a pattern found; what it read is added."""

    def take(one: re.Match[str]) -> str:
        quantity = read(one)
        if quantity is None:
            return one[0]
        found.append(quantity)
        return " # "

    return pattern.sub(take, text)


def _ranged(one: re.Match[str], kind: str, factor: float) -> Quantity:
    low = float(one["low"].replace(",", "")) * factor
    high = float(one["high"].replace(",", "")) * factor if one["high"] else low
    return Quantity(kind, min(low, high), max(low, high))


def _counted(word: str | None) -> str:
    return f"count of {stem(word.strip().casefold())}" if word else "plain"


def _date(one: re.Match[str]) -> Quantity | None:
    if one["name"]:
        month, day = [month[:3] for month in _MONTHS].index(one["name"][:3].casefold()) + 1, int(one["on"])
    else:
        month, day = int(one["month"]), int(one["day"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return Quantity("date", month * 100 + day, month * 100 + day)


def _clock(one: re.Match[str]) -> Quantity | None:
    hour = int(one["hour"] or one["h"] or one["h24"])
    minute = int(one["minute"] or one["m"] or one["m24"] or (30 if one["thirty"] else 0))
    late = one["half"] in ("오후", "저녁", "밤") or (one["noon"] or "").casefold() == "p"
    if late and hour < 12:
        hour += 12
    return Quantity("clock", hour * 60 + minute, hour * 60 + minute) if hour <= 24 and minute < 60 else None
