"""Takes contacts out of what providers say; pure.

Their words go into histories and logs that more people read than may read addresses.
"""

import re

from voc.redaction import redacted as without_personal_data

# bounded parts without "@": a text of nothing but "a@a@a@" must not take minutes
_EMAIL = re.compile(r"[^\s@<>\"'(),:;]{1,64}@[^\s@<>\"'(),:;]{1,255}")
_NUMBER = re.compile(r"(?<![\w.-])\+?\d[\d\s().-]{6,17}\d(?![\w-])")

LIMIT_CHARACTERS = 4_000
"""Nobody reads more of what a provider says."""
FEWEST_DIGITS = 9
"""Of a phone number with its area code; status codes have fewer."""


_KEY = re.compile(r"(/[afilmu]/)[a-z0-9_-]{8,}")
"""A personal link: whoever has it may answer, read or refuse for somebody."""


def without_keys(text: str) -> str:
    """`text` with its personal links made useless."""
    return _KEY.sub(r"\1…", text)


def redacted(text: str) -> str:
    """`text` without personal data, and without what follows its first 4,000 characters.

    Addresses and numbers go however they are written, for a provider says no sentence around them that would tell a
    number of a customer from another; names, keys and whatever else customers' own words are searched for follow.
    """
    masked = _NUMBER.sub(_without_number, _EMAIL.sub("•••@•••", text[:LIMIT_CHARACTERS]))
    return without_personal_data(masked).text


def _without_number(found: re.Match[str]) -> str:
    digits = sum(each.isdigit() for each in found[0])
    return "•••" if digits >= FEWEST_DIGITS else found[0]
