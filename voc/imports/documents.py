"""Imports made in the browser: the record with its progress, and the file in parts.

Parts are documents of our own and not GridFS: the embedded engine answers GridFS deletions of
unfinished files with an error, and a part per document needs nothing but `insert_one`.
"""

from typing import Any

from beanie import Document
from pydantic import BaseModel, Field
from pymongo import ASCENDING, DESCENDING, IndexModel

from voc.outbox import Outbox
from voc.outbox.record import DUE_INDEX
from voc.values import StoredTime


class RejectedLine(BaseModel):
    """One of the first rejected records."""

    line: int
    reason: str


class Import(Outbox, Document):
    """One uploaded file on its way to feedback; its `id` is the `source` of what it stores."""

    id: str
    workspace: str
    filename: str
    size_bytes: int = 0
    parts: int = 0
    file_gone: bool = False
    """Whether the file was removed because nobody came back for it."""
    created_at: StoredTime

    encoding: str = "utf-8"
    delimiter: str | None = None
    columns: list[str] = Field(default_factory=list)
    preview: list[list[str]] = Field(default_factory=list)
    """Cells of the first rows, in the order of `columns`; gone once the import starts, for they may hold contacts."""
    presets: dict[str, list[list[str]]] = Field(default_factory=dict)
    """Whose export it may be, the likeliest first: time, rating, customer and text of the first things said."""
    plan: dict[str, Any] | None = None
    """A `domain.Plan`, once the columns are chosen."""

    rows_read: int = 0
    """Also the place to go on from: records taken from the file and accounted for."""
    bytes_read: int = 0
    stored: int = 0
    duplicates: int = 0
    rejected: int = 0
    left_out: int = 0
    """Records in which no customer says anything."""
    rejects: list[RejectedLine] = Field(default_factory=list)
    """The first 100; the others are in the table of rejects."""
    starts: int = 0
    """Counts the starts, so that the rejects of an earlier one are not taken for those of the present."""
    problem: str | None = None
    """Why the file could not be read to its end."""
    started_at: StoredTime | None = None
    finished_at: StoredTime | None = None

    class Settings:
        name = "imports"
        indexes = [
            # queries.latest: newest first (the embedded engine takes no index on `_id` and another field)
            IndexModel([("workspace", ASCENDING), ("created_at", DESCENDING)], name="newest"),
            DUE_INDEX,
        ]


class ImportPart(Document):
    """A piece of the uploaded file, or the rejects of one slice of rows."""

    id: str
    workspace: str
    import_id: str
    kind: str
    """`file` or `rejects`."""
    number: int
    """Order within the kind."""
    start: int = 0
    """For rejects: the start that found them, as counted by `Import.starts`."""
    data: bytes

    class Settings:
        name = "import_parts"
        indexes = [
            # queries.parts: those of one import, in order
            IndexModel(
                [("workspace", ASCENDING), ("import_id", ASCENDING), ("kind", ASCENDING), ("number", ASCENDING)],
                name="in_order",
            ),
        ]
