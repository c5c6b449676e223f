"""What a person decided to tell."""

from beanie import Document

from voc.outbox import Outbox
from voc.outbox.record import DUE_INDEX


class Telling(Outbox, Document):
    """The word about one item, as confirmed last. Its work is to queue a message to everybody who has had none."""

    id: str
    """The item's id."""
    workspace: str
    words: dict[str, dict[str, str]]
    """By language, of `domain.Words`."""
    purpose: str
    """`domain.Purpose`."""
    by: str
    """The member who confirmed it."""
    at: int
    """When; a `voc.clock.stamp`."""
    shipping: str
    """The change by which the item was shipped then: shipped again, it waits to be confirmed again."""

    class Settings:
        name = "tellings"
        indexes = [DUE_INDEX]
