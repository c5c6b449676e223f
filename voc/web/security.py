"""What a browser is told and asked: security headers, and proof that a form came from our own page.

Three checks guard a page's unsafe methods: the cookie is `SameSite=Lax`, the browser's own word about
where the request started (`Sec-Fetch-Site`, `Origin`), and Litestar's signed double-submit token.
Programs under /v1 and /hooks and the widget under /c send no cookie, so none of this concerns them.
"""

import hashlib
import hmac
from typing import Any
from urllib.parse import urlsplit

from litestar import Request
from litestar.config.csrf import CSRFConfig
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from voc import vault
from voc.errors import VocError
from voc.secret import kept_secret
from voc.settings import Settings
from voc.web.guards import NotSignedIn
from voc.web.problems import request_id, wants_json

CSRF_HEADER = "x-csrftoken"
FOR_ANY_SITE = "exclude_from_csrf"
"""In a route's `opt`: a page that other sites may show inside theirs and that acts for nobody who is signed in."""
_SAFE = ("GET", "HEAD", "OPTIONS")
_KEPT = ("/static/", "/w.js")
"""Paths that decide on their own caching."""
_FOR_ANY_SITE = ("/c/", "/v1/responses", "/w.js", "/static/widget/")
"""Paths that pages of other sites may read and send to; no cookie means anything there."""
_SHARED = (
    (b"access-control-allow-origin", b"*"),
    # when to send again; browsers keep it from pages otherwise
    (b"access-control-expose-headers", b"retry-after"),
    (b"cross-origin-resource-policy", b"cross-origin"),
)
_PREFLIGHT = (
    (b"access-control-allow-methods", b"GET, POST"),
    (b"access-control-allow-headers", b"authorization, content-type"),
    (b"access-control-max-age", b"86400"),
)


NO_PAGE = "default-src 'none'; frame-ancestors 'none'"
"""The policy of what programs read."""


class ForeignRequest(VocError):
    """Another site, or nobody we can tell, asked for a change in a signed-in person's name."""

    slug, title, status = "foreign-request", "Sent from another site", 403


def policy(*, frame_ancestors: str = "'none'", images: str = "") -> str:
    """The Content-Security-Policy; put another one on a route by `opt={"csp": policy(frame_ancestors="*")}`.

    Args:
        frame_ancestors: whose pages may show this one inside them.
        images: where images may come from besides ourselves.
    """
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src 'self' data: {images}".strip(),
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            # text becomes HTML only through `widgets/src/pages/trusted.ts`, which refuses what would run
            "require-trusted-types-for 'script'",
            "trusted-types default voc-inert",
            f"frame-ancestors {frame_ancestors}",
        )
    )


