"""Readings and themes."""

from datetime import datetime
from typing import Any

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, IndexModel

from voc.outbox import Outbox
from voc.outbox.record import DUE_INDEX


class Analysis(Document):
    """What one model version made of one verbatim; written once, the same however often it is tried."""

    id: str
    """`feedback id:model version`."""
    workspace: str
    feedback: str
    model: str
    kind: str
    language: str
    embedding: bytes
    """(width,) float16, little endian, a unit row."""
    several: bool = False
    """Whether it says several things."""
    parts: list[dict[str, Any]] = Field(default_factory=list)
    """Then: start, end, kind and language of each."""
    part_embeddings: bytes = b""
    """(n_parts, width) float16, little endian, unit rows."""

    class Settings:
        name = "analyses"
        indexes = [
            # discovery: all vectors of a workspace by one model
            IndexModel([("workspace", ASCENDING), ("model", ASCENDING)], name="of_model"),
            # one verbatim's readings by all models
            IndexModel([("workspace", ASCENDING), ("feedback", ASCENDING)], name="of_feedback"),
        ]


class Theme(Document):
    """Texts of one kind and language about one thing."""

    id: str
    workspace: str
    kind: str
    language: str
    name: str
    named_by: str | None = None
    """Member who named it; a model's name never replaces theirs."""
    wording: str | None = None
    """What a language model calls it (`polishing`); stands while most of its keywords do."""
    keywords: list[str] = Field(default_factory=list)
    size: int
    """Texts at the last discovery."""
    also_size: int = 0
    """Texts that spoke of it beside another theme then."""
    quotes: list[str] = Field(default_factory=list)
    """Ids of feedback that speak for it, the most typical first."""
    model: str
    centroid: bytes
    """(width,) float32, little endian, a unit row."""
    threshold: float
    """Least cosine to the centroid at which a new text belongs."""
    anchors: list[str] = Field(default_factory=list)
    """`space|language` of each place where new texts find it; more than one where a person joined what lies apart."""
    anchor_centroids: bytes = b""
    """(n_anchors, width) float32, little endian, unit rows."""
    anchor_thresholds: list[float] = Field(default_factory=list)
    anchor_voters: list[list[str]] = Field(default_factory=list)
    """Per anchor, ids of at most 40 feedback whose votes bring new texts to it. Ids, no vectors: what is
    erased votes no more, and nothing of it is left here."""
    anchor_voter_thresholds: list[float] = Field(default_factory=list)
    """Per anchor, the least likeness to them."""
    held_by: str | None = None
    """Who pinned, merged or split it: its texts stay together and apart from all others."""
    merged_into: str | None = None
    """Where its texts went by a person's will, once retired; its anchor draws new ones there."""
    parent: str | None = None
    """Its area."""
    placed_by: str | None = None
    """Who chose the area."""
    description: str = ""
    """What a person said belongs here; with examples, what new and past texts are compared with."""
    examples: list[str] = Field(default_factory=list)
    week: dict[str, Any] | None = None
    """What the latest look at the week said of it: `domain.ThemeWeek`."""
    unannounced: bool = False
    """Found, and webhooks were not told yet."""
    revision: int = 0
    """Raised by every change that a person makes; discovery writes over none that it did not see."""
    state: str
    created_at: datetime
    updated_at: datetime

    class Settings:
        name = "themes"
        indexes = [
            # a workspace's themes in use
            IndexModel([("workspace", ASCENDING), ("state", ASCENDING), ("kind", ASCENDING)], name="in_use"),
        ]


class Area(Document):
    """Themes that are about one thing, over kinds and languages: the upper level of the tree."""

    id: str
    workspace: str
    name: str
    language: str
    """Of the name."""
    named_by: str | None = None
    """Who named or made it; it then stays even without themes."""
    keywords: list[str] = Field(default_factory=list)
    state: str
    created_at: datetime
    updated_at: datetime

    class Settings:
        name = "theme_areas"
        indexes = [
            # a workspace's areas in use
            IndexModel([("workspace", ASCENDING), ("state", ASCENDING)], name="in_use"),
        ]


class DiscoveryProgress(Document):
    """One per workspace: what has come in since themes were last looked for."""

    id: str
    """The workspace's id."""
    workspace: str
    analysed_since: int = 0
    size: int = 0
    finished_at: datetime | None = None
    model: str = ""
    edits: int = 0
    """Raised by every merge, split and undo, when it is asked for and when it is carried out."""
    edits_seen: int = 0
    """… at the last discovery."""

    class Settings:
        name = "discovery_progress"


class DiscoveryRun(Document):
    """What one discovery did to the themes that readers knew."""

    id: str
    workspace: str
    at: datetime
    texts: int
    kept_share: float | None
    """Of the texts that had a theme, those that still have the same; None: none had one."""
    moved: int
    kept: int
    split: list[dict[str, Any]]
    merged: list[dict[str, Any]]
    new: list[dict[str, Any]]
    gone: list[dict[str, Any]]
    """As `fates.Changes`; each list at most 200 long."""

    class Settings:
        name = "discovery_runs"
        indexes = [
            # the page of changes
            IndexModel([("workspace", ASCENDING)], name="of_workspace"),
        ]


class ThemeEdit(Outbox, Document):
    """What a person asked to be done to themes, carried out by a task; also the log that undo reads."""

    id: str
    workspace: str
    action: str
    theme: str
    touched: list[str]
    """Every theme that it changes; undone in reverse order for each."""
    member: str
    at: datetime
    others: list[str] = Field(default_factory=list)
    """Merge: what becomes part of `theme`."""
    feedback: list[str] = Field(default_factory=list)
    """Split: what leaves `theme`; empty: parts are found."""
    parts: int = 0
    """Split: how many."""
    created: list[str] = Field(default_factory=list)
    """Split: ids of the new themes."""
    name: str | None = None
    """Of the new theme; else a model names it."""
    before: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """Fields of the touched themes as they were, by id."""
    planned: bool = False
    """Split and definition: whether it is written down which feedback goes where."""
    undoes: str | None = None
    undone: bool = False

    class Settings:
        name = "theme_edits"
        indexes = [
            # the log
            IndexModel([("workspace", ASCENDING)], name="of_workspace"),
            DUE_INDEX,
        ]


class ThemeMoves(Document):
    """Feedback that an edit moved, written before it moves."""

    id: str
    """`edit id:number`."""
    workspace: str
    edit: str
    before: str | None
    """The theme they were in, if any."""
    after: str
    feedback: list[str]

    class Settings:
        name = "theme_moves"
        indexes = [
            # undo: all moves of an edit
            IndexModel([("workspace", ASCENDING), ("edit", ASCENDING)], name="of_edit"),
        ]
