"""E-mail addresses and phone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from ml.redaction.view import NO_DATE, Found

# bounded parts, and a part never begins inside another: a megabyte of "a.a.a." must not take minutes
_EMAIL = re.compile(
    r"(?:(?<![A-Za-z0-9._%+-])[A-Za-z0-9_%+-][A-Za-z0-9._%+'-]{0,63}|(?<![\w.])[가-힣]{2,10})"
    r"@(?:[A-Za-z0-9À-ɏ-]{1,63}\.){1,5}[A-Za-z]{2,24}"
)
_PROVIDER = (
    r"(?:naver|gmail|daum|hanmail|nate|kakao|hotmail|outlook|yahoo|icloud"
    r"|네이버|지메일|다음|한메일|네이트|카카오|핫메일)"
)
_SPELLED_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._-])(?:[A-Za-z0-9]{1,30}[(\[]dot[)\]]){0,3}[A-Za-z0-9][A-Za-z0-9._-]{1,63}\s?(?:@|골뱅이|\(at\)|\[at\])\s?"
    + _PROVIDER
    + r"(?:\s?(?:\.|\(dot\)|\[dot\]|\sdot\s|닷|쩜|점)\s?(?:com|net|co\.kr|kr|컴|넷))?(?![A-Za-z])",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(
    r"\b[A-Za-z0-9][A-Za-z0-9._-]{0,40}(?: (?:dot|underscore|dash) [A-Za-z0-9]{1,30}){0,3} at"
    r" [A-Za-z0-9-]{2,40} dot (?:com|net|org|io|co(?: dot)? ?(?:kr|uk)|kr|de|fr)\b",
    re.IGNORECASE,
)
_SPELLED_AT = re.compile(r"[(\[]at[)\]]", re.IGNORECASE)

_BEFORE = r"(?<![0-9A-Za-z.,₩$#/-])(?<![0-9][ ])"
_AFTER = r"(?![0-9A-Za-z]|[-./,][0-9])"
_GAP = r"[ ]?[-.,/)·~_*ㅡ]?[ ]?"
_MOBILE = re.compile(rf"{_BEFORE}\(?01[016789]{_GAP}[0-9]{{3,4}}{_GAP}[0-9]{{4}}(?!-?[0-9])")
_AUSTRALIAN = re.compile(rf"{_BEFORE}\(0[2378]\)[ ]?[0-9]{{4}}[ ]?[0-9]{{4}}{_AFTER}")
_LANDLINE = re.compile(
    rf"{_BEFORE}\(?0(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|70|50[2-8])(?:[)-]|[ ]-[ ]|\)[ ]|[. ])"
    r"[0-9]{3,4}[-. ][0-9]{4}(?!-?[0-9])"
)
_SPELLED_MOBILE = re.compile(
    r"(?:(?<![0-9A-Za-z])(?:공일공|영일영|공1공)"
    r"|(?<![0-9A-Za-z₩$])(?<![0-9][.-])(?<![A-Za-z]-)"
    r"(?:(?<![0-9][ ,/])|(?=010[ .-]?[0-9]{4}[ .-]?[0-9]{4}(?![0-9])))010)"
    r"(?:[ .-]?[공영일이삼사오육륙칠팔구0-9]){8}(?![공영일이삼사오육륙칠팔구0-9])"
)
"""Not the middle of a longer number; behind "35/" or "502 " only one that is written as mobile numbers are."""
_KOREAN_FROM_ABROAD = re.compile(
    r"(?<![0-9A-Za-z.,₩$#/-])(?:00[127]?[ -]?)?82[-. )]{0,2}(?:\(0\)|0)?[ ]?10[-. ]?[0-9]{4}[-. ]?[0-9]{4}(?![0-9])"
)
_INTERNATIONAL = re.compile(
    rf"(?<![0-9A-Za-z.])\+[1-9][0-9]{{0,2}}(?:[ ]?[-.()]{{0,2}}[ ]?[0-9]{{1,5}}){{2,6}}{_AFTER}"
)
_AMERICAN = re.compile(
    rf"{_BEFORE}(?:1[-. ])?(?!\(?8(?:00|33|44|55|66|77|88))"
    rf"(?:\([2-9][0-9]{{2}}\)[ ]?[0-9]{{3}}[-. ]"
    rf"|[2-9][0-9]{{2}}(?:[-.][0-9]{{3}}[-.]|[ ][2-9][0-9]{{2}}[-. ]))[0-9]{{4}}{_AFTER}"
)
_SAID = re.compile(
    r"(?:\b(?:call|ring|text|phone|tel|mobile|cell|whatsapp|contact|reach)(?:ed)?"
    r"(?: (?:me|us|number|no|is|at|on|my|phone|cell)){0,4}"
    r"|전화번호|휴대폰|핸드폰|폰번호|연락처|전화)(?:[ ]?번호)?"
    r"(?:은|는|이|가|로|을)?[ ]?[:.,#=]?[ ]?(\(?[0-9][0-9().\- ]{6,18}[0-9])(?![0-9])",
    re.IGNORECASE,
)
_TYPED = r"(?=[+(]|0[0-9]{2}|[2-9][0-9]{2}-[0-9]{4}(?![-.0-9])|[2-9][0-9]{9}(?![-.0-9]))"
"""No price, version or date begins so."""
_COUNTED = r"(?![ ]?(?:원(?!래|하|해|합|한)|won\b(?!['’])|KRW|[KMG]B\b|버전|build|version))"
_GIVEN = re.compile(
    r"(?:\b(?:(?:phone|mobile|cell|telephone)"
    rf"(?:(?: (?:no|num|number))(?: is)?| is|(?=[ ]?[:=#])|(?=[ ]{_TYPED}))"
    r"|(?:tel|whatsapp)(?: (?:no|num|number))?(?: is)?"
    r"|(?:my|home|work|office|contact)(?: (?:new|phone|cell|mobile|contact))? (?:number|no)(?: is)?"
    r"|(?:call|text|ring|phone|reach|whatsapp) (?:me|us)(?: back)? (?:on|at))"
    rf"|(?:휴대(?:폰|전화)|핸드폰)(?:[ ]?번호(?:은|는|이|가)?|(?:은|는|이|가)?(?=[ ]?[:=#]|[ ]{_TYPED}))"
    r"|(?:전화[ ]?번호|폰[ ]?번호|연락처)(?:은|는|이|가)?)"
    rf"[ ]?[:.,#=]?[ ]?{NO_DATE}(\+?\(?[0-9][0-9().\- ]{{5,18}}[0-9])(?![0-9]){_COUNTED}",
    re.IGNORECASE,
)
"""Given as their own: whether such a number can exist is not asked."""
_FEWEST_DIGITS, _MOST_DIGITS = 9, 15
_FEWEST_GIVEN = 7
_OF_COMPANIES = re.compile(r"\(?(?:1[568][0-9]{2}[ -]?[0-9]{4}|080|1?[-. (]{0,2}8(?:00|33|44|55|66|77|88)[-. )])")
"""Numbers that anybody may call: nobody's own."""


