"""The widget's files for pages of any site: `/w.js`, and below `/w/` the parts that it fetches when it needs them.

A page names `/w.js` for years, so browsers ask for it again after minutes. A part carries `?v=`, a digest of all
parts, and may be kept for ever under today's. Compressed once, here, since every visitor of every customer waits.
"""

import gzip
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from litestar import Request, Response, Router, get
from litestar.params import FromPath, FromQuery

from voc.errors import NotFound
from voc.web.templating import STATIC_FOLDER

FOLDER = STATIC_FOLDER / "widget"
LOADER_SECONDS = 300
"""How long a browser may use the loader without asking."""
_FRESH = f"public, max-age={LOADER_SECONDS}, stale-while-revalidate=86400"
_FOR_EVER = "public, max-age=31536000, immutable"
_ANY_SITE = {"access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin"}
"""`/w.js` has these from `voc.web.security`, which knows it by its path."""


class WidgetFile:
    """One file, as it is and compressed."""

    def __init__(self, path: Path) -> None:
        self.plain = path.read_bytes()
        self.compressed = gzip.compress(self.plain, 9, mtime=0)
        self.etag = f'"{hashlib.sha256(self.plain).hexdigest()[:16]}"'


@cache
def files() -> dict[str, WidgetFile]:
    """All by name: `w.js`, `w/client.js`, …"""
    return {path.relative_to(FOLDER).as_posix(): WidgetFile(path) for path in FOLDER.rglob("*.js")}


@cache
def version() -> str:
    """The digest that the loader puts behind the names of its parts."""
    named: str = json.loads((FOLDER / "integrity.json").read_text())["version"]
    return named


def _answer(request: Request[Any, Any, Any], name: str, headers: dict[str, str]) -> Response[bytes]:
    found = files().get(name)
    if found is None:
        raise NotFound("No such file of the widget.")
    headers = headers | {"etag": found.etag, "vary": "accept-encoding"}
    if request.headers.get("if-none-match") == found.etag:
        return Response(b"", status_code=304, headers=headers)
    zipped = "gzip" in request.headers.get("accept-encoding", "")
    if zipped:
        headers["content-encoding"] = "gzip"
    content = found.compressed if zipped else found.plain
    return Response(content, media_type="text/javascript; charset=utf-8", headers=headers)


@get("/w.js", include_in_schema=False)
async def loader(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The script that pages name."""
    return _answer(request, "w.js", {"cache-control": _FRESH})


@get("/w/{name:str}", include_in_schema=False)
async def part(request: Request[Any, Any, Any], name: FromPath[str], v: FromQuery[str] = "") -> Response[bytes]:
    """A part of this version; another version's name gets today's file, to be asked for again."""
    keeps = _FOR_EVER if v == version() else "no-cache"
    return _answer(request, f"w/{name}", _ANY_SITE | {"cache-control": keeps})


def widget_files() -> Router:
    """What `create_app` hands to Litestar."""
    return Router(path="/", route_handlers=[loader, part], opt={"public": True, "uncounted": True})
