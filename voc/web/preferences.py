"""The reader's own choices about the interface: language and light or dark. Kept in cookies, no account needed."""

from typing import Annotated

from litestar import post
from litestar.datastructures import Cookie
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect

from voc.web.i18n import COOKIE, LANGUAGES
from voc.web.pages import THEME_COOKIE, THEMES
from voc.web.paths import local_path

_YEAR_SECONDS = 365 * 24 * 3600


@post("/preferences", include_in_schema=False, opt={"public": True})
async def choose(data: Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]) -> Redirect:
    """Remember `language` or `colour_theme` (empty: as the system does) and go back to `next`."""
    cookies = []
    if data.get("language") in LANGUAGES:
        cookies.append(_kept(COOKIE, data["language"]))
    if "colour_theme" in data:
        theme = data["colour_theme"]
        cookies.append(_kept(THEME_COOKIE, theme if theme in THEMES else ""))
    return Redirect(path=local_path(data.get("next", "/")), status_code=303, cookies=cookies)


def _kept(key: str, value: str) -> Cookie:
    return Cookie(key=key, value=value, max_age=_YEAR_SECONDS if value else 0, path="/", samesite="lax", httponly=True)
