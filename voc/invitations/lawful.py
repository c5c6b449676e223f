"""May this be sent to this person now? Pure: the rules are data (`regions`), the time is an argument.

A survey of somebody who uses the product is no advertising: it needs no consent, and a refusal of surveys, the
workspace's quiet hours and suppression hold for it. Advertising needs consent, recent or confirmed, and rests at
night where the law says so.
"""

import calendar
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from voc.invitations.hours import Quiet, is_quiet, next_allowed
from voc.invitations.regions import ADVERTISING, NIGHT, SURVEY, Region, region_of
from voc.values import Value

Rule = Literal["refused", "consent", "consent-old", "night", "quiet-hours", "never"]
Key = tuple[str, str]
"""Channel and purpose of a decision."""


class Agreed(Value):
    """What somebody decided about one purpose on one channel."""

    given: bool
    at: datetime
    """When they decided, or last confirmed it after being reminded of it."""


class Recipient(Value):
    """Who would get it."""

    zone: str
    """The name of their time zone, such as `Asia/Seoul`."""
    country: str | None
    """ISO 3166 code of the country whose law protects them."""
    decisions: Mapping[Key, Agreed] = {}


class Allowed(Value):
    """Nothing stands against it now."""


class Wait(Value):
    """Not now."""

    at: datetime
    """The first moment at which it is allowed, UTC; not a minute later."""
    rule: Rule


class Refused(Value):
    """Not as things stand; time alone does not change that."""

    rule: Rule


Verdict = Allowed | Wait | Refused


def look(purpose: str, channel: str, recipient: Recipient, quiet: Sequence[Quiet], *, at: datetime) -> Verdict:
    """Whether a message of this purpose may go out on this channel.

    Args:
        purpose: `survey` or `advertising`.
        channel: such as `sms`.
        recipient: who would get it, with what they decided.
        quiet: the workspace's own quiet hours.
        at: when it would be sent.
    """
    region = region_of(recipient.country)
    if rule := _against(purpose, channel, recipient, region, at=at):
        return Refused(rule=rule)
    night = _night(purpose, channel, recipient, region, at=at)
    zone, hours = ZoneInfo(recipient.zone), [*quiet, *night]
    allowed = next_allowed(hours, zone, at)
    if allowed is None:
        return Refused(rule="never")
    if allowed == at:
        return Allowed()
    # consent may end while it waits
    then = look(purpose, channel, recipient, quiet, at=allowed)
    if not isinstance(then, Allowed):
        return then
    return Wait(at=allowed, rule="night" if is_quiet(night, zone, at) else "quiet-hours")


def confirm_by(agreed: Agreed, region: Region) -> datetime | None:
    """Until when consent counts without being confirmed; None: for ever."""
    return _years_later(agreed.at, region.consent_years) if region.consent_years else None


def _against(purpose: str, channel: str, recipient: Recipient, region: Region, *, at: datetime) -> Rule | None:
    agreed = recipient.decisions.get((channel, purpose))
    if agreed is not None and not agreed.given:
        return "refused"
    if purpose == SURVEY or not region.asks_consent(channel):
        return None
    if agreed is None:
        return "consent"
    return None if _counts(agreed, region, at=at) else "consent-old"


def _counts(agreed: Agreed, region: Region, *, at: datetime) -> bool:
    until = confirm_by(agreed, region)
    return until is None or at <= until


def _night(purpose: str, channel: str, recipient: Recipient, region: Region, *, at: datetime) -> list[Quiet]:
    """The hours of the law that hold for this message."""
    if purpose != ADVERTISING or region.night is None or channel in region.night_exempt:
        return []
    agreed = recipient.decisions.get((channel, NIGHT))
    return [] if agreed is not None and agreed.given and _counts(agreed, region, at=at) else [region.night]


def _years_later(at: datetime, years: int) -> datetime:
    """The same moment so many years on; the last of February where that February is shorter."""
    at = at.astimezone(UTC)
    day = min(at.day, calendar.monthrange(at.year + years, at.month)[1])
    return at.replace(year=at.year + years, day=day)
