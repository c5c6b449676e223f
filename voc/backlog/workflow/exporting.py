"""The backlog as a table: for a spreadsheet, or for a document that people write in Markdown."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from enum import StrEnum
from typing import Annotated

from litestar.params import QueryParameter
from litestar.response import Stream

from voc.accounts import queries as accounts
from voc.backlog.workflow import listing, reading
from voc.backlog.workflow.domain import Status, words
from voc.backlog.workflow.listing import Filters, Line
from voc.backlog.workflow.schemas import ItemOut
from voc.backlog.workflow.titles import imperative
from voc.feedback import queries as feedback
from voc.web.spreadsheets import CSV_TYPE, XLSX_TYPE, csv_file, xlsx_file
from voc.web.tables import Cell

COLUMNS = (
    "rank", "rank_best", "rank_worst", "title", "theme", "kind", "status", "owner", "department", "effort", "due",
    "customers", "active_customers", "share", "share_low", "share_high", "mentions", "score", "tracker_url", "quote",
    "id",
)  # fmt: skip
"""A rank is that of the latest ranking that the item was in; shares are 0 to 1, within their 80 % interval. A title
says what to do, in its theme's language where nobody wrote another."""
IN_A_DOCUMENT = ("rank", "title", "kind", "status", "owner", "department", "effort", "due", "customers", "share")
EFFORTS: Mapping[Cell, str] = {1: "hours", 2: "days", 3: "a week", 4: "weeks", 5: "months"}
"""As the pages name them in English; the tables keep the numbers."""
BATCH = 100
_MEANING = re.compile(r"([\\`*_\[\]<>|#~])")
"""What Markdown would take for more than text."""


class Format(StrEnum):
    """Of an export."""

    csv = "csv"
    xlsx = "xlsx"
    markdown = "markdown"


ExportFormat = Annotated[Format, QueryParameter(name="format", description="Of the file.")]
MEDIA_TYPES = {
    Format.csv: CSV_TYPE,
    Format.xlsx: XLSX_TYPE,
    Format.markdown: "text/markdown; charset=utf-8",
}
ENDINGS = {Format.csv: "csv", Format.xlsx: "xlsx", Format.markdown: "md"}


async def export(workspace: str, filters: Filters, format_: Format) -> AsyncIterator[bytes]:
    """What the filters mean, in their order, piece by piece.

    Raises:
        Invalid: no such status or order; before the first piece.
    """
    found = listing.chosen(await reading.all_lines(workspace), filters)
    names = await accounts.all_names(workspace)
    pages = _pages(workspace, found, names)
    if format_ == Format.markdown:
        return _markdown(pages)
    return csv_file(COLUMNS, pages) if format_ == Format.csv else xlsx_file(COLUMNS, pages)


async def download(workspace: str, filters: Filters, file_format: Format) -> Stream:
    """The file that the API and the pages give."""
    pieces = await export(workspace, filters, file_format)
    # As a header, since the API's handler declares one type for all formats, which would win.
    headers = {
        "content-disposition": f'attachment; filename="backlog.{ENDINGS[file_format]}"',
        "content-type": MEDIA_TYPES[file_format],
    }
    return Stream(pieces, headers=headers)


async def _pages(workspace: str, found: Sequence[Line], names: Mapping[str, str]) -> AsyncIterator[list[list[Cell]]]:
    for start in range(0, len(found), BATCH):
        items = await reading.items(workspace, found[start : start + BATCH])
        said = await feedback.many(workspace, [item.quotes[0] for item in items if item.quotes])
        texts = {id_: row.text for id_, row in said.items()}
        yield [_row(item, names, texts.get(item.quotes[0]) if item.quotes else None) for item in items]


def _row(item: ItemOut, names: Mapping[str, str], quote: str | None) -> list[Cell]:
    plain = item.model_dump(mode="json")
    told = {"title": imperative(item, item.language), "theme": item.theme_name}
    told |= {"owner": names.get(item.owner or ""), "share": item.share_mid, "quote": quote}
    return [told[name] if name in told else plain[name] for name in COLUMNS]


async def _markdown(pages: AsyncIterator[list[list[Cell]]]) -> AsyncIterator[bytes]:
    places = [COLUMNS.index(name) for name in IN_A_DOCUMENT]
    titles = [name.capitalize() for name in IN_A_DOCUMENT]
    yield (_line(titles) + _line(["---"] * len(titles))).encode()
    async for rows in pages:
        for row in rows:
            told = {name: row[place] for name, place in zip(IN_A_DOCUMENT, places, strict=True)}
            whole = dict(zip(COLUMNS, row, strict=True))
            told["rank"] = f"{whole['rank']} ({whole['rank_best']}–{whole['rank_worst']})"
            told["effort"] = EFFORTS.get(whole["effort"])
            told["share"] = f"{_pct(whole['share'])} ({_pct(whole['share_low'])}–{_pct(whole['share_high'])})"
            told["status"] = words(Status(str(whole["status"])))
            told["customers"] = f"{whole['customers']} of {whole['active_customers']}"
            yield _line([_escaped(cell) for cell in told.values()]).encode("utf-8", "replace")


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _escaped(cell: Cell) -> str:
    return _MEANING.sub(r"\\\1", " ".join(str(cell).split())) if cell is not None else ""


def _pct(share: Cell) -> str:
    return f"{float(share or 0) * 100:.1f}%"
