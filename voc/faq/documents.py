"""Entries and their versions."""

from typing import Any

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, IndexModel


class FaqEntry(Document):
    """A question that customers ask, and its answer as people have it now."""

    id: str
    workspace: str
    language: str
    state: str
    """`domain.State`."""
    content: dict[str, Any]
    """`domain.Content` of the present version."""
    version: int
    """Of the content, from 1."""
    approved: int | None = None
    """The version that a person approved, unless another one came since."""
    live: int | None = None
    """The version that is given out; None: none is."""
    given_out: dict[str, Any] | None = None
    """`domain.Content` of that version: what exports, help pages and live offers read."""
    published_at: int | None = None
    """When that version was published; a `voc.clock.stamp`, as all times here."""
    touched: bool = False
    """Whether a person worked on it."""
    into: str | None = None
    """The entry that answers for it, see `merging`."""
    conflicts: list[dict[str, Any]] = Field(default_factory=list)
    """`domain.Conflict`."""
    versions: list[dict[str, Any]] = Field(default_factory=list)
    """`domain.VersionLine`, the oldest first."""
    lines: list[dict[str, Any]] = Field(default_factory=list)
    """`domain.Line`, the oldest first."""
    passages: list[str] = Field(default_factory=list)
    """Those that the present version or the one that is given out cites."""
    sources: list[str] = Field(default_factory=list)
    """Of which they are part."""
    unchecked: bool = False
    """Whether sentences wait to be held against their sources."""
    rewording: dict[str, Any] | None = None
    """`rewording.Rewording` that was asked for last."""
    compared: str | None = None
    """What it was held against last, see `rechecking`."""
    revision: int = 1
    """Raised by every change; a writer that has not seen the present one writes nothing."""
    created_at: int
    changed_at: int

    theme: str | None = None
    """That most of its questions are in."""
    members: list[str] = Field(default_factory=list)
    """Feedback that asks it, the most typical first; at most `mining.MEMBERS_LIMIT`."""
    questions: int = 0
    askers: int = 0
    """Distinct ones."""
    askers_low: float = 0.0
    """How many would ask again at the least, see `ranking.at_least`."""
    weekly: list[int] = Field(default_factory=list)
    """Questions in each of the last eight weeks, the oldest first."""
    trend: float = 1.0
    """Lately against before; 1: as ever."""
    keywords: list[str] = Field(default_factory=list)

    class Settings:
        name = "faq_entries"
        indexes = [
            # queries.listed, queries.citing: all of a workspace, those that cite a passage
            IndexModel([("workspace", ASCENDING), ("passages", ASCENDING)], name="of_passage"),
        ]


class FaqVector(Document):
    """What a model makes of one question, so that no night embeds it again; written once. Its id follows from all."""

    id: str
    workspace: str
    of: str
    """The feedback that asks it, or the entry that a person wrote."""
    model: str
    embedding: bytes
    """Little-endian float16, of unit length."""

    class Settings:
        name = "faq_vectors"
        indexes = [
            # remembering.vectors: all of a workspace; erasing: those of some feedback
            IndexModel([("workspace", ASCENDING), ("of", ASCENDING)], name="of_question"),
        ]


class FaqVersion(Document):
    """What one version of an entry says; written once."""

    id: str
    workspace: str
    entry: str
    number: int
    content: dict[str, Any]

    class Settings:
        name = "faq_versions"
        indexes = [
            # erasing: all of an entry
            IndexModel([("workspace", ASCENDING), ("entry", ASCENDING)], name="of_entry"),
        ]


class FaqShelf(Document):
    """How often what is given out has changed; its id is the workspace's, so that looking costs next to nothing."""

    id: str
    workspace: str
    changes: int = 0

    class Settings:
        name = "faq_shelves"
