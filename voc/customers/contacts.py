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
_CONTACTS = dict.fromkeys(
    ("email", "e mail", "email address", "emailaddress", "customer email", "user email", "contact email",
     "이메일", "이메일 주소", "이메일주소"),
    IdentityKind.email,
) | dict.fromkeys(
    ("phone", "mobile", "tel", "telephone", "phone number", "phonenumber", "mobile phone", "mobile number",
     "customer phone", "user phone", "contact phone",
     "전화", "전화번호", "전화 번호", "휴대폰", "휴대전화", "휴대폰번호", "휴대폰 번호", "핸드폰", "연락처"),
    IdentityKind.phone,
)  # fmt: skip
"""Attributes that are contacts, as `_kind_of` spells their names: they are never kept in clear."""
_FEWEST_DIGITS = 8
"""Of a number that somebody could be called by; what `mask` leaves of one has fewer."""
HIDDEN = "•••"


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
        return f"{name[:1]}{HIDDEN}@{domain}"
    if kind == IdentityKind.phone:
        number = phonenumbers.format_number(phonenumbers.parse(value), PhoneNumberFormat.INTERNATIONAL)
        shown = len(number) - 4
        country = number.partition(" ")[0]
        return country + "".join("•" if each.isdigit() and len(country) + at < shown else each
                                 for at, each in enumerate(number[len(country):]))  # fmt: skip
    if kind == IdentityKind.external:
        contact = contact_in(value)
        return mask(contact.kind, contact.value) if contact else value
    if kind == IdentityKind.visitor and ":" in value:  # what stood where an address should: nobody's name
        return HIDDEN
    return f"{value[:2]}{HIDDEN}{value[-2:]}" if len(value) > 6 else HIDDEN


def contact_in(id_: str) -> Claim | None:
    """The contact that an id is; None for every other id."""
    if "@" in id_:
        kind = IdentityKind.email
    elif id_.startswith("+"):
        kind = IdentityKind.phone
    else:
        return None
    try:
        return Claim(kind=kind, value=normalise(kind, id_))
    except Invalid:
        return None


def claims_in(attributes: Mapping[str, Any], *, workspace: str, region: str = REGION) -> list[Claim]:
    """The contacts among the attributes, sealed or in clear; what is no possible contact is left out."""
    claims = []
    for name, value in attributes.items():
        kind, text = _kind_of(name), _text(value)
        if kind is None or text is None:
            continue
        try:
            clear = vault.unseal(workspace, text) if vault.is_sealed(text) else text
            claims.append(Claim(kind=kind, value=normalise(kind, clear, region=region)))
        except (Invalid, vault.Unreadable):
            continue
    return claims


def without_contacts(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes that are kept with a customer."""
    return {name: value for name, value in attributes.items() if _kind_of(name) is None}


def sealed(workspace: str, attributes: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes with every contact sealed: what may rest in any record."""
    return {
        name: vault.seal(workspace, text)
        if _kind_of(name) and (text := _text(value)) is not None and not vault.is_sealed(text)
        else value
        for name, value in attributes.items()
    }


def masked(fields: Mapping[str, Any], *, region: str = REGION) -> dict[str, Any]:
    """The fields of something that is shown as it was sent, with every contact masked; twice is once."""
    return {
        name: _masked(kind, text, value, region) if (kind := _kind_of(name)) and (text := _text(value)) else value
        for name, value in fields.items()
    }


def _masked(kind: IdentityKind, text: str, value: Any, region: str) -> Any:
    try:
        return mask(kind, normalise(kind, text, region=region))
    except Invalid:  # several, one with a name beside it, or none: "iPhone" under `phone`
        tells = "@" in text or sum(each.isdigit() for each in text) >= _FEWEST_DIGITS
        return HIDDEN if tells else value


def _kind_of(name: str) -> IdentityKind | None:
    """Which contact an attribute of this name is, however its words are joined."""
    return _CONTACTS.get(" ".join(name.lower().replace("_", " ").replace("-", " ").split()))


def _text(value: Any) -> str | None:
    """A contact as it is written; programs send numbers as numbers, too."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else None


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
