"""Tables as CSV and XLSX files, written while they are read: a million rows never stand in memory."""

import asyncio
import tempfile
import unicodedata
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from voc.web.tables import BYTE_ORDER_MARK, CSV, Cell, csv_text, harmless

Pages = AsyncIterator[Sequence[Sequence[Cell]]]
"""Rows, some at a time."""
CSV_TYPE = f"{CSV}; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHUNK_BYTES = 64 * 1024
ROWS_PER_SHEET = 1_000_000
"""Of 1,048,576 that a sheet can hold."""
CELL_LIMIT_CHARACTERS = 32_767
"""The longest text that a cell of a spreadsheet holds."""
WIDTHS = (8, 60)
"""Of columns, in letters: the least and the most."""


async def csv_file(columns: Sequence[str], pages: Pages) -> AsyncIterator[bytes]:
    """A CSV file, piece by piece."""
    yield (BYTE_ORDER_MARK + csv_text([list(columns)])).encode()
    async for rows in pages:
        yield csv_text(rows).encode("utf-8", "replace")


async def xlsx_file(columns: Sequence[str], pages: Pages) -> AsyncIterator[bytes]:
    """A workbook; its rows wait in a file beside it, since only a complete one can be packed."""
    with tempfile.TemporaryDirectory(prefix="voc-export-") as folder:
        path = Path(folder) / "table.xlsx"
        plain = {"constant_memory": True, "tmpdir": folder, "strings_to_numbers": False, "strings_to_formulas": False}
        book = Workbook(str(path), plain | {"strings_to_urls": False})
        sheets = _Sheets(book, columns)
        async for rows in pages:
            await asyncio.to_thread(sheets.write, rows)
        await asyncio.to_thread(book.close)
        with path.open("rb") as source:
            while piece := await asyncio.to_thread(source.read, CHUNK_BYTES):
                yield piece


class _Sheets:
    """Rows one after the other, in as many sheets as they need."""

    def __init__(self, book: Workbook, columns: Sequence[str]) -> None:
        self._book, self._columns = book, columns
        self._bold = book.add_format({"bold": True})
        self._widths: list[int] = []
        self._sheet, self._at = self._begin(), 1

    def write(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Add rows below the last one; the first ones say how wide the columns are."""
        if not self._widths:
            self._widths = _widths(self._columns, rows)
            self._widen(self._sheet)
        for row in rows:
            if self._at > ROWS_PER_SHEET:
                self._sheet, self._at = self._begin(), 1
            for column, cell in enumerate(row):
                _put(self._sheet, self._at, column, cell)
            self._at += 1

    def _widen(self, sheet: Worksheet) -> None:
        for column, width in enumerate(self._widths):
            sheet.set_column(column, column, width)

    def _begin(self) -> Worksheet:
        sheet = self._book.add_worksheet()
        sheet.freeze_panes(1, 0)
        self._widen(sheet)
        for column, name in enumerate(self._columns):
            sheet.write_string(0, column, str(harmless(name)), self._bold)
        return sheet


def _widths(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[int]:
    """What each column takes; columns beyond a row's end are as wide as their names."""
    least, most = WIDTHS
    cells = [[name, *(row[at] for row in rows if at < len(row))] for at, name in enumerate(columns)]
    return [min(max(*(_letters(cell) + 2 for cell in each), least), most) for each in cells]


def _letters(cell: Cell) -> int:
    """How much room a cell takes, in Latin letters: Korean ones take two."""
    shown = f"{cell:.4g}" if isinstance(cell, float) else str(cell or "")[: WIDTHS[1]]
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in shown)


def _put(sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    elif cell:
        sheet.write_string(row, column, str(harmless(cell))[:CELL_LIMIT_CHARACTERS])
