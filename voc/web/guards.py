"""Who may call a route: deny by default, granted by scope and resource."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from voc.errors import VocError
from voc.values import Principal, Resource, Scope


class NotSignedIn(VocError):
    """Nobody is known to be calling. Pages answer with the way to the sign-in page."""

    slug, title, status = "not-signed-in", "Not signed in", 401


class NotAllowed(VocError):
    """The caller is known, and this is not theirs to do."""

    slug, title, status = "not-allowed", "Not allowed", 403


class requires:
    """A guard that lets pass whoever may do `scope` with `resource`; lower case, for it reads
    `guards=[requires(Scope.read, Resource.faq)]`.

    An object, so that a test can read what every route asks for; awaitable, because Litestar sends a plain
    function through a thread on each request.
    """

    def __init__(self, scope: Scope, resource: Resource) -> None:
        self.scope = scope
        self.resource = resource

    async def __call__(self, connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        """Let pass or raise.

        Raises:
            NotSignedIn: no valid key or session came along.
            NotAllowed: it does not grant that.
        """
        if connection.scope.get("method") == "OPTIONS":
            return  # a browser's preflight bears no key, and is told which methods there are
        caller: Principal | None = connection.scope.get("auth")
        if caller is None:
            raise NotSignedIn("Send a valid API key as `Authorization: Bearer voc_…`.")
        if not caller.may(self.scope, self.resource):
            raise NotAllowed(_refusal(caller, self.scope, self.resource), scope=self.scope, resource=self.resource)


def _refusal(caller: Principal, scope: Scope, resource: Resource) -> str:
    if caller.member is None:
        return f"This needs the scope `{scope}`."
    return f"Your role does not allow this: it needs `{scope}` for `{resource}`."
