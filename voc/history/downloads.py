"""A person's archive as a browser or a program downloads it."""

from datetime import datetime
from typing import Any

from litestar import Request
from litestar.response import Stream

from voc.history import archive, service
from voc.history.surroundings import Above

MEDIA_TYPE = "application/zip"


async def archived(request: Request[Any, Any, Any], customer: str, *, above: Above, now: datetime) -> Stream:
    """The archive of one person.

    Raises:
        NotFound: nobody in the caller's workspace.
    """
    workspace = request.auth.workspace
    person = await service.whom(workspace, customer)
    pieces = await archive.archive(person, workspace, above=above, now=now, by=service.who(request.auth))
    headers = {"content-disposition": f'attachment; filename="{person.id}.zip"', "content-type": MEDIA_TYPE}
    return Stream(pieces, headers=headers | {"cache-control": "no-store"})
