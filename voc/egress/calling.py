"""Calls that go to the very address that was judged, follow no redirect and end."""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from voc.egress import targets
from voc.errors import VocError
from voc.settings import Egress
from voc.values import Value

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""From a name and a port to its addresses."""
CALL_SECONDS = 15.0
"""For looking the name up, connecting, sending and reading."""
ANSWER_LIMIT_BYTES = 64 * 1024
_CONNECT_SECONDS = 5.0
_TRIED = 3
"""Addresses of a name that are tried one after the other when nobody answers."""


class Unreachable(VocError):
    """Nobody answered, or not in a way that HTTP knows; `values["reason"]` is `name`, `time` or `connection`."""

    slug, title, status, transient = "unreachable", "Not reached", 502, True


class Answer(Value):
    """What came back."""

    status: int
    headers: dict[str, str]
    """By name in small letters."""
    body: bytes
    """The beginning, as it came over the wire."""


class GuardedTransport(httpx.AsyncBaseTransport):
    """Looks a name up once, judges what it found, and connects to that; TLS and `Host` still name the name.

    Connections are not kept: one made for a name must not serve another name that shares the address.
    """

    def __init__(self, egress: Egress, *, resolve: Resolve | None = None, tls: ssl.SSLContext | None = None) -> None:
        """`tls` None: the public authorities."""
        self._egress, self._resolve = egress, resolve or look_up
        limits = httpx.Limits(max_connections=100, max_keepalive_connections=0)
        self._inner = httpx.AsyncHTTPTransport(verify=tls or True, trust_env=False, limits=limits)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request where it may go.

        Raises:
            AddressRefused: nowhere.
        """
        target = targets.read(request.url)
        found = [target.host] if target.address else await self._resolve(target.host, target.port)
        *others, last = targets.choose(target, found, self._egress)[:_TRIED]
        for address in others:
            try:
                return await self._inner.handle_async_request(_pinned(request, target, address))
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await self._inner.handle_async_request(_pinned(request, target, last))

    async def aclose(self) -> None:
        """Let connections go."""
        await self._inner.aclose()


def client(egress: Egress, **options: Any) -> httpx.AsyncClient:
    """A client for addresses that people entered; `options` are those of `GuardedTransport`.

    No proxy of the environment is asked: it would look names up once more, by itself.
    """
    return httpx.AsyncClient(
        transport=GuardedTransport(egress, **options),
        timeout=httpx.Timeout(CALL_SECONDS, connect=_CONNECT_SECONDS),
        follow_redirects=False,
        trust_env=False,
        headers={"user-agent": "VoC", "accept-encoding": "identity"},
    )


async def call(
    http: httpx.AsyncClient,
    request: httpx.Request,
    *,
    seconds: float = CALL_SECONDS,
    limit_bytes: int = ANSWER_LIMIT_BYTES,
) -> Answer:
    """Send a request of a `client`, and read its answer up to a limit.

    Raises:
        AddressRefused: it leads where nothing is called.
        Unreachable: no answer, or none in time.
    """
    try:
        async with asyncio.timeout(seconds):  # a drop now and then would outlive httpx's own
            response = await http.send(request, stream=True)
            try:
                return await _read(response, limit_bytes)
            finally:
                await response.aclose()
    except TimeoutError as error:
        raise Unreachable(f"No whole answer within {seconds:g} s.", reason="time") from error
    except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, OSError) as error:
        raise Unreachable(f"The call failed: {type(error).__name__}.", reason="connection") from error


async def look_up(host: str, port: int) -> list[str]:
    """The addresses of a name, in the order in which the system would try them.

    Raises:
        Unreachable: it has none.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"The name {host} has no address.", reason="name") from error
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


def _pinned(request: httpx.Request, target: targets.Target, address: str) -> httpx.Request:
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,  # among them `Host`, with the name
        stream=request.stream,
        extensions=request.extensions | {"sni_hostname": target.host},
    )


async def _read(response: httpx.Response, limit_bytes: int) -> Answer:
    body = b""
    async for chunk in response.aiter_raw():  # as it came: what is packed could unpack to anything
        body += chunk
        if len(body) >= limit_bytes:
            break
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Answer(status=response.status_code, headers=headers, body=body[:limit_bytes])
