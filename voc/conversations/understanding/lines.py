"""One line of a known form within what somebody wrote: an address, a phone number, a link, a number; pure."""

import re

from voc.conversations.understanding.folding import Folded, fold, has_words
from voc.conversations.understanding.numbers import ENGLISH, KOREAN
from voc.values import Value

_NAME = r"(?<![^\s<>()\"',;:])[^\s@<>()\"',;:]{1,64}@"
_EMAILS = [
    re.compile(_NAME + rest)
    # words are tied to an address in Korean: "kim@example.com이에요"
    for rest in (r"[A-Za-z0-9.-]{1,250}\.[A-Za-z]{2,24}(?![A-Za-z0-9@])", r"[^\s@<>()\"',;:]{1,250}")
]
_PHONE = re.compile(r"\+?\(?\d[\d\s().-]{5,18}\d")
_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
_NUMBER = re.compile(
    r"[^\w-]*(?:(?:약|한|대략|about|around|approximately)\s?)?(?P<number>-?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,6})?)(?![\d,.:/-]*\d)\s?"
)
_UNIT = re.compile(r"[^\W\d]{1,7}")
"""One short word alone counts what the number counts, whatever the author calls it."""
_ENDING = re.compile(r"(?:이요|요|입니다|이에요|예요|정도요?)?(?:$|(?=\W))")


class Counted(Value):
    """A number and the words beside it."""

    value: int | float
    comment: str | None = None


def read_email(words: str) -> str | None:
    """The first e-mail address."""
    said = fold(words).said
    match = next(filter(None, (each.search(said) for each in _EMAILS)), None)
    return match[0].rstrip(".!?") if match else None


def read_phone(words: str) -> str | None:
    """The first phone number."""
    match = _PHONE.search(fold(words).text)
    return match[0].strip() if match else None


def read_url(words: str) -> str | None:
    """The first link; a bare domain gets https:// in front."""
    said = fold(words).said.strip()
    if match := _URL.search(said):
        return match[0].rstrip(".,!?)")
    return f"https://{said.rstrip('.')}" if _DOMAIN.fullmatch(said.rstrip(".")) else None


def read_number(words: str, *, unit: str = "") -> Counted | None:
    """A number at the start, in digits or one word; a unit behind it is passed over, other words are a comment."""
    folded = fold(words)
    word = folded.compact.removesuffix("요").removesuffix("이")
    for known in (folded.compact, word):
        if known in ENGLISH or known in KOREAN:
            return Counted(value=ENGLISH.get(known, KOREAN.get(known, 0)))
    match = _NUMBER.match(folded.text)
    if match is None:
        return None
    rest = folded[match.end() :]
    for named in (fold(unit).text, fold(unit).text.removesuffix("s")):
        if named and rest.text.startswith(named):
            rest = rest[len(named) :]
            break
    if ended := _ENDING.match(rest.text):
        rest = rest[ended.end() :]
    value = float(match["number"].replace(",", ""))
    return Counted(value=int(value) if value.is_integer() else value, comment=_comment(rest))


def _comment(rest: Folded) -> str | None:
    said = rest.original().strip(" ,.;:-") if rest.text else ""
    return said if has_words(said) and not _UNIT.fullmatch(said) else None
