"""Rewriting the embedded engine's file, so that nothing of what was removed rests in it."""

import sqlite3
from pathlib import Path
from typing import NamedTuple

from voc.errors import Unavailable


class Compacted(NamedTuple):
    """Sizes of a file and its write-ahead log, in bytes."""

    before: int
    after: int


def compact(file: Path) -> Compacted:
    """Rewrite an SQLite file from what stands in it; needs as much free space as it is large.

    Removed rows stay readable in free pages and in the write-ahead log until then; see
    https://www.sqlite.org/lang_vacuum.html. Cut off, the file is as it was.

    Raises:
        Unavailable: another program has it open, or the disk is full.
    """
    before = _size(file)
    connection = sqlite3.connect(file, timeout=10, isolation_level=None)
    try:
        connection.execute("VACUUM")
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as error:
        raise Unavailable(f"{file} could not be rewritten: {error}. Nothing was changed.") from error
    finally:
        connection.close()
    if busy:
        raise Unavailable(f"{file} is open in another program. End it and call this again.")
    return Compacted(before, _size(file))


def _size(file: Path) -> int:
    parts = (file, file.with_name(f"{file.name}-wal"))
    return sum(part.stat().st_size for part in parts if part.exists())
