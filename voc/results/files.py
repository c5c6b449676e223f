"""Tables as files, written while they are read: a million responses never stand in memory."""

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator
from enum import StrEnum
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from voc.responses.schemas import ResponseOut
from voc.results.exports import CELL_LIMIT_CHARACTERS, Table
from voc.web.tables import BYTE_ORDER_MARK, CSV, Cell, csv_text, harmless

Pages = AsyncIterator[list[ResponseOut]]
CHUNK_BYTES = 64 * 1024
ROWS_PER_SHEET = 1_000_000
"""Of 1,048,576 that a sheet can hold."""


class Format(StrEnum):
    """Of an export."""

    csv = "csv"
    xlsx = "xlsx"
    json = "json"


MEDIA_TYPES = {
    Format.csv: f"{CSV}; charset=utf-8",
    Format.xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.json: "application/json",
}


def write(format_: Format, table: Table, pages: Pages) -> AsyncIterator[bytes]:
    """The file, piece by piece."""
    if format_ == Format.json:
        return _json(pages)
    return _csv(table, pages) if format_ == Format.csv else _xlsx(table, pages)


async def _csv(table: Table, pages: Pages) -> AsyncIterator[bytes]:
    yield (BYTE_ORDER_MARK + csv_text([list(table.columns)])).encode()
    async for page in pages:
        yield csv_text([table.row(response) for response in page]).encode("utf-8", "replace")


async def _json(pages: Pages) -> AsyncIterator[bytes]:
    """A JSON array of responses as the API gives them, raw answers and all."""
    before = b"["
    async for page in pages:
        for response in page:
            yield before + b"\n" + json.dumps(response.model_dump(mode="json"), ensure_ascii=False).encode()
            before = b","
    yield (b"[" if before == b"[" else b"") + b"\n]\n"


async def _xlsx(table: Table, pages: Pages) -> AsyncIterator[bytes]:
    """A workbook; its rows wait in a file beside it, since only a complete one can be packed."""
    with tempfile.TemporaryDirectory(prefix="voc-export-") as folder:
        path = Path(folder) / "responses.xlsx"
        plain = {"constant_memory": True, "tmpdir": folder, "strings_to_numbers": False, "strings_to_formulas": False}
        book = Workbook(str(path), plain | {"strings_to_urls": False})
        sheets = _Sheets(book, table.columns)
        async for page in pages:
            await asyncio.to_thread(sheets.write, [table.row(response) for response in page])
        await asyncio.to_thread(book.close)
        with path.open("rb") as source:
            while piece := await asyncio.to_thread(source.read, CHUNK_BYTES):
                yield piece


class _Sheets:
    """Rows one after the other, in as many sheets as they need."""

    def __init__(self, book: Workbook, columns: list[str]) -> None:
        self._book, self._columns = book, columns
        self._bold = book.add_format({"bold": True})
        self._sheet, self._at = self._begin(), 1

    def write(self, rows: list[list[Cell]]) -> None:
        """Add rows below the last one."""
        for row in rows:
            if self._at > ROWS_PER_SHEET:
                self._sheet, self._at = self._begin(), 1
            for column, cell in enumerate(row):
                _put(self._sheet, self._at, column, cell)
            self._at += 1

    def _begin(self) -> Worksheet:
        sheet = self._book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(self._columns):
            sheet.write_string(0, column, str(harmless(name)), self._bold)
        return sheet


def _put(sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    elif cell:
        sheet.write_string(row, column, str(harmless(cell))[:CELL_LIMIT_CHARACTERS])
