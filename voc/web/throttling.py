"""How often strangers may send: per place (a project, a survey, a link) and client, over all processes.

Counted in Redis where there is one, in one atomic step; in this process where there is none, or while it does not
answer: then each process lets as many pass as all together should, and nobody is turned away for our fault. A client is
a digest of their network (the /64 of an IPv6 address), so that neither Redis nor a log holds an address. Whoever signed
in or has a key that reads or writes is known to the company and not counted; providers' webhooks prove who they are.
"""

import asyncio
from time import monotonic, time
from typing import Any

import structlog
from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import FixedWindowRateLimiter
from limits.errors import StorageError
from litestar import Request
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from voc import vault
from voc.errors import VocError
from voc.settings import Settings
from voc.values import Principal, Resource
from voc.values import Scope as Grant
from voc.web.clients import client_address, network_of

log = structlog.get_logger("voc.web")

UNCOUNTED = "uncounted"
"""In a handler's `opt`: a public route that anybody may call as often as they like."""
_SAFE = ("GET", "HEAD", "OPTIONS")
_PLACES = ("project", "survey_id", "token", "code", "workspace")
"""Parameters of public paths, of which the first that a path has says what is counted."""
_ANSWER_SECONDS = 0.1
_AGAIN_AFTER_SECONDS = 10.0
"""How long Redis is left alone that did not answer."""


class TooManyRequests(VocError):
    """This client sent more than anybody does by hand."""

    slug, title, status, transient = "too-many-requests", "Too many requests", 429, True


class Throttling(ASGIMiddleware):
    """Runs after authentication: who is known is not counted."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, settings: Settings) -> None:
        self._proxies = settings.trusted_proxies
        self._reads = _per_minute(settings.limits.reads_per_minute)
        self._writes = _per_minute(settings.limits.writes_per_minute)
        self._counter = Counter(settings.broker)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Let pass or raise.

        Raises:
            TooManyRequests: with the seconds after which the next one passes.
        """
        limit = self._reads if scope["method"] in _SAFE else self._writes
        if limit is not None and _is_a_strangers(scope):
            request: Request[Any, Any, Any] = scope["litestar_app"].request_class(scope, receive)
            client = vault.blind("", "client", network_of(client_address(request, self._proxies)))
            wait_seconds = await self._counter.wait_seconds(limit, _place(scope), client)
            if wait_seconds:
                raise TooManyRequests("Too much was sent from here. Wait a little.", retry_after_seconds=wait_seconds)
        await next_app(scope, receive, send)


class Counter:
    """Counts in Redis, and in this process while that is away."""

    def __init__(self, broker: str | None, *, answer_seconds: float = _ANSWER_SECONDS) -> None:
        self._own = FixedWindowRateLimiter(MemoryStorage())
        self._answer_seconds = answer_seconds
        self._shared = _in_redis(broker)
        self._alone_until = 0.0

    async def wait_seconds(self, limit: RateLimitItem, *what: str) -> int:
        """Count one more; 0 if it is within the limit, else how long to wait."""
        if self._shared is not None and monotonic() >= self._alone_until:
            try:
                async with asyncio.timeout(self._answer_seconds):
                    return await _wait_seconds(self._shared, limit, *what)
            except (StorageError, TimeoutError) as error:
                self._alone_until = monotonic() + _AGAIN_AFTER_SECONDS
                log.warning("limits are counted in this process", reason=type(error).__name__)
        return await _wait_seconds(self._own, limit, *what)


async def _wait_seconds(counted: FixedWindowRateLimiter, limit: RateLimitItem, *what: str) -> int:
    if await counted.hit(limit, *what):
        return 0
    ends_at = (await counted.get_window_stats(limit, *what)).reset_time
    return max(1, round(ends_at - time()))


def _in_redis(broker: str | None) -> FixedWindowRateLimiter | None:
    if broker is None or not broker.startswith(("redis://", "rediss://")):
        return None
    storage = RedisStorage(f"async+{broker}", implementation="redispy", wrap_exceptions=True, key_prefix="voc:limits")
    return FixedWindowRateLimiter(storage)


def _per_minute(count: int) -> RateLimitItem | None:
    return parse(f"{count}/minute") if count else None


def _is_a_strangers(scope: Scope) -> bool:
    opt = scope["route_handler"].opt
    caller: Principal | None = scope.get("auth")
    if opt.get(UNCOUNTED):
        return False
    if caller is None:
        return bool(opt.get("public"))
    return not caller.may(Grant.read, Resource.surveys) and not caller.may(Grant.write, Resource.surveys)


def _place(scope: Scope) -> str:
    caller: Principal | None = scope.get("auth")
    if caller is not None:
        return f"workspace:{caller.workspace}"
    given = scope["path_params"]
    return next((f"{name}:{given[name]}" for name in _PLACES if name in given), scope.get("path_template") or "")
