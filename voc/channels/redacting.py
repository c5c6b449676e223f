"""Takes contacts out of what providers say; pure.

Their words go into histories and logs that more people read than may read addresses.
"""

import re

_EMAIL = re.compile(r"[^\s<>\"'(),:;]+@[^\s<>\"'(),:;]+\.[^\s<>\"'(),:;.]+")
_NUMBER = re.compile(r"(?<![\w.-])\+?\d[\d\s().-]{6,17}\d(?![\w-])")


FEWEST_DIGITS = 9
"""Of a phone number with its area code; status codes have fewer."""


def redacted(text: str) -> str:
    """`text` without e-mail addresses and phone numbers."""
    return _NUMBER.sub(_without_number, _EMAIL.sub("•••@•••", text))


def _without_number(found: re.Match[str]) -> str:
    digits = sum(each.isdigit() for each in found[0])
    return "•••" if digits >= FEWEST_DIGITS else found[0]