class Headers:
    """Litestar's `before_send` hook: headers of every response, unknown routes and errors included.

    Not a middleware, because Litestar runs those for known routes only. A header that the handler set wins.
    """

    def __init__(self, settings: Settings) -> None:
        self._fixed = [
            (b"content-security-policy", policy().encode()),
            (b"x-content-type-options", b"nosniff"),
            # `no-referrer` would make browsers send `Origin: null` with our own forms.
            (b"referrer-policy", b"same-origin"),
            (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
            (b"cross-origin-opener-policy", b"same-origin"),
            (b"cross-origin-resource-policy", b"same-origin"),
        ]
        if settings.public_url.startswith("https:"):
            self._fixed.append((b"strict-transport-security", b"max-age=31536000"))

    async def __call__(self, message: Message, scope: Scope) -> None:
        """Add what is missing."""
        if message["type"] != "http.response.start":
            return
        headers = list(message["headers"])
        if scope["path"].startswith(_FOR_ANY_SITE):
            headers += [*_SHARED, *(_PREFLIGHT if scope["method"] == "OPTIONS" else ())]
        present = {name.lower() for name, _ in headers}
        own = getattr(scope.get("route_handler"), "opt", {}).get("csp")
        if own is None and wants_json(scope["path"]):
            own = NO_PAGE
        if own is not None:
            headers.append((b"content-security-policy", own.encode()))
            present.add(b"content-security-policy")
        headers += [pair for pair in self._fixed if pair[0] not in present]
        headers.append((b"x-request-id", request_id(scope).encode()))
        if b"cache-control" not in present and not scope["path"].startswith(_KEPT):
            headers.append((b"cache-control", b"no-store"))
        message["headers"] = headers


class OwnPagesOnly(ASGIMiddleware):
    """Refuses unsafe requests to pages that another site caused, before their body is read."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, settings: Settings, csrf: CSRFConfig) -> None:
        self._origin = origin(settings.public_url)
        self._cookie = csrf.cookie_name

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Let pass or raise.

        Raises:
            ForeignRequest: the browser says so, or the form's token cannot be one of ours.
            NotSignedIn: nobody's form on a page that is not public, or nobody's upload anywhere; checking its token
                would mean to read it.
        """
        free = scope["route_handler"].opt.get(FOR_ANY_SITE)
        if scope["method"] not in _SAFE and not wants_json(scope["path"]) and not free:
            request: Request[Any, Any, Any] = scope["litestar_app"].request_class(scope, receive)
            if not self._is_ours(request):
                raise ForeignRequest("This was sent from another site. Open the page here and try again.")
            if scope.get("auth") is None and not self._is_for_anybody(request):
                raise NotSignedIn("Sign in before you send this.")
            await self._check_token(request)
        await next_app(scope, receive, send)

    def _is_ours(self, request: Request[Any, Any, Any]) -> bool:
        """Whether the browser says that our own page or the person (`none`) sent this; old ones say only `Origin`."""
        if (site := request.headers.get("sec-fetch-site")) is not None:
            return site in ("same-origin", "none")
        sent = request.headers.get("origin")
        return sent is None or sent == self._origin or sent.partition("://")[2] == request.headers.get("host")

    def _is_for_anybody(self, request: Request[Any, Any, Any]) -> bool:
        return bool(request.route_handler.opt.get("public")) and request.content_type[0] != "multipart/form-data"

    async def _check_token(self, request: Request[Any, Any, Any]) -> None:
        """Litestar compares tokens as text in constant time, which raises, as a 500, on anything but ASCII text."""
        form = await request.form()  # kept for whoever reads it next
        sent = request.headers.get(CSRF_HEADER) or form.get("_csrf_token")
        kept = request.cookies.get(self._cookie, "")
        if not isinstance(sent, str) or not sent.isascii() or not kept.isascii():
            raise ForeignRequest("The form's token is missing or stale. Open the page again and repeat.")


def origin(url: str) -> str:
    """Scheme, host and port."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def is_https(settings: Settings) -> bool:
    """Whether people reach us by https: then cookies are `Secure` and carry the `__Host-` prefix."""
    return settings.public_url.startswith("https:")


def cookie_name(settings: Settings, name: str) -> str:
    """`name`, prefixed where the browser can then refuse copies set by a sibling domain or over http."""
    return f"__Host-{name}" if is_https(settings) else name


def csrf(settings: Settings) -> CSRFConfig:
    """The double-submit token: cookie beside form field `_csrf_token` or header `x-csrftoken`.

    The cookie's name follows the secret: Litestar keeps a cookie that it cannot verify, so after a new secret, or
    beside another installation on the same host, nobody could send a form.
    """
    key = hmac.new(secret(settings).encode(), b"csrf", hashlib.sha256).hexdigest()
    return CSRFConfig(
        secret=key,
        cookie_name=cookie_name(settings, f"voc_csrf_{hashlib.sha256(key.encode()).hexdigest()[:8]}"),
        cookie_secure=is_https(settings),
        cookie_httponly=True,
        cookie_samesite="lax",
        header_name=CSRF_HEADER,
        exclude_from_csrf_key=FOR_ANY_SITE,
        exclude=[r"^/v1(/|$)", r"^/c(/|$)", r"^/hooks(/|$)", r"^/health(/|$)", r"^/metrics(/|$)", r"^/static/"],
    )


def middleware(settings: Settings) -> list[ASGIMiddleware]:
    """To run after the authentication middleware."""
    return [OwnPagesOnly(settings, csrf(settings))]


def secret(settings: Settings) -> str:
    """The installation's secret: the setting, or the one in the data directory, made on the first start."""
    if settings.secret is not None:
        return settings.secret.get_secret_value()
    return kept_secret(settings.data_dir / "secret")


def open_vault(settings: Settings) -> None:
    """Have this process seal and open with the installation's secrets."""
    vault.configure(secret(settings), [each.get_secret_value() for each in settings.sealing_secrets])
