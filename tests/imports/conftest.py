"""A small service that takes feedback as the real one does, and can be told to misbehave."""

import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import pytest_asyncio
from pydantic import ValidationError
from ulid import ULID

from tests.imports.browsing import Browser, signed_in
from voc.feedback.schemas import FeedbackIn


class Receiver:
    """What was stored, and the faults still to come."""

    def __init__(self) -> None:
        self.stored: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        self.faults: list[int | str] = []
        """A status to answer with, `drop` before or `late` after storing, one per request; then all goes well."""
        self.sizes: list[int] = []
        self.keys: set[str | None] = set()
        self.url = ""

    def take(self, items: list[Any]) -> list[dict[str, Any]]:
        return [{"index": index} | self._one(item) for index, item in enumerate(items)]

    def _one(self, item: Any) -> dict[str, Any]:
        try:
            known = FeedbackIn.model_validate(item).submission_id
        except ValidationError as error:
            return {"status": "rejected", "error": str(error.errors()[0]["msg"])}
        body = json.dumps(item, sort_keys=True)
        if known in self.stored:
            same = self.stored[known] == body
            return {"status": "duplicate" if same else "conflict", "id": self.ids[known]}
        self.stored[known] = body
        self.ids[known] = f"fb_{ULID()}"
        return {"status": "stored", "id": self.ids[known]}

    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(body) for body in self.stored.values()]


class Server(ThreadingHTTPServer):
    """Serves one receiver."""

    daemon_threads = True

    def __init__(self, receiver: Receiver) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.receiver = receiver


class Handler(BaseHTTPRequestHandler):
    """Answers as the receiver was told to."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_POST(self) -> None:
        receiver = self.server.receiver
        body = self.rfile.read(int(self.headers["content-length"]))
        receiver.keys.add(self.headers["authorization"])
        fault = receiver.faults.pop(0) if receiver.faults else None
        if isinstance(fault, int):
            return self._answer(fault, {"title": "No", "detail": f"told to answer {fault}."})
        if fault == "drop":
            return self._hang_up()
        receiver.sizes.append(len(body))
        items = receiver.take(json.loads(body))
        if fault == "late":
            return self._hang_up()
        return self._answer(200, {"items": items})

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.close()

    def _answer(self, status: int, body: Any) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver that answers on a free port of this machine."""
    receiver = Receiver()
    server = Server(receiver)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    receiver.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def service() -> Iterator[Receiver]:
    """A receiver for one test."""
    with receiving() as receiver:
        yield receiver


@pytest_asyncio.fixture(loop_scope="session")
async def browser(app: Any, watch: Any) -> AsyncIterator[Browser]:
    """A signed-in member of a fresh workspace."""
    made = await signed_in(app, watch)
    yield made
    await made.http.aclose()
