"""Numbers that stand for a person: resident registration, cards, bank accounts, passports, licences.

Sources:
    Resident registration: 주민등록번호, weights 2…9 2…5 modulo 11; numbers given out since October 2020 have no
    check digit (Resident Registration Act, enforcement rules of 2020).
    Cards: ISO/IEC 7812 (Luhn). Accounts: ISO 13616 (IBAN, modulo 97).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from ml.redaction.view import NO_DATE, Found

_RESIDENT = re.compile(r"(?<![0-9A-Za-z])([0-9]{6})([ ]?[-~–][ ]?|[ ]?)([1-8])([0-9]{6}|[*xX●]{6})(?![0-9A-Za-z])")
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_NO_CHECK_SINCE = date(2020, 10, 1)
_OF_A_PURCHASE = re.compile(
    r"(?:주문|운송|송장|예약|접수|제품|\border|\binvoice|\btrack|\bbooking|\bticket|\bref\b)[^\n]{0,12}$"
    r"|(?:구매|거래|배송|결제|승인|문의|상품|티켓|발주|반품|교환)[ ]?(?:번호|코드|ID|[:#])[^\n0-9]{0,6}$",
    re.IGNORECASE,
)
"""Before a number that begins like a birthday by chance."""
_OF_A_PERSON = re.compile(
    r"(?:주민|외국인등록|생년월일|(?:제|내)[ ]?번호|\brrn\b|(?<!\[)\bresident)[^\n]{0,20}$", re.IGNORECASE
)
_SAID_RESIDENT = re.compile(
    r"(?:주민(?:등록)?[ ]?번호|주민번호|외국인등록번호|\brrn\b|\bresident registration(?: (?:no|number))?)"
    r"(?:은|는|이|가| is)?[ ]?[:=.]?[ ]?([0-9]{6}[ ]?-?[ ]?[0-9]{7})(?![0-9])",
    re.IGNORECASE,
)
_SOCIAL = re.compile(r"(?<![0-9-])(?!000|666|9)[0-9]{3}-(?!00)[0-9]{2}-(?!0000)[0-9]{4}(?![0-9-])")
_SAID_SOCIAL = re.compile(
    r"\b(?:ssn|social security(?: (?:no|number|#))?)\.?(?: is)?[ ]?[:=#]?[ ]?"
    r"([0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{4})(?![0-9])",
    re.IGNORECASE,
)

_BETWEEN = r"(?:[ .-]|[ ][.-][ ])?"
_IN_IBAN = r"(?<=[A-Za-z]{2}[0-9]{2}[ -])"
_CARD = re.compile(rf"(?<![0-9A-Za-z.,-])(?!{_IN_IBAN})[2-69](?:{_BETWEEN}[0-9]){{12,18}}(?![0-9A-Za-z]|-[0-9])")
"""Not the groups of an IBAN: one in ten of those is a card by chance."""
_SAID_CARD = re.compile(
    r"(?:카드(?:[ ]?번호)?|\b(?:(?:credit|debit)[ ])?card(?: (?:no|num|number|#))?|\bvisa|\bmaster ?card|\bamex)"
    rf"(?:은|는|이|가|로)?\.?(?: is| was)?[ ]?[:#=]?[ ]?([0-9]{{4}}(?:{_BETWEEN}[0-9]{{4}}){{3}})(?![0-9])",
    re.IGNORECASE,
)
"""Said to be a card: mistyped, it fails its check and is somebody's all the same."""
_CARD_CODE = re.compile(
    r"\bc[vs][cv]2?(?:[ ]?(?:번호|code|number))?(?:은|는|이|가| is)?[ ]?[:=]?[ ]?([0-9]{3,4})(?![0-9])", re.IGNORECASE
)
_MASKED_CARD = re.compile(r"(?<![0-9A-Za-z])[0-9]{4}[ -][0-9*xX]{4}[ -][*xX]{4}[ -][0-9*xX]{4}(?![0-9A-Za-z])")