def find(text: str) -> Iterator[Found]:
    """Contacts in a view."""
    yield from (Found(*found.span(), "email") for pattern in _of_emails(text) for found in pattern.finditer(text))
    for pattern in (_MOBILE, _LANDLINE, _AUSTRALIAN, _AMERICAN, _SPELLED_MOBILE, _KOREAN_FROM_ABROAD):
        yield from (_phone(found) for found in pattern.finditer(text))
    if "+" in text:
        yield from (Found(*found.span(), "phone") for found in _INTERNATIONAL.finditer(text) if _is_dialled(found[0]))
    yield from (_phone(found, 1) for found in _SAID.finditer(text) if _is_somebodys(found[1]))
    yield from (_phone(found, 1) for found in _GIVEN.finditer(text) if _is_given(found[1]))


def _phone(found: re.Match[str], group: int = 0) -> Found:
    """Without the bracket around the whole number: only one around its area code is part of it."""
    around = found[group].startswith("(") and ")" not in found[group]
    return Found(found.start(group) + around, found.end(group), "phone")


def _of_emails(text: str) -> Iterator[re.Pattern[str]]:
    if "@" in text or "골뱅이" in text or _SPELLED_AT.search(text):
        yield from (_EMAIL, _SPELLED_EMAIL)
    if " dot " in text.casefold():
        yield _IN_WORDS


def _is_dialled(written: str) -> bool:
    """Whether a number with a plus sign can be dialled; it need not be given out yet."""
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(written, None)) and _digits(written) >= _FEWEST_DIGITS
    except phonenumbers.NumberParseException:
        return False


def _is_given(written: str) -> bool:
    """Whether a number that somebody gives as theirs can be one, and is no company's."""
    return _FEWEST_GIVEN <= _digits(written) <= _MOST_DIGITS and not _OF_COMPANIES.match(written)


def _digits(written: str) -> int:
    return sum(c.isdigit() for c in written)


def _is_somebodys(written: str) -> bool:
    """Whether a number beside a word like "call" exists in Korea, North America or Britain, and is no company's."""
    if _OF_COMPANIES.match(written) or not _FEWEST_DIGITS <= _digits(written) <= _MOST_DIGITS:
        return False
    return any(_exists(written, region) for region in ("KR", "US", "GB"))


def _exists(written: str, region: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(written, region))
    except phonenumbers.NumberParseException:
        return False
