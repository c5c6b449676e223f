"""How contacts are spelled, shown and kept; pure but for the vault."""

import re
from collections.abc import Mapping
from typing import Any

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from voc import vault
from voc.customers.domain import Claim, IdentityKind
from voc.errors import Invalid

REGION = "KR"
"""Where a phone number without a country code is."""
LONGEST = 254
_EMAIL = re.compile(r"[^\s@<>\"(),:;\\\x00-\x1f]{1,64}@[^\s@<>\"(),:;\\\x00-\x1f]{1,255}")
CONTACTS = dict.fromkeys(
    ("email", "e-mail", "email_address", "emailaddress", "email address", "이메일"), IdentityKind.email
) | dict.fromkeys(
    ("phone", "mobile", "tel", "phone_number", "phonenumber", "phone number", "mobile_phone", "mobile phone",
     "전화", "전화번호", "휴대폰", "휴대전화", "휴대폰번호"),
    IdentityKind.phone,
)  # fmt: skip
"""Attributes that are contacts: they are never kept in clear."""


def normalise(kind: IdentityKind, value: str, *, region: str = REGION) -> str:
    """The one spelling of a contact, so that it is found however it is written.

    Raises:
        Invalid: no such contact can exist.
    """
    value = value.strip()
    if kind == IdentityKind.email:
        return _email(value)
    if kind == IdentityKind.phone:
        return _phone(value, region)
    if not value or len(value) > 200 or not value.isprintable():
        raise Invalid("An identity is 1 to 200 printable characters.", kind=kind.value)
    return value


def mask(kind: IdentityKind, value: str) -> str:
    """What may be shown to everybody: enough to recognise a contact, not enough to use it."""
    if kind == IdentityKind.email:
        name, _, domain = value.partition("@")
        return f"{name[:1]}•••@{domain}"
    if kind == IdentityKind.phone:
        number = phonenumbers.format_number(phonenumbers.parse(value), PhoneNumberFormat.INTERNATIONAL)
        shown = len(number) - 4
        country = number.partition(" ")[0]
        return country + "".join("•" if each.isdigit() and len(country) + at < shown else each
                                 for at, each in enumerate(number[len(country):]))  # fmt: skip
    if kind == IdentityKind.external:
        return value
    if kind == IdentityKind.visitor and ":" in value:  # what stood where an address should: nobody's name
        return "•••"
    return f"{value[:2]}•••{value[-2:]}" if len(value) > 6 else "•••"


def claims_in(attributes: Mapping[str, Any], *, workspace: str, region: str = REGION) -> list[Claim]:
    """The contacts among the attributes, sealed or in clear; what is no possible contact is left out."""
    claims = []
    for name, value in attributes.items():
        kind = CONTACTS.get(name.strip().lower())
        if kind is None or not isinstance(value, str):
            continue
        try:
            clear = vault.unseal(workspace, value) if vault.is_sealed(value) else value
            claims.append(Claim(kind=kind, value=normalise(kind, clear, region=region)))
        except (Invalid, vault.Unreadable):
            continue
    return claims


def without_contacts(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes that are kept with a customer."""
    return {name: value for name, value in attributes.items() if name.strip().lower() not in CONTACTS}


def sealed(workspace: str, attributes: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes with every contact sealed: what may rest in any record."""
    return {
        name: vault.seal(workspace, value)
        if name.strip().lower() in CONTACTS and isinstance(value, str) and not vault.is_sealed(value)
        else value
        for name, value in attributes.items()
    }


def _email(value: str) -> str:
    name, _, domain = value.rpartition("@")
    try:
        domain = domain.rstrip(".").encode("idna").decode().lower() if domain else ""
    except UnicodeError as error:
        raise Invalid("This is no e-mail address.", kind="email") from error
    address = f"{name.casefold()}@{domain}"
    if len(address) > LONGEST or not _EMAIL.fullmatch(address) or "." not in domain and domain != "localhost":
        raise Invalid("This is no e-mail address.", kind="email")
    return address


def _phone(value: str, region: str) -> str:
    try:
        number = phonenumbers.parse(value, region)
    except NumberParseException as error:
        raise Invalid("This is no phone number. Write it with its country code, such as +82 10 1234 5678.") from error
    if not phonenumbers.is_possible_number(number):
        raise Invalid("This is no phone number. Write it with its country code, such as +82 10 1234 5678.")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
