"""Whole numbers as people write them: digits, English and Korean words; pure."""

import re

from voc.values import Value

ENGLISH = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
}  # fmt: skip
NATIVE = {
    "하나": 1, "둘": 2, "셋": 3, "넷": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "여덜": 8, "아홉": 9, "열": 10,
}  # fmt: skip
"""Korean numbers that stand by themselves."""
COUNTING = {"한": 1, "두": 2, "세": 3, "네": 4}
"""Their forms before a counter; alone they mean other things ("네" is yes)."""
SINO = {
    "영": 0, "공": 0, "빵": 0, "제로": 0, "일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "륙": 6, "칠": 7,
    "팔": 8, "구": 9, "십": 10,
}  # fmt: skip
KOREAN = SINO | NATIVE | COUNTING
ENDINGS = (
    r"(?:(?: ?(?:정도|쯤))? ?(?:이라고|이긴 ?한데요?|이긴 ?하지만|이지만|지만|이에요|이예요|예요|에요|입니다|"
    r"인데요?|이고요?|이요|임다|임|이다|요|이라|이라서|라서|으로|로|만)?)"
)
"""What may be tied to a Korean number before the next word."""
GIVING = (
    r"(?: ?(?:드려요|드립니다|드릴게요|드릴께요|드리겠습니다|드리고 ?싶어요|드리고 ?싶습니다|드림|줄게요|줄께요|줄래요|"
    r"줄게|주고 ?싶어요|주겠습니다|줍니다|줌|할게요|하겠습니다|합니다|해요|생각해요|생각합니다|선택))"
)
_ENGLISH = re.compile(rf"(?:{'|'.join(sorted(ENGLISH, key=len, reverse=True))})(?![a-z])")
_KOREAN = re.compile("|".join(sorted(KOREAN, key=len, reverse=True)))
_DIGITS = re.compile(r"\d{1,4}")


class Found(Value):
    """A number in a text."""

    value: int
    end: int
    """The place after it."""
    script: str
    """`digits`, `english`, `native`, `counting` or `sino`."""


def number_at(text: str, start: int) -> Found | None:
    """The number that begins at `start` of a folded text; digits that belong to something longer are none."""
    if match := _DIGITS.match(text, start):
        end = match.end()
        if decimals := re.compile(r"\.0+(?!\d)").match(text, end):
            end = decimals.end()
        if re.compile(r"\d|[.,:/~-]\d").match(text, end) and not re.compile(r"/\d").match(text, end):
            return None
        return Found(value=int(match[0]), end=end, script="digits")
    if match := _ENGLISH.match(text, start):
        return Found(value=ENGLISH[match[0]], end=match.end(), script="english")
    if match := _KOREAN.match(text, start):
        word = match[0]
        script = "native" if word in NATIVE else "counting" if word in COUNTING else "sino"
        return Found(value=KOREAN[word], end=match.end(), script=script)
    return None
