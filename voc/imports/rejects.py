"""Rejected rows as a table that a person opens in a spreadsheet, repairs and imports again."""

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from typing import TextIO

from voc.imports.rows import Rejected, Row, cut

_FORMULA = re.compile(r"\s*[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def harmless(cell: str) -> str:
    """The cell with an apostrophe in front where a spreadsheet would run it as a formula."""
    return "'" + cell if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def header_of(columns: Sequence[str]) -> bytes:
    """The table's first line, after a byte order mark, by which Excel knows that it is UTF-8."""
    file = io.StringIO(newline="")
    RejectsTable(file, columns).add_header()
    return file.getvalue().encode("utf-8-sig")


class RejectsTable:
    """Writes `line, reason`, the columns of the file, and `raw` for what could not be taken apart."""

    def __init__(self, file: TextIO, columns: Sequence[str], *, cell_limit: int | None = None) -> None:
        """`cell_limit`: characters of a cell that are kept; None keeps them all."""
        self._columns = list(columns)
        self._cell_limit = cell_limit
        self._writer = csv.writer(file)

    def add_header(self) -> None:
        """The names, as the first line."""
        self._writer.writerow(["line", "reason", *map(harmless, self._columns), "raw"])

    def add(self, rejected: Rejected, row: Row | None = None) -> None:
        """One record that the reader refused, or one `row` that was refused later."""
        values: Mapping[str, str] = row.values if row else {}
        others = {name: value for name, value in values.items() if name not in self._columns}
        raw = json.dumps(others, ensure_ascii=False) if others else rejected.raw
        cells = [rejected.reason, *(values.get(name, "") for name in self._columns), raw]
        self._writer.writerow([rejected.line, *(harmless(cut(cell, self._cell_limit)) for cell in cells)])
