"""What customers are told when an item ships, and how far that has come; pure."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from voc.channels.domain import Channel, Status
from voc.errors import VocError
from voc.invitations.domain import fields_of
from voc.invitations.notices import REACHED
from voc.invitations.people import Known
from voc.values import Value, one_line

ORIGIN = "outcome"
LANGUAGES = ("ko", "en")
MERGE_FIELDS = ("name", "link")
PATIENCE = timedelta(days=30)
"""How long a message waits for an item that was reopened before it went out."""
Purpose = Literal["outcome", "advertising"]
"""`outcome`: it says no more than what became of their feedback."""
_TOLD = (Status.sent, Status.delivered, Status.opened, Status.clicked, Status.complained, Status.unsubscribed)
_WAITING = (Status.queued, Status.sending)


class NotShipped(VocError):
    """There is nothing to tell: the item is not shipped, or was reopened."""

    slug, title, status = "not-shipped", "Not shipped", 409


def _known_fields(text: str) -> str:
    if unknown := [name for name in fields_of([text]) if name not in MERGE_FIELDS]:
        raise ValueError(f"nothing stands for {unknown[0]}")
    return text


class Words(Value):
    """The message in one language; `{{name|there}}` and `{{link}}` are replaced."""

    subject: Annotated[str, Field(max_length=120), AfterValidator(one_line), AfterValidator(_known_fields)] = ""
    """Of an e-mail."""
    text: Annotated[str, Field(min_length=1, max_length=2_000), AfterValidator(_known_fields)]
    """Where it does not say `{{link}}`, the link follows it."""


class Told(Value):
    """How far the word has come, in customers."""

    told: int = 0
    waiting: int = 0
    """For their turn, or for their morning."""
    unclear: int = 0
    """Nobody knows whether the provider took it: a colleague decides in the outbox."""
    not_told: int = 0
    """Refused, bounced, failed."""

    @property
    def all(self) -> int:
        """Everybody to whom a message was queued."""
        return self.told + self.waiting + self.unclear + self.not_told


def told(by_status: Mapping[str, int]) -> Told:
    """Deliveries by status, summed up."""
    whole = sum(by_status.values())
    arrived = sum(by_status.get(each, 0) for each in _TOLD)
    waiting = sum(by_status.get(each, 0) for each in _WAITING)
    unclear = by_status.get(Status.held, 0)
    return Told(told=arrived, waiting=waiting, unclear=unclear, not_told=whole - arrived - waiting - unclear)


def channels_of(spoke: Collection[str]) -> Sequence[Channel]:
    """Ways to reach somebody, their own first.

    Args:
        spoke: the channels on which they raised it.
    """
    own = [channel for channel in REACHED if channel in spoke]
    return [*own, *(channel for channel in REACHED if channel not in own)]


def way_to(person: Known, channels: Sequence[Channel], silent: set[tuple[str, str]]) -> tuple[Channel | None, bool]:
    """The first channel with an address that may be written to.

    Args:
        person: whom.
        channels: the wanted first.
        silent: (kind of identity, address) of all that get nothing.

    Returns:
        The channel, and whether any address is known at all.
    """
    known = [(channel, address) for channel in channels if (address := person.address(channel))]
    open_ = (channel for channel, address in known if (address.kind.value, address.value) not in silent)
    return next(open_, None), bool(known)


def in_language(words: Mapping[str, Words], language: str) -> tuple[str, Words]:
    """The language that somebody is written to in, and its words: theirs, else the one that there is."""
    chosen = language if language in words else next(each for each in LANGUAGES if each in words)
    return chosen, words[chosen]
