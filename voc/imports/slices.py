"""The rows of a file in slices, always cut at the same places, so that a slice can be done again."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import BinaryIO

from pydantic import ValidationError

from voc.feedback.schemas import FeedbackIn
from voc.imports.domain import Plan, to_feedback
from voc.imports.errors import UnreadableFile
from voc.imports.ordinals import Ordinals
from voc.imports.reading import Limits, Rejected, Row, read_table

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
    problem: UnreadableFile | None = None
    """Why the file ends with this slice before its end."""


def slices(
    file: BinaryIO, plan: Plan, *, name: str, encoding: str, delimiter: str | None, skip: int
) -> Iterator[Slice]:
    """What follows the first `skip` records; those are read again, for their ordinals."""
    at = [0]
    table = read_table(
        file, encoding=encoding, delimiter=delimiter, name=name, limits=LIMITS,
        progress=lambda size: at.__setitem__(0, size),
    )  # fmt: skip
    with closing(Ordinals()) as ordinals:
        start = 0
        while True:
            records, problem = _take(table)
            if not records and problem is None:
                return
            cut = Slice(start, start + len(records), bytes_read=at[0], problem=problem)
            for record in records:
                _sort(cut, record, plan, ordinals)
            if cut.end > skip or problem is not None:
                yield cut
            if problem is not None:
                return
            start = cut.end


def _take(table: Iterator[Row | Rejected]) -> tuple[Sequence[Row | Rejected], UnreadableFile | None]:
    records: list[Row | Rejected] = []
    size = 0
    try:
        while len(records) < SLICE_ROWS and size < SLICE_CHARACTERS and (record := next(table, None)) is not None:
            records.append(record)
            size += len(record.raw) if isinstance(record, Rejected) else sum(map(len, record.values.values()))
    except UnreadableFile as problem:
        return records, problem
    return records, None


def _sort(cut: Slice, record: Row | Rejected, plan: Plan, ordinals: Ordinals) -> None:
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
