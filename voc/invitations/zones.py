"""Which clock is on somebody's wall, and whose law protects them; pure."""

from functools import cache
from zoneinfo import available_timezones

import phonenumbers
from phonenumbers import timezone

UNKNOWN = "Etc/Unknown"


def zone_of(told: object, phone: str | None, usual: str) -> str:
    """The name of somebody's time zone.

    Args:
        told: the customer's attribute `timezone`, whatever was sent as that.
        phone: their number in E.164, if known; a country code, or an area code, often has one zone.
        usual: the workspace's, used where nothing better is known and among several.
    """
    if isinstance(told, str) and is_zone(told):
        return told
    zones = [each for each in _zones_of(phone) if each != UNKNOWN] if phone else []
    return usual if not zones or usual in zones else zones[0]


def country_of(told: object, phone: str | None, usual: str) -> str:
    """ISO 3166 code of somebody's country.

    Args:
        told: the customer's attribute `country`.
        phone: their number in E.164, if known.
        usual: the workspace's.
    """
    if isinstance(told, str) and len(told) == 2 and told.isascii() and told.isalpha():
        return told.upper()
    found = _region_of(phone) if phone else None
    return found or usual


def is_zone(name: str) -> bool:
    """Whether this names a time zone."""
    return name in _names()


def _zones_of(phone: str) -> tuple[str, ...]:
    try:
        return tuple(timezone.time_zones_for_number(phonenumbers.parse(phone)))
    except phonenumbers.NumberParseException:
        return ()


def _region_of(phone: str) -> str | None:
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(phone))
    except phonenumbers.NumberParseException:
        return None


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones())
