"""A table in a file, row by row: CSV, TSV and JSONL, each also gzipped, in flat memory."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from voc.imports.decompression import Limits, unpacked
from voc.imports.delimited import read_delimited
from voc.imports.errors import BadHeader, EmptyFile, UnreadableFile
from voc.imports.formats import Format, delimiter_of, format_of, refuse_other_files
from voc.imports.jsonl import read_jsonl
from voc.imports.lines import Line, known_encoding, read_lines
from voc.imports.rows import Rejected, Row

__all__ = ["Head", "Limits", "Rejected", "Row", "read_head", "read_table"]


def read_table(
    path: Path | str,
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
        name: what the file was called, when `path` no longer says so.
        limits: how much a gzip file may unpack to.
        progress: told how many bytes of the file as stored have been read so far.

    Raises:
        UnreadableFile: its subclasses say why; the rows before the fault were yielded.
    """
    encoding = known_encoding(encoding)
    name = name or Path(path).name
    with open(path, "rb") as file:
        chunks = unpacked(file, limits, progress)
        head = next(chunks, b"")
        refuse_other_files(head, encoding)
        lines = read_lines(itertools.chain([head], chunks), encoding)
        yield from _rows(lines, name, delimiter)


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a file: enough to choose columns."""

    columns: list[str]
    rows: list[Row]


def read_head(
    path: Path | str, *, encoding: str = "utf-8", delimiter: str | None = None, name: str | None = None, count: int = 50
) -> Head:
    """The first rows and every column they have, in order.

    Raises:
        UnreadableFile: as `read_table`, when the fault lies within these rows.
        EmptyFile: a header and nothing under it.
    """
    records = itertools.islice(read_table(path, encoding=encoding, delimiter=delimiter, name=name), count)
    rows, refused = [], []
    for record in records:
        (rows if isinstance(record, Row) else refused).append(record)
    if not rows and refused:
        first = refused[0]
        raise UnreadableFile(f"None of the first {len(refused)} rows can be read. Line {first.line}: {first.reason}.")
    if not rows:
        raise EmptyFile("There are no rows under the header line.")
    columns = list(dict.fromkeys(itertools.chain.from_iterable(row.values for row in rows)))
    return Head(columns, rows)


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
