"""Who is calling: API keys for programs, sessions for pages, never one in place of the other.

A browser sends its cookie along with whatever another site makes it send, so /v1 does not look at
cookies; a bearer key means nothing to a page.
"""

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from voc.accounts import sessions
from voc.accounts.keys import KeyRing
from voc.clock import Clock, utc_now
from voc.settings import Settings
from voc.web.problems import wants_json
from voc.web.security import cookie_name

_NOBODY = ("/health", "/metrics", "/static/")
"""Paths where it does not matter who calls; probes must answer while the database does not."""


class Authentication(ASGIMiddleware):
    """Sets `scope["auth"]` (a `Principal` or None) and `scope["user"]` (a `Visitor` or None)."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, settings: Settings) -> None:
        self._keys = KeyRing()
        self._cookie = session_cookie(settings)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Say who calls and go on; guards decide what that means."""
        scope["auth"] = scope["user"] = None
        path = scope["path"]
        if not path.startswith(_NOBODY):
            clock: Clock = scope["litestar_app"].state.get("clock", utc_now)
            if wants_json(path):
                await self._by_key(scope, clock)
            else:
                await self._by_session(scope, clock)
        await next_app(scope, receive, send)

    async def _by_key(self, scope: Scope, clock: Clock) -> None:
        sent = [value for name, value in scope["headers"] if name == b"authorization"]
        if len(sent) == 1 and sent[0][:7].lower() == b"bearer ":
            scope["auth"] = await self._keys.principal(sent[0][7:].strip().decode("latin-1"), now=clock())

    async def _by_session(self, scope: Scope, clock: Clock) -> None:
        token = sent_token(scope, self._cookie)
        visitor = await sessions.visitor(token, now=clock()) if token else None
        if visitor is not None:
            scope["user"], scope["auth"] = visitor, visitor.principal()


def session_cookie(settings: Settings) -> str:
    """The name of the session's cookie."""
    return cookie_name(settings, "voc_session")


def sent_token(scope: Scope, cookie: str) -> str | None:
    """The value of the session's cookie; None without one or with an impossible one."""
    for header in (value for name, value in scope["headers"] if name == b"cookie"):
        for part in header.decode("latin-1").split(";"):
            name, _, value = part.strip().partition("=")
            if name == cookie and value.isascii() and 0 < len(value) <= 64:
                return value
    return None
