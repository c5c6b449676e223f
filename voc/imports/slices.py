"""The rows of a file in slices, always cut at the same places, so that a slice can be done again."""

from dataclasses import dataclass, field
from typing import BinaryIO

from pydantic import ValidationError

from voc.feedback.schemas import FeedbackIn
from voc.imports.domain import Plan, content_of, to_feedback
from voc.imports.errors import UnreadableFile
from voc.imports.ordinals import Ordinals
from voc.imports.presets import named, taken
from voc.imports.reading import Limits, Rejected, Row, read_table
from voc.imports.rows import LeftOut

SLICE_ROWS = 500
SLICE_CHARACTERS = 4 * 1024 * 1024
"""A slice ends with the record that reaches this, so that long rows do not fill the memory."""
LIMITS = Limits(unpacked_bytes=4 * 1024**3)


@dataclass(slots=True)
class Slice:
    """Some records that follow each other."""

    start: int
    """Records of the file before this slice."""
    end: int
    bytes_read: int = 0
    """Of the file as stored, read so far."""
    accepted: list[tuple[Row, FeedbackIn]] = field(default_factory=list)
    rejected: list[tuple[Rejected, Row | None]] = field(default_factory=list)
    left_out: int = 0
    """Records in which no customer says anything."""
    problem: UnreadableFile | None = None
    """Why the file ends with this slice before its end."""


class Slices:
    """A file cut from its first record on; closes it in the end."""

    def __init__(self, file: BinaryIO, plan: Plan, *, name: str, encoding: str, delimiter: str | None) -> None:
        self.at = 0
        """Records taken or passed over so far."""
        self.over = False
        """Whether nothing follows."""
        self._file, self._plan = file, plan
        self._bytes_read = 0
        self._ordinals = Ordinals()
        self._problem: UnreadableFile | None = None
        table = read_table(
            file, encoding=encoding, delimiter=delimiter, name=name, limits=LIMITS, progress=self._progress
        )
        self._table = taken(table, named(plan.preset) if plan.preset else None)

    def take(self) -> Slice | None:
        """The next slice; None after the last one."""
        records = self._next()
        self.over = self._problem is not None or not records
        if not records and self._problem is None:
            return None
        cut = Slice(self.at - len(records), self.at, bytes_read=self._bytes_read, problem=self._problem)
        for record in records:
            _sort(cut, record, self._plan, self._ordinals)
        return cut

    def pass_over(self) -> bool:
        """Take a slice that was stored before, for the ordinals of what follows; False after the last one."""
        records = self._next()
        for record in records:
            if isinstance(record, Row):
                self._ordinals(content_of(record, self._plan))
        return bool(records)

    def close(self) -> None:
        """Free the file and what was counted."""
        self._ordinals.close()
        self._file.close()

    def _next(self) -> list[Row | Rejected | LeftOut]:
        """Records up to the limits of a slice; why the file ends early is remembered."""
        records: list[Row | Rejected | LeftOut] = []
        size = 0
        try:
            while len(records) < SLICE_ROWS and size < SLICE_CHARACTERS:
                record = next(self._table, None)
                if record is None:
                    break
                records.append(record)
                size += _size(record)
        except UnreadableFile as problem:
            self._problem = problem
        self.at += len(records)
        return records

    def _progress(self, size: int) -> None:
        self._bytes_read = size


def _size(record: Row | Rejected | LeftOut) -> int:
    match record:
        case Row():
            return sum(map(len, record.values.values()))
        case Rejected():
            return len(record.raw)
        case LeftOut():
            return 0


def _sort(cut: Slice, record: Row | Rejected | LeftOut, plan: Plan, ordinals: Ordinals) -> None:
    if isinstance(record, LeftOut):
        cut.left_out += 1
        return
    if isinstance(record, Rejected):
        cut.rejected.append((record, None))
        return
    body = to_feedback(record, plan, ordinals)
    if isinstance(body, Rejected):
        cut.rejected.append((body, record))
        return
    try:
        cut.accepted.append((record, FeedbackIn.model_validate(body)))
    except ValidationError as error:
        reason = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        cut.rejected.append((Rejected(record.line, reason, ""), record))
