"""Tables for spreadsheets as CSV; pure."""

import csv
import io
from collections.abc import Iterable, Sequence

Cell = str | int | float | bool | None
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes Korean CSV for another encoding."""
CSV = "text/csv"
"""The framework adds the encoding."""
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula."""


def csv_text(rows: Iterable[Sequence[Cell]]) -> str:
    """Rows as CSV, with CRLF as RFC 4180 wants it."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows([[_for_csv(cell) for cell in row] for row in rows])
    return buffer.getvalue()


def harmless(cell: Cell) -> Cell:
    """A cell that no spreadsheet runs: text that begins like a formula gets an apostrophe.

    Source: OWASP, "CSV Injection".
    """
    if not isinstance(cell, str):
        return cell
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell


def _for_csv(cell: Cell) -> Cell:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return harmless(cell)
