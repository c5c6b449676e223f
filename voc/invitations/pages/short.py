"""Short links, `/l/{code}`: they lead on and record nothing, so a preview of one does neither."""

from litestar import Controller, get, head
from litestar.params import FromPath
from litestar.response import Redirect

from voc.errors import NotFound
from voc.invitations import shortlinks
from voc.invitations.pages.opening import OPEN, QUIET_HEADERS
from voc.web.paths import local_path


class ShortLinks(Controller):
    """Whoever has the code."""

    path = "/l"
    include_in_schema = False
    opt = OPEN
    response_headers = QUIET_HEADERS

    @get("/{code:str}")
    async def follow(self, code: FromPath[str]) -> Redirect:
        """To the page that the code stands for."""
        return Redirect(await _path(code), status_code=303)

    @head("/{code:str}")
    async def look(self, code: FromPath[str]) -> None:
        """Whether it leads anywhere."""
        await _path(code)


async def _path(code: str) -> str:
    """Where a code leads.

    Raises:
        NotFound: nowhere.
    """
    path = await shortlinks.path_of(code)
    if path is None:
        raise NotFound("This link leads nowhere. Check its last characters, or open it from the message again.")
    return local_path(path)
