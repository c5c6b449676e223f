"""One way to answer with HTML: the frame's context, fragments for HTMX, and errors as pages."""

from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.response import Template
from litestar.template.base import csrf_token

from voc.clock import utc_now
from voc.values import Principal, Resource, Scope
from voc.web.i18n import LANGUAGES, language_of

THEMES = ("light", "dark")
THEME_COOKIE = "voc_theme"


@dataclass(frozen=True)
class Entry:
    """One place in the navigation."""

    path: str
    name: str
    icon: str
    resource: Resource
    scope: Scope = Scope.read
    """What it takes to open it: nobody is led to a closed door."""


NAVIGATION = (
    Entry("/backlog", "backlog", "list-ordered", Resource.backlog),
    Entry("/themes", "themes", "layers", Resource.feedback),
    Entry("/feedback", "feedback", "message-square-text", Resource.feedback),
    Entry("/surveys", "surveys", "clipboard-list", Resource.surveys),
    Entry("/alerts", "alerts", "flame", Resource.insights),
    Entry("/review", "review", "eye", Resource.feedback),
    Entry("/customers", "customers", "users", Resource.customers),
    Entry("/campaigns", "campaigns", "megaphone", Resource.campaigns),
    Entry("/faq", "faq", "circle-question-mark", Resource.faq),
    Entry("/insights", "insights", "gauge", Resource.insights),
    Entry("/imports", "imports", "file-up", Resource.feedback),
)
FOOT = (
    Entry("/feedback/parked", "parked", "circle-pause", Resource.feedback),
    Entry("/outbox", "outbox", "send", Resource.campaigns),
    Entry("/settings", "settings", "settings-2", Resource.own),
    Entry("/schema", "reference", "braces", Resource.own),
)
SETTINGS = (
    Entry("/settings/account", "account", "user", Resource.own),
    Entry("/settings/security", "security", "smartphone", Resource.own, Scope.write),
    Entry("/settings/mails", "mails", "inbox", Resource.own),
    Entry("/settings/members", "members", "contact", Resource.members, Scope.admin),
    Entry("/settings/keys", "keys", "key-round", Resource.members, Scope.admin),
    Entry("/settings/channels", "channels", "at-sign", Resource.settings, Scope.admin),
    Entry("/settings/sending", "sending", "clock", Resource.campaigns, Scope.admin),
    Entry("/settings/widget", "widget", "settings-2", Resource.surveys),
    Entry("/settings/webhooks", "webhooks", "external-link", Resource.settings, Scope.admin),
    Entry("/settings/roadmap", "roadmap", "calendar", Resource.backlog, Scope.write),
    Entry("/settings/trackers", "trackers", "square-check", Resource.settings, Scope.admin),
    Entry("/settings/retention", "retention", "trash-2", Resource.privacy, Scope.admin),
    Entry("/settings/audit", "audit", "eye", Resource.privacy, Scope.admin),
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
    caller: Principal | None = request.scope.get("auth")
    return {
        "language": language_of(request),
        "languages": LANGUAGES,
        "colour_theme": chosen if chosen in THEMES else None,
        "navigation": open_to(caller, NAVIGATION),
        "foot": open_to(caller, FOOT),
        "active": _in_the_frame(active(here)),
        "here": here + (f"?{request.url.query}" if request.url.query else ""),
        "signed_in": caller is not None,
        "viewer": request.scope.get("user"),
        "csrf": csrf_token({"request": request}),
        "now": clock(),
    }


def _in_the_frame(name: str | None) -> str | None:
    """What the frame marks: the settings, for each of them."""
    return "settings" if name in {entry.name for entry in SETTINGS} else name


def open_to(caller: Principal | None, entries: tuple[Entry, ...]) -> list[Entry]:
    """Those that the caller may open."""
    return [each for each in entries if caller is not None and caller.may(each.scope, each.resource)]


def active(path: str) -> str | None:
    """Name of the navigation entry that `path` belongs to; the longest match wins."""
    inside = [
        entry for entry in (*NAVIGATION, *FOOT, *SETTINGS) if path == entry.path or path.startswith(entry.path + "/")
    ]
    return max(inside, key=lambda entry: len(entry.path)).name if inside else None


def error_page(
    request: Request[Any, Any, Any], *, status: int, title: str, detail: str, request_id: str | None = None
) -> Template:
    """An error as a page: what happened, what was kept, what to do."""
    context = {"status": status, "title": title, "detail": detail, "request_id": request_id}
    return page(request, "error.html", context, fragment="_error.html", status=status)
