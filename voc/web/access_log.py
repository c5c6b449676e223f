"""A line for every request: what was asked for, by whom, what came of it and how long it took.

The route and not the address is written, since addresses hold personal links and searches; nor any header or body.
"""

from time import perf_counter

import structlog
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from voc.values import Principal
from voc.web.measuring import measured
from voc.web.problems import request_id

log = structlog.get_logger("voc.web")

_BEGAN = "began"
_QUIET = ("/health", "/metrics", "/static/", "/w.js", "/w/")
"""Asked for all the time, and by nobody in particular: not written unless they fail."""
_FAILED = 500


class Began(ASGIMiddleware):
    """Notes when a request came; the first of all."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Note it and go on."""
        scope.setdefault("state", {})[_BEGAN] = perf_counter()
        await next_app(scope, receive, send)


async def log_request(message: Message, scope: Scope) -> None:
    """To be called before anything is sent: when the answer begins, what it will be is known, errors included."""
    if message["type"] != "http.response.start":
        return
    status = message["status"]
    route = scope.get("path_template") or "unknown"
    began = scope.get("state", {}).get(_BEGAN)
    took = perf_counter() - began if began else None
    measured(scope["method"], route, status, took)
    if scope["path"].startswith(_QUIET) and status < _FAILED:
        return
    caller: Principal | None = scope.get("auth")
    log.info(
        "request",
        method=scope["method"],
        path=route,
        status=status,
        milliseconds=round(took * 1000, 1) if took is not None else None,
        request_id=request_id(scope),
        workspace=caller.workspace if caller else None,
        caller=caller.who if caller else None,
    )
