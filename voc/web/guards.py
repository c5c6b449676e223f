"""Who may call a route: deny by default, granted by scope."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from voc.errors import VocError
from voc.values import Principal, Scope


class NotSignedIn(VocError):
    """Nobody is known to be calling. Pages answer with the way to the sign-in page."""

    slug, title, status = "not-signed-in", "Not signed in", 401


class NotAllowed(VocError):
    """The caller is known and lacks a scope."""

    slug, title, status = "not-allowed", "Not allowed", 403


class requires:
    """A guard that lets callers with `scope` pass; lower case, for it reads `guards=[requires(Scope.read)]`.

    An object, so that a test can read the scope of every route; awaitable, because Litestar sends a plain
    function through a thread on each request.
    """

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    async def __call__(self, connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        """Let pass or raise.

        Raises:
            NotSignedIn: no valid key or session came along.
            NotAllowed: it does not grant the scope.
        """
        if connection.scope.get("method") == "OPTIONS":
            return  # a browser's preflight bears no key, and is told which methods there are
        caller: Principal | None = connection.scope.get("auth")
        if caller is None:
            raise NotSignedIn("Send a valid API key as `Authorization: Bearer voc_…`.")
        if not caller.may(self.scope):
            raise NotAllowed(f"This needs the scope `{self.scope}`.", scope=str(self.scope))
