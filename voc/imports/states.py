"""The life of an import made in the browser; pure."""

from enum import StrEnum

from voc.errors import VocError
from voc.outbox import State


class ImportState(StrEnum):
    """Where an import stands; the middle three are the outbox's own words."""

    uploading = "uploading"
    """The file is not complete; nobody was told that it is kept."""
    uploaded = "uploaded"
    """Kept; its columns wait to be chosen."""
    pending = State.pending.value
    """Rows are being read, or a worker will do so."""
    done = State.done.value
    parked = State.parked.value
    """Workers failed at it too often; a person decides."""
    failed = "failed"
    """The file cannot be read to its end; the rows before are stored."""


STARTABLE = (ImportState.uploaded, ImportState.failed, ImportState.parked)
"""Rows stored by an earlier start are recognised, so that starting again repeats nothing."""


class FileGone(VocError):
    """The import failed so long ago that its file was removed."""

    slug, title, status = "import-file-gone", "This file is no longer kept", 410


class AlreadyStarted(VocError):
    """The import runs or has run to its end."""

    slug, title, status = "import-already-started", "This import has already started", 409