_CALLED_BANK = r"[가-힣A-Z]{1,6}(?:은행|뱅크|금고|증권)"
_BANK = (
    rf"(?:{_CALLED_BANK}|(?:국민|신한|우리|하나|농협|기업|카카오뱅크|카뱅|토스뱅크|토뱅|케이뱅크|새마을금고|새마을|우체국|제일|씨티"
    r"|수협|신협|부산|대구|광주|전북|경남|제주|산업|외환|KB|IBK|NH|SC)(?:은행|중앙회)?)"
)
_HYPHENED = r"[0-9]{2,6}-[0-9]{2,8}-[0-9]{2,8}(?:-[0-9]{1,4})?"
_SPACED = r"(?=(?:[ ]?[0-9]){10})[0-9]{3,6}[ ][0-9]{2,8}[ ][0-9]{2,8}"
_OF = r"(?:[은는이가로]|으로)?[ ]?[:.,(]?[ ]?"
_NAMED = r"(?!(?:주문|송장|예약|회원|운송장|접수)(?:번호)?[ ,/])[가-힣]{2,4}[ ,/]{1,2}"
_ANY_FORM = rf"{NO_DATE}({_HYPHENED}|[0-9]{{10,14}}|{_SPACED})(?![0-9])"
_ACCOUNT = re.compile(
    rf"(?:계좌(?:[ ]?번호)?|환불[ ]?계좌|통장|입금|송금|예금주|{_CALLED_BANK})"
    rf"{_OF}(?:{_BANK}[ ]?)?(?:{_NAMED})?{_ANY_FORM}"
)
_AT_BARE_BANK = re.compile(rf"{_BANK}{_OF}(?:{_BANK}[ ]?)?{_ANY_FORM}")
_OF_SOMEBODY = re.compile(rf"{_BANK}{_OF}(?:{_BANK}[ ]?)?{_NAMED}{NO_DATE}({_HYPHENED})(?![0-9])")
"""Many banks bear everyday words: "우리 주문 1234567890123" is no account."""
_ACCOUNT_AFTER = re.compile(
    rf"(?<![0-9A-Za-z-]){NO_DATE}({_HYPHENED}|[0-9]{{10,14}})[ ]?[(/,]?[ ]?{_BANK}(?:(?<=은행)|(?<=중앙회)|(?![가-힣]))"
)
_ENGLISH_ACCOUNT = re.compile(
    r"\b(?:(?:bank |my )?(?:account|acct|a/c)(?: (?:no|num|number))?|routing(?: number)?|sort code)"
    rf"\.?(?: is)?[ ]?[:#]?[ ]?{NO_DATE}"
    r"([0-9](?:[ -]?[0-9]){5,16})(?![0-9])",
    re.IGNORECASE,
)
_AT_A_BANK = re.compile(
    rf"\b[A-Z][A-Za-z]{{1,15}} [Bb]ank(?: account)?[ ]?[:,#]?[ ]?{NO_DATE}({_HYPHENED}|[0-9]{{8,14}})(?![0-9])"
)
# not IGNORECASE: [A-Z] would match "ı" and three others, which are no digits in base 36
_IBAN = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]{2}[0-9]{2}(?:[ -]?[A-Za-z0-9]{4}){2,7}(?:[ -]?[A-Za-z0-9]{1,3})?(?![A-Za-z0-9])"
)

_PASSPORT = re.compile(
    r"(?:여권(?:[ ]?번호)?|passport(?: (?:no|num|number))?)\.?(?:은|는|이|가| is)?[ ]?[:#]?[ ]?"
    r"([A-Z]{1,2}[0-9]{3}[A-Z0-9][0-9]{3,4}|[0-9]{9})(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_KOREAN_PASSPORT = re.compile(
    r"(?<![0-9A-Za-z])[MSRGD](?:[0-9]{8}|[0-9]{3}[A-Z][0-9]{4})(?![0-9A-Za-z])(?=[^\n]{0,20}여권)"
)
_LICENCE = re.compile(r"(?<![0-9-])(?:1[1-9]|2[0-8])-[0-9]{2}-[0-9]{6}-[0-9]{2}(?![0-9-])")


