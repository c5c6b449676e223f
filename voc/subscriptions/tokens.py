"""What lets a member unsubscribe signed out: a token that names member and mail, and that only we can make."""

import hmac
import re

from voc import vault
from voc.subscriptions.domain import Kind

_TOKEN = re.compile(r"mem_([0-9a-z]{26})-([a-z]+)-([a-z0-9]{26})")


def token_of(member: str, kind: Kind) -> str:
    """The token in the links of a member's mails of one kind; in small letters, as keys of links are."""
    return f"{member.lower()}-{kind.value}-{_signature(member, kind.value)}"


def read(token: str) -> tuple[str, Kind] | None:
    """The member and the kind of mail that a token names; None for every other token."""
    found = _TOKEN.fullmatch(token)
    if found is None or found[2] not in set(Kind):
        return None
    member = f"mem_{found[1].upper()}"
    genuine = hmac.compare_digest(found[3].encode(), _signature(member, found[2]).encode())
    return (member, Kind(found[2])) if genuine else None


def _signature(member: str, kind: str) -> str:
    return vault.sign("subscription", f"{member}\0{kind}")
