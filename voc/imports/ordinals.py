"""Equal rows of one file, told apart by counting them."""

import hashlib
import sqlite3


class Ordinals:
    """Counts equal rows, on disk where there are many: memory does not grow with the file."""

    def __init__(self) -> None:
        self._seen = sqlite3.connect("", isolation_level=None)  # a private file that SQLite removes itself
        self._seen.execute("CREATE TABLE seen (digest BLOB PRIMARY KEY, times INTEGER) WITHOUT ROWID")
        self._seen.execute("BEGIN")

    def __call__(self, content: bytes) -> int:
        """0 for the first row with this content, 1 for the second."""
        row = self._seen.execute(
            "INSERT INTO seen VALUES (?, 0) ON CONFLICT (digest) DO UPDATE SET times = times + 1 RETURNING times",
            (hashlib.blake2b(content, digest_size=16).digest(),),
        ).fetchone()
        return int(row[0])

    def close(self) -> None:
        """Free the file; the object is of no use afterwards."""
        self._seen.close()
