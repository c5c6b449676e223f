"""Columns of a table of customers that say what they agreed to; pure.

`consent_email_advertising`, `consent_sms_night` and so on say yes or no; without a purpose, advertising is meant, which
alone needs consent. `consent_at`, `consent_text` and `consent_text_version` say when, and to which words; they hold for
every decision of their row. An empty cell is no decision.
"""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import get_args

from voc.channels.domain import IDENTITY_OF, Channel
from voc.clock import stamp
from voc.customers.consents import Decision, Purpose
from voc.errors import Invalid
from voc.imports.dates import instant_of
from voc.values import Value

SOURCE = "import"
VERSION_LIMIT_CHARACTERS = 60
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
_CHANNELS = tuple(channel.value for channel in IDENTITY_OF if channel != Channel.api)
DECISIONS: Mapping[str, tuple[str, Purpose]] = (
    {f"consent {channel} {purpose}": (channel, purpose) for channel in _CHANNELS for purpose in PURPOSES}
    | {f"consent {channel}": (channel, "advertising") for channel in _CHANNELS}
    | {
        "이메일 수신동의": ("email", "advertising"), "이메일 야간 수신동의": ("email", "night"),
        "문자 수신동의": ("sms", "advertising"), "문자 야간 수신동의": ("sms", "night"),
        "sms 수신동의": ("sms", "advertising"), "sms 야간 수신동의": ("sms", "night"),
    }
)  # fmt: skip
"""What a column of this name, in plain letters, decides."""
DETAILS = {
    "consent at": "at", "consent date": "at", "consent text": "text", "consent text version": "text_version",
    "수신동의일": "at", "수신동의 일시": "at", "수신동의 문구": "text", "수신동의 문구 버전": "text_version",
}  # fmt: skip
_YES = frozenset(["yes", "y", "true", "t", "1", "o", "예", "네", "동의", "수신동의"])
_NO = frozenset(["no", "n", "false", "f", "0", "x", "아니오", "아니요", "거부", "미동의", "수신거부"])


class Clockwork(Value):
    """How times in a file are read."""

    model_config = Value.model_config | {"arbitrary_types_allowed": True}

    zone: tzinfo
    """Of times that do not say theirs."""
    now: datetime


def is_one(plain: str) -> bool:
    """Whether a column of this name says something about consent."""
    return plain in DECISIONS or plain in DETAILS


def decisions(cells: Mapping[str, str], clock: Clockwork) -> tuple[Decision, ...]:
    """What a row decides.

    Args:
        cells: by plain name, the filled cells of columns about consent.
        clock: how its times are read.

    Raises:
        Invalid: neither yes nor no, no time or one that has not come, or a version that is too long.
    """
    told = {DETAILS[name]: cell for name, cell in cells.items() if name in DETAILS}
    given = {DECISIONS[name]: _given(name, cell) for name, cell in cells.items() if name in DECISIONS}
    if not given:
        return ()
    version = told.get("text_version", "")
    if len(version) > VERSION_LIMIT_CHARACTERS:
        raise Invalid(f"This version is longer than {VERSION_LIMIT_CHARACTERS} characters. (“{version[:80]}”)")
    words = {"text": told.get("text", ""), "text_version": version, "source": SOURCE}
    at = stamp(_at(told["at"], clock)) if "at" in told else 0
    return tuple(
        Decision(channel=channel, purpose=purpose, given=yes, at=at, **words)
        for (channel, purpose), yes in given.items()
    )


def _given(name: str, cell: str) -> bool:
    word = cell.casefold()
    if word not in _YES | _NO:
        raise Invalid(f"This is neither yes nor no. (“{name}: {cell[:40]}”)")
    return word in _YES


def _at(cell: str, clock: Clockwork) -> datetime:
    try:
        at = instant_of(cell, clock.zone)
    except ValueError:
        at = None
    if at is None or at > clock.now:
        raise Invalid(f"This is no date, or one that has not come. (“{cell[:40]}”)")
    return at
