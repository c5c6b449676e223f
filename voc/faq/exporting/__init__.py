"""What is given out, as a file for a website or a help centre: a renderer each, and one list of formats.

Only the version of an entry that a person approved and published goes out. Renderers are pure.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated

from litestar import Response
from litestar.params import QueryParameter

from voc.faq import queries
from voc.faq.exporting import help_centres, markdown, tables, web_page
from voc.faq.exporting.article import Article, article
from voc.faq.listing import Filters
from voc.values import Value
from voc.web.spreadsheets import CSV_TYPE

JSON_TYPE = "application/json"


class Format(StrEnum):
    """Of an export."""

    markdown = "markdown"
    html = "html"
    jsonld = "jsonld"
    csv = "csv"
    json = "json"
    hubspot = "hubspot"
    zendesk = "zendesk"
    intercom = "intercom"


ExportFormat = Annotated[Format, QueryParameter(name="format", description="Of the file.")]


class Kind(Value):
    """How a format is written."""

    render: Callable[[Sequence[Article]], str]
    media_type: str
    ending: str


KINDS: Mapping[Format, Kind] = MappingProxyType(
    {
        Format.markdown: Kind(render=markdown.render, media_type="text/markdown; charset=utf-8", ending="md"),
        Format.html: Kind(render=web_page.html, media_type="text/html; charset=utf-8", ending="html"),
        Format.jsonld: Kind(render=web_page.jsonld, media_type="application/ld+json", ending="jsonld"),
        Format.csv: Kind(render=tables.csv, media_type=CSV_TYPE, ending="csv"),
        Format.json: Kind(render=help_centres.json, media_type=JSON_TYPE, ending="json"),
        Format.hubspot: Kind(render=tables.hubspot, media_type=CSV_TYPE, ending="hubspot.csv"),
        Format.zendesk: Kind(render=help_centres.zendesk, media_type=JSON_TYPE, ending="zendesk.json"),
        Format.intercom: Kind(render=help_centres.intercom, media_type=JSON_TYPE, ending="intercom.json"),
    }
)
MEDIA_TYPES = sorted({each.media_type for each in KINDS.values()})


async def articles(workspace: str, filters: Filters) -> list[Article]:
    """What is given out and passes language, category and audience, by language, category and question."""
    found = [article(row) for row in await queries.given_out(workspace)]
    wanted = [
        each
        for each in found
        if all(getattr(filters, name) in (None, getattr(each, name)) for name in ("language", "category", "audience"))
    ]
    return sorted(wanted, key=lambda each: (each.language, not each.category, each.category or "", each.question))


async def export(workspace: str, filters: Filters, format_: Format) -> str:
    """The file as text."""
    return KINDS[format_].render(await articles(workspace, filters))


async def download(workspace: str, filters: Filters, format_: Format) -> Response[bytes]:
    """The file that the API and the pages give."""
    kind = KINDS[format_]
    # As headers, since the API's handler declares one type for all formats, which would win. No browser runs it.
    headers = {
        "content-type": kind.media_type,
        "content-disposition": f'attachment; filename="faq.{kind.ending}"',
        "x-content-type-options": "nosniff",
    }
    return Response((await export(workspace, filters, format_)).encode("utf-8", "replace"), headers=headers)
