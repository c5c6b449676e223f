"""The collections of sources."""

from typing import Any

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel

from voc.outbox import Outbox
from voc.outbox.record import DUE_INDEX


class FaqSource(Outbox, Document):
    """What lies at one address. Its id follows from the address."""

    id: str
    workspace: str
    kind: str
    """`domain.Kind`."""
    address: str
    """The path of a file as it was imported, the URL of a page, or a conversation's id."""
    title: str = ""
    language: str | None = None
    content_hash: str | None = None
    """SHA-256 of the file as it came, of the version that is read; None before the first."""
    version: int = 0
    """Raised by every content that differs from the one before."""
    size_bytes: int = 0
    passages: int = 0
    changed_at: int
    """When its content changed last; a `voc.clock.stamp`, as all times here."""
    checked_at: int
    """When it was last given or fetched, changed or not."""
    problem: str | None = None
    """`domain.Refusal` of what came last; None where it was read."""
    detail: str = ""
    """Figures that belong to the problem."""
    waiting: dict[str, Any] | None = None
    """What is to be read: `{upload, parts, hash, size, format, charset}`, or `{fetch: true}`."""
    customer: str | None = None
    """Of a colleague's answer: to whom it was given."""

    class Settings:
        name = "faq_sources"
        indexes = [
            # queries.listed: what changed last first
            IndexModel([("workspace", ASCENDING), ("changed_at", DESCENDING)], name="newest"),
            # erasing: a person's
            IndexModel([("workspace", ASCENDING), ("customer", ASCENDING)], name="of_customer"),
            DUE_INDEX,
        ]


class FaqUploadPart(Document):
    """A piece of a file that waits to be read; gone once it is."""

    id: str
    workspace: str
    upload: str
    number: int
    sealed: str
    """Base64 of the bytes, hidden by `voc.vault`: what is personal in it is not taken out yet."""

    class Settings:
        name = "faq_upload_parts"
        indexes = [
            # storing.bytes_of: those of one upload, in order
            IndexModel([("workspace", ASCENDING), ("upload", ASCENDING), ("number", ASCENDING)], name="in_order"),
        ]


class FaqSourceText(Document):
    """The words of one content of a source. Its id follows from both, so that writing it twice is writing it once."""

    id: str
    workspace: str
    source: str
    text: str
    """As everybody may read it: personal data stand as `[PHONE]` and so on."""
    headings: list[list[int]] = Field(default_factory=list)
    """`[start, end, level]` of each heading in the text."""
    places: list[dict[str, Any]] = Field(default_factory=list)
    """`{passage, start, end, page}` in order."""

    class Settings:
        name = "faq_source_texts"
        indexes = [
            # working.tidy: what earlier contents left
            IndexModel([("workspace", ASCENDING), ("source", ASCENDING)], name="of_source"),
        ]


class FaqPassage(Document):
    """A part of a source that answers may cite; its words never change, since its id follows from them."""

    id: str
    workspace: str
    source: str
    kind: str
    """`domain.Kind` of the source."""
    heading: list[str]
    text: str
    language: str
    model: str
    """That made the embedding."""
    embedding: bytes
    """Little-endian float16, of unit length."""

    class Settings:
        name = "faq_passages"
        indexes = [
            # queries.citable: all of a workspace that a model can compare
            IndexModel([("workspace", ASCENDING), ("model", ASCENDING)], name="of_model"),
            # working.tidy: those of one source
            IndexModel([("workspace", ASCENDING), ("source", ASCENDING)], name="of_source"),
        ]
