"""What leaves the service."""

from datetime import datetime

from voc.audit.domain import By, Entry
from voc.clock import from_stamp
from voc.values import Value


class EntryOut(Value):
    """One thing that was done."""

    number: int
    """From 1, without gaps."""
    at: datetime
    action: str
    """Noun and what happened: `webhook.removed`."""
    by: By
    actor: str
    """Id of the member or key."""
    subject: str
    """What it was done to; `blind_…` stands for what must not be told."""
    details: dict[str, str]
    request: str
    """Id of the request, as answers and logs name it."""
    hash: str
    """Covers this entry and the one before."""


class EntryPage(Value):
    """Some of what is on record, the latest first."""

    items: list[EntryOut]
    next: str | None


class Check(Value):
    """Whether the record is whole."""

    entries: int
    """How many hold, from the first on."""
    broken_at: int | None
    """Number of the first entry that is missing, altered or out of place; null: none is."""
    hash: str
    """Of the last one that holds. Kept elsewhere, it proves later that nothing before it was changed."""


def entry_out(entry: Entry) -> EntryOut:
    """As callers see it."""
    fields = entry.model_dump(exclude={"workspace", "previous", "at"})
    return EntryOut.model_validate(fields | {"at": from_stamp(entry.at)})
