"""How often one person may be asked: one ledger over all surveys and channels, and gaps from the last ask."""

from collections.abc import Sequence
from typing import Literal

from voc.surveys.targeting.models import DAY_MS, Frequency, Policy
from voc.values import Value


class Ask(Value):
    """One line of a person's ledger: a survey was put before that person."""

    survey: str
    group: str | None = None
    """The survey's group at that time."""
    at: int
    """Milliseconds since 1970, UTC."""


def often_enough(asks: Sequence[Ask], survey: str, frequency: Frequency, now: int) -> bool:
    """Whether the survey's own gap has passed since the person's last ask of it, or of its group.

    Args:
        now: milliseconds since 1970, UTC.
    """
    counted = related(asks, survey, frequency)
    if not counted or frequency.every_days == 0:
        return True
    return frequency.every_days is not None and now - _last(counted) >= frequency.every_days * DAY_MS


def related(asks: Sequence[Ask], survey: str, frequency: Frequency) -> list[Ask]:
    """The asks that the survey's own gap counts from: its own, and those of its group."""
    group = frequency.group
    return [ask for ask in asks if ask.survey == survey or (group and ask.group == group)]


def quiet_enough(asks: Sequence[Ask], frequency: Frequency, policy: Policy, now: int) -> bool:
    """Whether the workspace's quiet days since the person's last ask of any survey have passed.

    Args:
        now: milliseconds since 1970, UTC.
    """
    if not asks or not policy.quiet_days or frequency.override_quiet:
        return True
    return now - _last(asks) >= policy.quiet_days * DAY_MS


def _last(asks: Sequence[Ask]) -> int:
    return max(ask.at for ask in asks)


def may_ask(
    asks: Sequence[Ask], *, survey: str, frequency: Frequency, policy: Policy, now: int
) -> Literal["frequency", "quiet"] | None:
    """The first gap that stands in the way of asking this person now; None: ask.

    Args:
        asks: the person's whole ledger, in any order.
        now: milliseconds since 1970, UTC.
    """
    if not often_enough(asks, survey, frequency, now):
        return "frequency"
    return None if quiet_enough(asks, frequency, policy, now) else "quiet"
