"""A table in a file, row by row: CSV, TSV, JSONL and arrays of JSON, each also gzipped, in flat memory."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from voc.imports.decompression import Limits, unpacked
from voc.imports.delimited import read_delimited
from voc.imports.elements import Elements, is_document
from voc.imports.errors import BadHeader, EmptyFile, UnreadableFile
from voc.imports.formats import UTF_16_MARKS, Format, delimiter_of, format_of, refuse_other_files
from voc.imports.jsonl import read_jsonl
from voc.imports.lines import Line, known_encoding, read_lines
from voc.imports.rows import Rejected, Row

__all__ = ["File", "Head", "Limits", "Rejected", "Row", "encoding_of", "read_head", "read_table"]


File = Path | str | BinaryIO
"""A path, or an open binary file at its beginning, which is left open."""


def read_table(
    file: File,
    *,
    encoding: str = "utf-8",
    delimiter: str | None = None,
    name: str | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    progress: Callable[[int], None] | None = None,
) -> Iterator[Row | Rejected]:
    """Every record of the file in order, read while you iterate; each is a `Row` or `Rejected`.

    Args:
        encoding: of the text; a byte order mark of UTF-8 is skipped.
        delimiter: between cells; None finds out from the header line.
        name: what the file was called, when `file` does not say so.
        limits: how much a gzip file may unpack to.
        progress: told how many bytes of the file as stored have been read so far.

    Raises:
        UnreadableFile: its subclasses say why; the rows before the fault were yielded.
    """
    encoding = known_encoding(encoding)
    with ExitStack() as stack:
        if isinstance(file, Path | str):
            name = name or Path(file).name
            file = stack.enter_context(open(file, "rb"))
        chunks = unpacked(file, limits, progress)
        head = next(chunks, b"")
        refuse_other_files(head, encoding)
        chunks = itertools.chain([head], chunks)
        if is_document(head.decode(encoding, "ignore")):
            yield from read_jsonl(read_lines(chunks, encoding, Elements()))
        else:
            yield from _rows(read_lines(chunks, encoding), name or "", delimiter)


def encoding_of(file: Path) -> str:
    """UTF-16 where the file's byte order mark says so, else UTF-8."""
    with file.open("rb") as opened, suppress(UnreadableFile):
        if next(unpacked(opened, Limits()), b"").startswith(UTF_16_MARKS):
            return "utf-16"
    return "utf-8"


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a file: enough to choose columns."""

    columns: list[str]
    rows: list[Row]
    problem: UnreadableFile | None = None
    """What is wrong soon after these rows."""


def read_head(
    file: File, *, encoding: str = "utf-8", delimiter: str | None = None, name: str | None = None, count: int = 50
) -> Head:
    """The first rows and every column they have, in order.

    Raises:
        UnreadableFile: not one row can be read; as `read_table`.
        EmptyFile: a header and nothing under it.
    """
    rows: list[Row] = []
    refused: list[Rejected] = []
    problem = None
    try:
        for record in itertools.islice(read_table(file, encoding=encoding, delimiter=delimiter, name=name), count):
            if isinstance(record, Row):
                rows.append(record)
            else:
                refused.append(record)
    except UnreadableFile as error:
        problem = error
    if not rows:
        raise problem or _nothing(refused)
    columns = list(dict.fromkeys(itertools.chain.from_iterable(row.values for row in rows)))
    return Head(columns, rows, problem)


def _nothing(refused: list[Rejected]) -> UnreadableFile:
    if not refused:
        return EmptyFile("There are no rows under the header line, or no records in the array.")
    first = refused[0]
    return UnreadableFile(f"None of the first {len(refused)} rows can be read. Line {first.line}: {first.reason}.")


def _rows(lines: Iterator[Line], name: str, delimiter: str | None) -> Iterator[Row | Rejected]:
    first = next((line for line in lines if line.text.strip()), None)
    if first is None:
        raise EmptyFile("There is nothing but blank lines in this file.")
    lines = itertools.chain([first], lines)
    if format_of(first.text, name) is Format.jsonl:
        return read_jsonl(lines)
    if delimiter is not None and len(delimiter) != 1:
        raise BadHeader(f"The delimiter must be one character, not {delimiter!r}.")
    return read_delimited(lines, delimiter or delimiter_of(first.text, name))
