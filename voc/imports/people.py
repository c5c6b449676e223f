"""Who a row is of, and their contacts, which go with the customer and are never attributes in clear; pure."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from voc.imports.columns import plain
from voc.imports.rows import cut

REF_LIMIT_CHARACTERS = 200
_ADDRESS = re.compile(r"[^\s@<>\"(),:;]{1,64}@[^\s@<>\"(),:;]+\.[^\s@<>\"(),:;]{2,}")
_NUMBER = re.compile(r"\+?[\d\s().-]{7,20}")
_COLUMNS = {
    "email": frozenset(
        ["email", "e mail", "mail", "customer email", "requester email", "user email", "contact email", "email address",
         "이메일", "메일", "이메일주소", "이메일 주소", "고객 이메일", "고객이메일"]
    ),
    "phone": frozenset(
        ["phone", "mobile", "tel", "telephone", "phone number", "mobile phone", "work phone", "customer phone",
         "전화", "전화번호", "휴대폰", "휴대전화", "휴대폰번호", "휴대폰 번호", "연락처"]
    ),
}  # fmt: skip
"""By kind of contact the columns, as `plain` spells them, that hold the customer's."""


def customer_in(own: str, email: str = "", phone: str = "", name: str = "") -> str | dict[str, Any] | None:
    """The customer of a `FeedbackIn`: by their own id, else by a contact; None for nobody known.

    Contacts travel as attributes named `email` and `phone`, which the service seals.
    """
    email = email if _ADDRESS.fullmatch(email) else ""
    phone = phone if _NUMBER.fullmatch(phone) else ""
    number = re.sub(r"[^\d+]", "", phone)
    id_ = own or email or (number if number.startswith("+") else "")
    if not id_ or len(id_) > REF_LIMIT_CHARACTERS:
        return None
    known = {"email": email, "phone": phone, "name": cut(name.strip(), REF_LIMIT_CHARACTERS)}
    attributes = {kind: value for kind, value in known.items() if value and value != id_}
    return {"id": id_, "attributes": attributes} if attributes else id_


def contact_in(values: Mapping[str, str], kind: str, *, besides: Collection[str]) -> str:
    """The customer's `email` or `phone` in a column that is called so and has no other part; empty without."""
    names = (name for name in values if plain(name) in _COLUMNS[kind] and name not in besides)
    return next((value for name in names if (value := values[name].strip())), "")


def is_contact(column: str, value: str) -> bool:
    """Whether a cell is somebody's address or number."""
    return any(plain(column) in names for names in _COLUMNS.values()) or bool(_ADDRESS.fullmatch(value.strip()))
