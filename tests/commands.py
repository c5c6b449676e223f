"""Commands of `voc`, called from a thread against an application that runs on the tests' own event loop."""

import asyncio
from typing import Any

import httpx
from click.testing import CliRunner, Result
from litestar import Litestar

from voc import cli
from voc.cli import connection


class Bridge(httpx.BaseTransport):
    """Takes requests of another thread to the application on its own event loop."""

    def __init__(self, app: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop = httpx.ASGITransport(app, raise_app_exceptions=False), loop

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        async def answer() -> httpx.Response:
            sent = httpx.Request(request.method, request.url, headers=request.headers, content=request.read())
            response = await self._transport.handle_async_request(sent)
            content = await response.aread()
            return httpx.Response(response.status_code, headers=response.headers, content=content)

        return asyncio.run_coroutine_threadsafe(answer(), self._loop).result(60)


class Command:
    """Calls one command of a running application.

    Args:
        app: answers what the command asks.
        monkeypatch: of the test; the command's own connection is put aside for its time.
        name: the command, such as `survey`.
    """

    def __init__(self, app: Litestar, monkeypatch: Any, name: str) -> None:
        self._app, self._patch, self._name = app, monkeypatch, name

    async def __call__(self, key: str, *words: str, stdin: str | None = None) -> Result:
        """Call it with a key; whatever it raises but its own end fails the test."""
        loop = asyncio.get_running_loop()

        def client(url: str, key: str) -> httpx.Client:
            headers = {"authorization": f"Bearer {key}"}
            return httpx.Client(base_url=url, headers=headers, transport=Bridge(self._app, loop))

        self._patch.setattr(connection, "client", client)
        argv = [self._name, *words, "--url", "http://voc.test", "--key", key]
        result = await asyncio.to_thread(CliRunner().invoke, cli.main, argv, input=stdin)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result
