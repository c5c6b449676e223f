"""Numbers that stand for a person: resident registration, cards, bank accounts, passports, licences.

Sources:
    Resident registration: 주민등록번호, weights 2…9 2…5 modulo 11; numbers given out since October 2020 have no
    check digit (Resident Registration Act, enforcement rules of 2020).
    Cards: ISO/IEC 7812 (Luhn). Accounts: ISO 13616 (IBAN, modulo 97).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ml.redaction.view import Found

_RESIDENT = re.compile(r"(?<![0-9A-Za-z])([0-9]{6})([ ]?[-~–][ ]?|[ ]?)([1-8])([0-9]{6}|[*xX●]{6})(?![0-9A-Za-z])")
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_NO_CHECK_SINCE = 2020_10
_SOCIAL = re.compile(r"(?<![0-9-])(?!000|666|9)[0-9]{3}-(?!00)[0-9]{2}-(?!0000)[0-9]{4}(?![0-9-])")

_CARD = re.compile(r"(?<![0-9A-Za-z.,-])[2-69](?:[ -]?[0-9]){12,18}(?![0-9A-Za-z]|-[0-9])")
_MASKED_CARD = re.compile(r"(?<![0-9A-Za-z])[0-9]{4}[ -][0-9*xX]{4}[ -][*xX]{4}[ -][0-9*xX]{4}(?![0-9A-Za-z])")

_BANK = (
    r"(?:국민|신한|우리|하나|농협|기업|카카오뱅크|카뱅|토스뱅크|토뱅|케이뱅크|새마을금고|새마을|우체국|제일|씨티"
    r"|수협|신협|부산|대구|광주|전북|경남|제주|산업|외환|KB|IBK|NH|SC)(?:은행|중앙회)?"
)
_HYPHENED = r"[0-9]{2,6}-[0-9]{2,8}-[0-9]{2,8}(?:-[0-9]{1,4})?"
_ACCOUNT = re.compile(
    rf"(?:계좌(?:번호)?|환불[ ]?계좌|통장|입금|송금|예금주|{_BANK})(?:[은는이가로]|으로)?[ ]?[:.,(]?[ ]?"
    rf"(?:{_BANK}[ ]?)?({_HYPHENED}|[0-9]{{10,14}})(?![0-9])"
)
_ACCOUNT_AFTER = re.compile(
    rf"(?<![0-9A-Za-z-])({_HYPHENED}|[0-9]{{10,14}})[ ]?[(/,]?[ ]?{_BANK}(?:(?<=은행)|(?<=중앙회)|(?![가-힣]))"
)
_ENGLISH_ACCOUNT = re.compile(
    r"\b(?:(?:bank |my )?(?:account|acct|a/c)(?: (?:no|num|number))?|routing(?: number)?|sort code)"
    r"\.?(?: is)?[ ]?[:#]?[ ]?"
    r"([0-9](?:[ -]?[0-9]){5,16})(?![0-9])",
    re.IGNORECASE,
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}[0-9]{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?(?![A-Za-z0-9])")

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
        if _is_resident(*found.groups()):
            yield Found(*found.span(), "resident")
    yield from (Found(*found.span(), "resident") for found in _SOCIAL.finditer(text))
    yield from (Found(*found.span(), "card") for found in _CARD.finditer(text) if _is_card(found[0]))
    yield from (Found(*found.span(), "card") for found in _MASKED_CARD.finditer(text))
    for pattern in (_ACCOUNT, _ACCOUNT_AFTER, _ENGLISH_ACCOUNT):
        yield from (Found(*found.span(1), "account") for found in pattern.finditer(text))
    yield from (Found(*found.span(), "account") for found in _IBAN.finditer(text) if _is_iban(found[0]))
    yield from (Found(*found.span(1), "passport") for found in _PASSPORT.finditer(text))
    yield from (Found(*found.span(), "passport") for found in _KOREAN_PASSPORT.finditer(text))
    yield from (Found(*found.span(), "licence") for found in _LICENCE.finditer(text))


def _is_resident(born: str, gap: str, sex: str, rest: str) -> bool:
    """A birthday, and a right check digit or none to check; a hidden second half leaves birthday and sex."""
    year = (1900 if sex in "1256" else 2000) + int(born[:2])
    try:
        date(year, int(born[2:4]), int(born[4:]))
    except ValueError:
        return False
    if not rest.isdigit():
        return bool(gap.strip())
    digits = [int(digit) for digit in born + sex + rest]
    total = sum(weight * digit for weight, digit in zip(_WEIGHTS, digits, strict=False))
    expected = (11 - total % 11) % 10 if sex in "1234" else (13 - total % 11) % 10
    unchecked = bool(gap.strip()) and year * 100 + int(born[2:4]) >= _NO_CHECK_SINCE
    return digits[12] == expected or unchecked


def _is_card(written: str) -> bool:
    """Luhn; 15 or 16 digits, or 13 to 19 in groups of four."""
    digits = [int(c) for c in written if c.isdigit()]
    grouped = re.fullmatch(
        r"[0-9]{4}(?:[ -][0-9]{4}){2,3}(?:[ -][0-9]{1,3})?|[0-9]{4}[ -][0-9]{6}[ -][0-9]{5}", written
    )
    if not grouped and not (written.isdigit() and len(digits) in (15, 16)):
        return False
    return luhn(digits) and len(set(digits)) > 2


def luhn(digits: list[int]) -> bool:
    """Whether the last digit checks the others."""
    doubled = [digit if place % 2 == 0 else digit * 2 - 9 * (digit > 4) for place, digit in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


def _is_iban(written: str) -> bool:
    solid = written.replace(" ", "")
    moved = "".join(str(int(character, 36)) for character in solid[4:] + solid[:4])
    return 15 <= len(solid) <= 34 and int(moved) % 97 == 1
