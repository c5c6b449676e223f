"""Telephone numbers as providers want them spelled; pure."""

import re
from typing import Literal, NamedTuple

import phonenumbers
from phonenumbers import PhoneNumberFormat

NumberFormat = Literal["e164", "digits", "national"]
"""`+821012345678`, `821012345678` or, as people dial it at home, `01012345678`."""


class Dialled(NamedTuple):
    """A number as it is dialled at home."""

    country: str
    """Calling code without a plus sign, such as `82`; empty where it is not known."""
    national: str
    """Digits, with the zero that they begin with at home."""


def dialled(number: str) -> Dialled:
    """Split an E.164 number; what is none keeps its digits."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return Dialled("", _digits(number))
    return Dialled(
        str(parsed.country_code), _digits(phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL))
    )  # fmt: skip


def spelled(number: str, spelling: NumberFormat) -> str:
    """An E.164 number in a provider's spelling."""
    if spelling == "e164":
        return number
    return _digits(number) if spelling == "digits" else dialled(number).national


def _digits(number: str) -> str:
    return re.sub(r"[^0-9]", "", number)
