"""One way to answer with HTML: the frame's context, fragments for HTMX, and errors as pages."""

from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.response import Template
from litestar.template.base import csrf_token

from voc.clock import utc_now
from voc.web.i18n import LANGUAGES, language_of

THEMES = ("light", "dark")
THEME_COOKIE = "voc_theme"


@dataclass(frozen=True)
class Entry:
    """One place in the navigation."""

    path: str
    name: str
    icon: str


NAVIGATION = (
    Entry("/backlog", "backlog", "list-ordered"),
    Entry("/themes", "themes", "layers"),
    Entry("/feedback", "feedback", "message-square-text"),
    Entry("/surveys", "surveys", "clipboard-list"),
    Entry("/alerts", "alerts", "flame"),
    Entry("/review", "review", "eye"),
    Entry("/customers", "customers", "users"),
    Entry("/campaigns", "campaigns", "megaphone"),
    Entry("/faq", "faq", "circle-question-mark"),
    Entry("/insights", "insights", "gauge"),
    Entry("/imports", "imports", "file-up"),
)
FOOT = (
    Entry("/feedback/parked", "parked", "circle-pause"),
    Entry("/outbox", "outbox", "send"),
    Entry("/settings/mails", "mails", "inbox"),
    Entry("/settings/members", "members", "contact"),
    Entry("/settings/channels", "channels", "at-sign"),
    Entry("/settings/sending", "sending", "clock"),
    Entry("/settings/widget", "widget", "settings-2"),
    Entry("/settings/webhooks", "webhooks", "external-link"),
    Entry("/settings/roadmap", "roadmap", "calendar"),
    Entry("/settings/trackers", "trackers", "square-check"),
    Entry("/schema", "reference", "braces"),
)


def page(
    request: Request[Any, Any, Any],
    template: str,
    context: dict[str, Any] | None = None,
    *,
    fragment: str | None = None,
    status: int = 200,
) -> Template:
    """Answer with `template` inside the frame, or with `fragment` alone when HTMX asks.

    The context of the page wins over the frame's, so a test can pin `now`.
    """
    alone = fragment is not None and wants_fragment(request)
    return Template(
        template_name=fragment if alone and fragment else template,
        context={**frame(request), **(context or {})},
        status_code=status,
        media_type="text/html",
        headers={"vary": "HX-Request, Cookie, Accept-Language"},
    )


def wants_fragment(request: Request[Any, Any, Any]) -> bool:
    """Whether HTMX asks for a part; a restored history entry needs the whole page."""
    return request.headers.get("hx-request") == "true" and "hx-history-restore-request" not in request.headers


def frame(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """What every template may count on."""
    clock = request.app.state.get("clock", utc_now)
    chosen = request.cookies.get(THEME_COOKIE)
    here = request.url.path
    return {
        "language": language_of(request),
        "languages": LANGUAGES,
        "colour_theme": chosen if chosen in THEMES else None,
        "navigation": NAVIGATION,
        "foot": FOOT,
        "active": active(here),
        "here": here + (f"?{request.url.query}" if request.url.query else ""),
        "signed_in": request.scope.get("auth") is not None,
        "viewer": request.scope.get("user"),
        "csrf": csrf_token({"request": request}),
        "now": clock(),
    }


def active(path: str) -> str | None:
    """Name of the navigation entry that `path` belongs to; the longest match wins."""
    inside = [entry for entry in (*NAVIGATION, *FOOT) if path == entry.path or path.startswith(entry.path + "/")]
    return max(inside, key=lambda entry: len(entry.path)).name if inside else None


def error_page(
    request: Request[Any, Any, Any], *, status: int, title: str, detail: str, request_id: str | None = None
) -> Template:
    """An error as a page: what happened, what was kept, what to do."""
    context = {"status": status, "title": title, "detail": detail, "request_id": request_id}
    return page(request, "error.html", context, fragment="_error.html", status=status)
