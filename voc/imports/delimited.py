"""Records of CSV and TSV, strict as RFC 4180, losing one record and not the file when a quote is wrong."""

import csv
from collections import deque
from collections.abc import Iterator

from voc.imports.errors import BadHeader
from voc.imports.formats import columns_of
from voc.imports.lines import LINE_LIMIT_CHARACTERS, Line
from voc.imports.rows import CELL_LIMIT_CHARACTERS, Rejected, Row, rejected

RECORD_LIMIT_CHARACTERS = LINE_LIMIT_CHARACTERS
"""A quoted cell may run over many lines, but a quote still open after this much was never closed."""

_UNCLOSED = "a quote opens here and is never closed"
_STRAY = "a quote inside a quoted cell must be doubled, and a closing quote ends the cell"
_LONG_LINE = f"the line is longer than {LINE_LIMIT_CHARACTERS:,} characters"


class _NoRecord(Exception):
    """The record that begins on the first line taken cannot be finished."""


def read_delimited(lines: Iterator[Line], delimiter: str) -> Iterator[Row | Rejected]:
    """Rows under the names of the first line.

    Raises:
        BadHeader: that line does not name the columns once each.
    """
    records = _records(_Source(lines), delimiter)
    header = next(records, None)
    if header is None:
        return
    if isinstance(header, Rejected):
        raise BadHeader(f"Line {header.line}: {header.reason}.", line=header.line)
    columns = columns_of(header[1])
    for record in records:
        yield record if isinstance(record, Rejected) else _row(columns, *record)


def _row(columns: list[str], line: int, cells: list[str], raw: str) -> Row | Rejected:
    if len(cells) != len(columns):
        count = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
        return rejected(line, f"{count} where the header has {len(columns)}", raw)
    for name, cell in zip(columns, cells, strict=True):
        if len(cell) > CELL_LIMIT_CHARACTERS:
            reason = f"the cell {name!r} has {len(cell):,} characters; the limit is {CELL_LIMIT_CHARACTERS:,}"
            return rejected(line, reason, raw)
    if "\0" in raw:
        return rejected(line, "contains a NUL character", raw)
    return Row(line, dict(zip(columns, cells, strict=True)))


def _records(source: "_Source", delimiter: str) -> Iterator[tuple[int, list[str], str] | Rejected]:
    """Cells of each record with its line and text; blank lines are no records."""
    csv.field_size_limit(RECORD_LIMIT_CHARACTERS * 2)  # global in the csv module; the limits here are stricter
    reader = csv.reader(source, strict=True, delimiter=delimiter)
    while True:
        source.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _NoRecord) as error:
            yield source.give_up(_reason(error))
            reader = csv.reader(source, strict=True, delimiter=delimiter)
            continue
        if cells:
            yield source.taken[0].number, cells, source.raw


def _reason(error: Exception) -> str:
    if isinstance(error, _NoRecord):
        return str(error)
    return _UNCLOSED if "unexpected end of data" in str(error) else _STRAY


class _Source:
    """The lines as `csv.reader` asks for them, which remembers those of the present record.

    When a record fails, only its first line is given up: a quote that was never closed would
    otherwise swallow every row up to the next quote.
    """

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._again: deque[Line] = deque()
        self._size = 0
        self.taken: list[Line] = []

    @property
    def raw(self) -> str:
        return "".join(line.text for line in self.taken)

    def __iter__(self) -> "_Source":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self.taken.append(line)
        self._size += len(line.text)
        if line.cut:
            raise _NoRecord(_LONG_LINE)
        if self._size > RECORD_LIMIT_CHARACTERS and len(self.taken) > 1:
            raise _NoRecord(_UNCLOSED)
        return line.text

    def begin(self) -> None:
        """The next line asked for starts a record."""
        self.taken, self._size = [], 0

    def give_up(self, reason: str) -> Rejected:
        """The first line taken, refused; the others will be read again as records of their own."""
        first, *others = self.taken
        if others and others[-1].cut:
            return rejected(first.number, reason, self.raw)
        self._again.extendleft(reversed(others))
        return rejected(first.number, reason, first.text)
