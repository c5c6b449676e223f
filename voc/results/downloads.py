"""What pages and API share: where a list goes on, and a file that is sent while it is written."""

from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import Request
from litestar.params import QueryParameter
from litestar.response import Stream

from voc.clock import stamp
from voc.errors import Invalid
from voc.responses.revealing import Look
from voc.results import service
from voc.results.files import MEDIA_TYPES, Format
from voc.results.filters import Filters
from voc.results.queries import Place
from voc.surveys import queries as surveys
from voc.web.i18n import language_of
from voc.web.pagination import from_cursor

LATEST_STAMP = stamp(datetime(9999, 12, 31, tzinfo=UTC))
ExportFormat = Annotated[Format, QueryParameter(name="format", description="Of the file.")]


def place_of(cursor: str | None) -> Place | None:
    """Where the page before ended.

    Raises:
        Invalid: no cursor of this list.
    """
    if not cursor:
        return None
    moment, id_ = from_cursor(cursor, int, str)
    if not 0 <= int(moment) <= LATEST_STAMP:
        raise Invalid("The cursor is not one that this list gave.")
    return int(moment), str(id_)


async def download(
    request: Request[Any, Any, Any], survey_id: str, file_format: Format, filters: Filters, *, look: Look | None = None
) -> Stream:
    """A file of a survey's responses, sent while it is written; with `look` word for word.

    Raises:
        NotFound: no such survey in the caller's workspace.
    """
    survey = await surveys.one(request.auth.workspace, survey_id)
    pieces = await service.export(
        survey.workspace, [survey.id], filters, file_format, language=language_of(request), look=look
    )
    name = f"responses-{survey.id}.{file_format}"
    # As a header, since the API's handler declares one type for all formats, which would win.
    headers = {"content-disposition": f'attachment; filename="{name}"', "content-type": MEDIA_TYPES[file_format]}
    return Stream(pieces, headers=headers | ({"cache-control": "no-store"} if look else {}))
