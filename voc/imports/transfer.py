"""One import over HTTP, from a file to its tally."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from voc.errors import VocError
from voc.imports.domain import CONFLICT, Plan, to_feedback
from voc.imports.errors import RejectsNotWritable, UnreadableFile
from voc.imports.ordinals import Ordinals
from voc.imports.presets import named, taken
from voc.imports.reading import Rejected, Row, read_table
from voc.imports.rejects import RejectsTable
from voc.imports.rows import LeftOut
from voc.imports.sending import Sender

LIST_LIMIT_ITEMS = 500
LIST_LIMIT_BYTES = 4 * 1024 * 1024


@dataclass(slots=True)
class Tally:
    """What became of the rows so far."""

    rows: int = 0
    stored: int = 0
    already_stored: int = 0
    rejected: int = 0
    left_out: int = 0
    """Records in which no customer says anything."""
    seconds: float = 0.0
    problem: VocError | None = None
    """What ended the import before the end of the file."""

    def balances(self) -> bool:
        """Whether every row that was read is accounted for."""
        return self.rows == self.stored + self.already_stored + self.rejected + self.left_out


@dataclass(frozen=True, slots=True)
class Source:
    """A file and how it is read."""

    path: Path
    encoding: str
    delimiter: str | None
    columns: list[str] = field(default_factory=list)
    """In the order of the rejected rows' table."""

    @property
    def rejects_path(self) -> Path:
        """Beside the file."""
        return self.path.with_name(self.path.name + ".rejected.csv")


@dataclass(slots=True)
class _Waiting:
    """The next list to be sent."""

    rows: list[Row] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    size: int = 0

    def fits(self, body: bytes) -> bool:
        return len(self.bodies) < LIST_LIMIT_ITEMS and self.size + len(body) < LIST_LIMIT_BYTES

    def add(self, row: Row, body: bytes) -> None:
        self.rows.append(row)
        self.bodies.append(body)
        self.size += len(body) + 1


class Transfer:
    """Reads, maps, sends and counts; the rows that fail go into the table beside the file."""

    def __init__(self, source: Source, plan: Plan, sender: Sender) -> None:
        self.tally = Tally()
        self._source, self._plan, self._sender = source, plan, sender
        self._rejects: RejectsTable | None = None
        self._open = ExitStack()

    def run(self, *, read: Callable[[int], None] = lambda _: None, counted: Callable[[Tally], None]) -> Tally:
        """Import the file; a problem of the whole file or service ends it and is in the tally.

        Args:
            read: told how many bytes of the file have been read.
            counted: told the tally after each list.
        """
        began = time.monotonic()
        self._source.rejects_path.unlink(missing_ok=True)
        with self._open, closing(Ordinals()) as ordinals:
            try:
                self._read_and_send(ordinals, read, counted)
            except VocError as problem:
                self.tally.problem = problem
            self.tally.seconds = time.monotonic() - began
        return self.tally

    def _read_and_send(self, ordinals: Ordinals, read: Callable[[int], None], counted: Callable[[Tally], None]) -> None:
        waiting = _Waiting()
        try:
            for row, body in self._feedback(ordinals, read):
                if not waiting.fits(body):
                    self._send(waiting)
                    counted(self.tally)
                    waiting = _Waiting()
                waiting.add(row, body)
        except UnreadableFile as problem:
            self.tally.problem = problem  # the rows before the damage are good
        self._send(waiting)
        counted(self.tally)

    def _feedback(self, ordinals: Ordinals, read: Callable[[int], None]) -> Iterator[tuple[Row, bytes]]:
        source = self._source
        table = read_table(source.path, encoding=source.encoding, delimiter=source.delimiter, progress=read)
        for record in taken(table, named(self._plan.preset) if self._plan.preset else None):
            if isinstance(record, LeftOut):
                self.tally.rows += 1
                self.tally.left_out += 1
                continue
            if isinstance(record, Rejected):
                self._reject(record)
                continue
            body = to_feedback(record, self._plan, ordinals)
            if isinstance(body, Rejected):
                self._reject(body, record)
            else:
                yield record, json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()

    def _send(self, waiting: _Waiting) -> None:
        if not waiting.bodies:
            return
        for row, item in zip(waiting.rows, self._sender.send(waiting.bodies), strict=True):
            self._count(row, item)

    def _count(self, row: Row, item: dict[str, Any]) -> None:
        match item["status"]:
            case "stored":
                self.tally.rows += 1
                self.tally.stored += 1
            case "duplicate":
                self.tally.rows += 1
                self.tally.already_stored += 1
            case "conflict" if self._plan.preset:  # the same words; what surrounds them changed since, a state or a tag
                self.tally.rows += 1
                self.tally.already_stored += 1
            case "conflict":
                self._reject(Rejected(row.line, CONFLICT, ""), row)
            case _:
                self._reject(Rejected(row.line, str(item.get("error") or "refused by the service"), ""), row)

    def _reject(self, rejected: Rejected, row: Row | None = None) -> None:
        self.tally.rows += 1
        self.tally.rejected += 1
        if self._rejects is None:
            self._rejects = RejectsTable(self._rejects_file(), self._source.columns)
            self._rejects.add_header()
        self._rejects.add(rejected, row)

    def _rejects_file(self) -> TextIO:
        path = self._source.rejects_path
        try:
            # with a byte order mark, by which Excel knows that it is UTF-8
            return self._open.enter_context(path.open("w", encoding="utf-8-sig", newline=""))
        except OSError as error:
            raise RejectsNotWritable(f"The rejected rows cannot be written to {path}: {error.strerror}.") from error