def find(text: str) -> Iterator[Found]:
    """Numbers in a view."""
    for found in _RESIDENT.finditer(text):
        if _is_resident(*found.groups(), said=_said_of(text, found.start())):
            yield Found(*found.span(), "resident")
    yield from (Found(*found.span(), "resident") for found in _SOCIAL.finditer(text))
    for pattern in (_SAID_RESIDENT, _SAID_SOCIAL):
        yield from (Found(*found.span(1), "resident") for found in pattern.finditer(text))
    yield from _checked(text, _CARD, _is_card, "card")
    for pattern in (_SAID_CARD, _CARD_CODE):
        yield from (Found(*found.span(1), "card") for found in pattern.finditer(text))
    yield from (Found(*found.span(), "card") for found in _MASKED_CARD.finditer(text))
    for pattern in (_ACCOUNT, _AT_BARE_BANK, _OF_SOMEBODY, _ACCOUNT_AFTER, _ENGLISH_ACCOUNT, _AT_A_BANK):
        yield from (Found(*found.span(1), "account") for found in pattern.finditer(text))
    yield from _checked(text, _IBAN, _is_iban, "account")
    yield from (Found(*found.span(1), "passport") for found in _PASSPORT.finditer(text))
    yield from (Found(*found.span(), "passport") for found in _KOREAN_PASSPORT.finditer(text))
    yield from (Found(*found.span(), "licence") for found in _LICENCE.finditer(text))


def _said_of(text: str, at: int) -> bool | None:
    """Whether the words before a number say that it is a person's or a purchase's; None where they say neither."""
    before = max(0, at - 30)
    if _OF_A_PERSON.search(text, before, at):
        return True
    return False if _OF_A_PURCHASE.search(text, before, at) else None


def _is_resident(born: str, gap: str, sex: str, rest: str, *, said: bool | None) -> bool:
    """A birthday and a right check digit; written in its two parts, a birthday that nothing says is an order's.

    A hidden second half leaves birthday and sex.
    """
    year = (1900 if sex in "1256" else 2000) + int(born[:2])
    try:
        birthday = date(year, int(born[2:4]), int(born[4:]))
    except ValueError:
        return False
    if not rest.isdigit():
        return bool(gap.strip())
    digits = [int(digit) for digit in born + sex + rest]
    total = sum(weight * digit for weight, digit in zip(_WEIGHTS, digits, strict=False))
    expected = (11 - total % 11) % 10 if sex in "1234" else (13 - total % 11) % 10
    if digits[12] == expected or not gap.strip():
        return digits[12] == expected
    return not _may_be_ordered(birthday) if said is None else said


def _may_be_ordered(birthday: date) -> bool:
    """Whether orders are numbered so: since 2010 by day, and whoever was born since October 2020 has no check digit."""
    return birthday < _NO_CHECK_SINCE and 10 <= birthday.year % 100 < 40


def _is_card(written: str) -> bool:
    """Luhn; 15 or 16 digits, or 13 to 19 in groups of four."""
    digits = [int(c) for c in written if c.isdigit()]
    grouped = re.fullmatch(
        r"[0-9]{4}(?:-[0-9]{4}){2,3}(?:-[0-9]{1,3})?|[0-9]{4}-[0-9]{6}-[0-9]{4,5}", re.sub(r"[ .-]+", "-", written)
    )
    if not grouped and not (written.isdigit() and len(digits) in (15, 16)):
        return False
    return luhn(digits) and len(set(digits)) > 1


def luhn(digits: list[int]) -> bool:
    """Whether the last digit checks the others."""
    doubled = [digit if place % 2 == 0 else digit * 2 - 9 * (digit > 4) for place, digit in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


def _checked(text: str, pattern: re.Pattern[str], passes: Callable[[str], bool], kind: str) -> Iterator[Found]:
    """The most groups from the start that pass a check: what follows may look like one more group."""
    for found in pattern.finditer(text):
        gaps = reversed(list(re.finditer("[ .-]+", found[0])))
        for end in (len(found[0]), *(gap.start() for gap in gaps)):
            if passes(found[0][:end]):
                yield Found(found.start(), found.start() + end, kind)
                break


def _is_iban(written: str) -> bool:
    solid = re.sub("[ -]", "", written)
    moved = "".join(str(int(character, 36)) for character in solid[4:] + solid[:4])
    return 15 <= len(solid) <= 34 and int(moved) % 97 == 1
