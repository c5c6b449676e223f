"""Conversations as their readers see them."""

from typing import Literal

from voc.channels.domain import Choice
from voc.values import Value


class ThreadEntry(Value):
    """Something that was said between a customer and us."""

    id: str
    at: int
    """A `voc.clock.stamp`."""
    direction: Literal["in", "out"]
    channel: str
    text: str
    subject: str | None = None
    html: str | None = None
    masked: str
    """The address, as everybody may see it."""
    name: str | None = None
    """What the sender calls themselves."""
    original: str | None = None
    """The text as it came, where quotes and signatures were left out."""
    automatic: bool = False
    attachments: tuple[str, ...] = ()
    feedback: str | None = None
    """What a message became."""
    status: str | None = None
    """Of what we sent: `voc.channels.domain.Status`."""
    origin: str | None = None
    """Of what we sent: `reply`, `conversation`, `invitation`, …"""
    by: str | None = None
    """The member who wrote it."""
    customer: str | None = None
    """The record that it belongs to, before any merge."""
    proven: bool = True
    """False where only a page of the company's says who wrote it: anybody could have written it in their name."""


class Thread(Value):
    """A page of what was said, the latest first."""

    items: tuple[ThreadEntry, ...]
    next: int | None
    """`before` of the next page; None at the end."""


class ChatLine(Value):
    """A line in the chat panel."""

    id: str
    at: int
    """A `voc.clock.stamp`."""
    ours: bool
    text: str
    choices: tuple[Choice, ...] = ()


class Waiting(Value):
    """A conversation that colleagues have not read."""

    id: str
    customer: str | None
    channel: str
    unread: int
    at: int
    """When it was heard last; a `voc.clock.stamp`."""
