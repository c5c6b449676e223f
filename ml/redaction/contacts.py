"""E-mail addresses and phone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from ml.redaction.view import Found

# bounded parts, and a part never begins inside another: a megabyte of "a.a.a." must not take minutes
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9_%+-][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}"
)
_PROVIDER = (
    r"(?:naver|gmail|daum|hanmail|nate|kakao|hotmail|outlook|yahoo|icloud"
    r"|네이버|지메일|다음|한메일|네이트|카카오|핫메일)"
)
_SPELLED_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._-])[A-Za-z0-9][A-Za-z0-9._-]{1,63}\s?(?:@|골뱅이|\(at\)|\[at\])\s?"
    + _PROVIDER
    + r"(?:\s?(?:\.|\(dot\)|\[dot\]|\sdot\s|닷|쩜|점)\s?(?:com|net|co\.kr|kr|컴|넷))?(?![A-Za-z])",
    re.IGNORECASE,
)
_SPELLED_AT = re.compile(r"[(\[]at[)\]]", re.IGNORECASE)

_BEFORE = r"(?<![0-9A-Za-z.,₩$#/-])(?<![0-9][ ])"
_AFTER = r"(?![0-9A-Za-z]|[-./,][0-9])"
_GAP = r"[ ]?[-.)·~_]?[ ]?"
_MOBILE = re.compile(rf"{_BEFORE}\(?01[016789]{_GAP}[0-9]{{3,4}}{_GAP}[0-9]{{4}}(?!-?[0-9])")
_LANDLINE = re.compile(
    rf"{_BEFORE}\(?0(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|70|50[2-8])(?:[)-]|[ ]-[ ]|\)[ ]|[. ])"
    r"[0-9]{3,4}[-. ][0-9]{4}(?!-?[0-9])"
)
_SPELLED_MOBILE = re.compile(
    r"(?:공일공|영일영|공1공)(?:[ -]?[공영일이삼사오육륙칠팔구0-9]){8}(?![공영일이삼사오육륙칠팔구0-9])"
)
_INTERNATIONAL = re.compile(
    rf"(?<![0-9A-Za-z.])\+[1-9][0-9]{{0,2}}(?:[ ]?[-.()]{{0,2}}[ ]?[0-9]{{1,5}}){{2,6}}{_AFTER}"
)
_AMERICAN = re.compile(
    rf"{_BEFORE}(?:1[-. ])?(?!\(?8(?:00|33|44|55|66|77|88))"
    rf"(?:\([2-9][0-9]{{2}}\)[ ]?|[2-9][0-9]{{2}}[-. ])[2-9][0-9]{{2}}[-. ][0-9]{{4}}{_AFTER}"
)
_SAID = re.compile(
    r"(?:\b(?:call|ring|text|phone|tel|mobile|cell|whatsapp|contact|reach)(?:ed)?"
    r"(?: (?:me|us|number|no|is|at|on|my|phone|cell)){0,4}"
    r"|전화번호|휴대폰|핸드폰|폰번호|연락처|전화)(?:[ ]?번호)?"
    r"(?:은|는|이|가|로|을)?[ ]?[:.,#=]?[ ]?(\(?[0-9][0-9().\- ]{6,18}[0-9])(?![0-9])",
    re.IGNORECASE,
)
_FEWEST_DIGITS, _MOST_DIGITS = 9, 15
_OF_COMPANIES = re.compile(r"\(?(?:1[568][0-9]{2}[ -]?[0-9]{4}|080|1?[-. (]{0,2}8(?:00|33|44|55|66|77|88)[-. )])")
"""Numbers that anybody may call: nobody's own."""


def find(text: str) -> Iterator[Found]:
    """Contacts in a view."""
    if "@" in text or "골뱅이" in text or _SPELLED_AT.search(text):
        for pattern in (_EMAIL, _SPELLED_EMAIL):
            yield from (Found(*found.span(), "email") for found in pattern.finditer(text))
    for pattern in (_MOBILE, _LANDLINE, _AMERICAN, _SPELLED_MOBILE):
        yield from (Found(*found.span(), "phone") for found in pattern.finditer(text))
    if "+" in text:
        yield from (Found(*one.span(), "phone") for one in _INTERNATIONAL.finditer(text) if _exists(one[0], None))
    for found in _SAID.finditer(text):
        if _FEWEST_DIGITS <= sum(c.isdigit() for c in found[1]) <= _MOST_DIGITS and _is_somebodys(found[1]):
            yield Found(*found.span(1), "phone")


def _is_somebodys(written: str) -> bool:
    """Whether a number beside a word like "call" exists in Korea, North America or Britain, and is no company's."""
    if _OF_COMPANIES.match(written):
        return False
    return any(_exists(written, region) for region in ("KR", "US", "GB"))


def _exists(written: str, region: str | None) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(written, region))
    except phonenumbers.NumberParseException:
        return False
