"""Responses as files, written while they are read: a million of them never stand in memory."""

import json
from collections.abc import AsyncIterator
from enum import StrEnum

from voc.responses.schemas import ResponseOut
from voc.results.exports import Table
from voc.web.spreadsheets import CSV_TYPE, XLSX_TYPE, csv_file, xlsx_file
from voc.web.tables import Cell

Pages = AsyncIterator[list[ResponseOut]]


class Format(StrEnum):
    """Of an export."""

    csv = "csv"
    xlsx = "xlsx"
    json = "json"


MEDIA_TYPES = {Format.csv: CSV_TYPE, Format.xlsx: XLSX_TYPE, Format.json: "application/json"}


def write(format_: Format, table: Table, pages: Pages) -> AsyncIterator[bytes]:
    """The file, piece by piece."""
    if format_ == Format.json:
        return _json(pages)
    made = csv_file if format_ == Format.csv else xlsx_file
    return made(table.columns, _rows(table, pages))


async def _rows(table: Table, pages: Pages) -> AsyncIterator[list[list[Cell]]]:
    async for page in pages:
        yield [table.row(response) for response in page]


async def _json(pages: Pages) -> AsyncIterator[bytes]:
    """A JSON array of responses as the API gives them, raw answers and all."""
    before = b"["
    async for page in pages:
        for response in page:
            yield before + b"\n" + json.dumps(response.model_dump(mode="json"), ensure_ascii=False).encode()
            before = b","
    yield (b"[" if before == b"[" else b"") + b"\n]\n"
