"""Jinja for both languages, and the static files beside it.

Each language has an environment of its own: gettext and the filters know it, so a macro needs no context
to speak it. Templates stay in the packages that fill them; the list below is explicit.
"""

import hashlib
import mimetypes
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2 import TemplateNotFound as JinjaTemplateNotFound
from litestar import Request, Router, get
from litestar.exceptions import TemplateNotFoundException
from litestar.file_system import BaseLocalFileSystem
from litestar.params import FromPath
from litestar.response.file import ASGIFileResponse
from litestar.static_files.base import StaticFiles
from litestar.template import TemplateConfig
from markupsafe import Markup

from voc.web.formats import filters
from voc.web.i18n import LANGUAGES, translations

_VOC = Path(__file__).parent.parent
_CAPABILITIES = (
    "accounts", "backlog", "themes", "feedback", "imports", "surveys", "responses", "results", "widget",
    "channels", "history", "invitations", "learning", "insights", "webhooks", "trackers", "roadmap", "faq/sources",
    "faq", "faq/help", "subscriptions", "digest", "audit", "retention",
)  # fmt: skip
TEMPLATE_FOLDERS = [_VOC / package / "templates" for package in ("web", *_CAPABILITIES)]
STATIC_FOLDER = Path(__file__).parent / "static"
_ICON = Markup(
    '<svg class="icon{extra}" width="{size}" height="{size}" aria-hidden="true"><use href="#i-{name}"/></svg>'
)

mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")


class Pages:
    """Litestar's template engine: one name, a template per language, chosen by the context's `language`."""

    def __init__(self) -> None:
        self.environments = {language: environment(language) for language in LANGUAGES}

    def get_template(self, template_name: str) -> "PageTemplate":
        """The template in all languages.

        Raises:
            TemplateNotFoundException: no folder holds it.
        """
        return PageTemplate(self, template_name)

    def render_string(self, template_string: str, context: Mapping[str, Any]) -> str:
        """Render a template given as text."""
        chosen = self.environments[context.get("language", "en")]
        return chosen.from_string(template_string).render(context)

    def register_template_callable(self, key: str, template_callable: Any) -> None:
        """Add a global that Litestar's plugins bring."""
        for each in self.environments.values():
            each.globals[key] = template_callable


class PageTemplate:
    """A template waiting to be told the language."""

    def __init__(self, engine: Pages, name: str) -> None:
        self.engine, self.name = engine, name

    def render(self, *args: Any, **context: Any) -> str:
        """The text in the context's `language`; English without one."""
        chosen = self.engine.environments[context.get("language", "en")]
        try:
            template = chosen.get_template(self.name)
        except JinjaTemplateNotFound as error:
            raise TemplateNotFoundException(template_name=self.name) from error
        return template.render(*args, **context)


def environment(language: str) -> Environment:
    """A Jinja environment that speaks `language`; a name that the page did not supply is an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATE_FOLDERS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    made.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    made.filters.update(filters(language))
    made.globals.update(icon=icon, static=static, query=query, language=language)
    return made


def icon(name: str, *, size: int = 16, extra: str = "") -> Markup:
    """A Lucide icon from the page's sprite. Decoration only: the words stand beside it."""
    return _ICON.format(name=name, size=size, extra=f" {extra}" if extra else "")


def query(path: str, values: Mapping[str, Any], **changes: Any) -> str:
    """A link to `path` with filters changed; empty values leave the URL, so no filters give the bare path."""
    merged = {**values, **changes}
    kept = urlencode({name: value for name, value in merged.items() if value not in (None, "", False)})
    return f"{path}?{kept}" if kept else path


@cache
def version() -> str:
    """Digest of every static file: it leads their URLs, so a browser may keep each of them for ever."""
    digest = hashlib.sha256()
    for path in sorted(STATIC_FOLDER.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(STATIC_FOLDER).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def static(path: str) -> str:
    """The URL of a static file. Relative links between them keep the version, so fonts need no rewriting."""
    return f"/static/{version()}/{path}"


def template_config() -> TemplateConfig[Any]:
    """What `create_app` hands to Litestar."""
    return TemplateConfig(instance=Pages())


def static_router() -> Router:
    """Serves `static/`: immutable under today's version, unkept under any other (a page from before an upgrade)."""
    files = StaticFiles(is_html_mode=False, directories=[STATIC_FOLDER], file_system=BaseLocalFileSystem())

    @get("/{asset_version:str}/{file_path:path}", include_in_schema=False, name="static")
    async def asset(
        request: Request[Any, Any, Any], asset_version: FromPath[str], file_path: FromPath[PurePath]
    ) -> ASGIFileResponse:
        answer = await files.handle(path=file_path.as_posix(), is_head_response=False)
        fresh = asset_version == version()
        answer.headers["cache-control"] = "public, max-age=31536000, immutable" if fresh else "no-cache"
        if file_path.parent.name == "pictures":  # the widget fetches them from the pages of any site
            answer.headers["access-control-allow-origin"] = "*"
        return answer

    return Router(path="/static", route_handlers=[asset], opt={"public": True, "uncounted": True})
