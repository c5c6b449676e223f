"""The HTTP server stops in time, and says by its exit status how it went."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest

SERVE = """
import asyncio, sys
from voc.embedded.serving import serve

async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        await receive()
        if sys.argv[2] == "broken":
            await send({"type": "lifespan.startup.failed", "message": "no database"})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
        print("closed in order", flush=True)
        return
    if scope["path"] == "/stuck":
        import time
        time.sleep(30)
    await asyncio.sleep(float(scope["path"][1:] or 0))
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})

asyncio.run(serve(app, host="127.0.0.1", port=int(sys.argv[1])))
"""


def start(port: int, mode: str = "sound") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SERVE, str(port), mode], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def server(port: int) -> Iterator[subprocess.Popen[str]]:
    process = start(port)
    while True:
        try:
            httpx.get(f"http://127.0.0.1:{port}/", trust_env=False)
            break
        except httpx.TransportError:
            assert process.poll() is None
            time.sleep(0.02)
    yield process
    process.kill()
    process.communicate()


def request(port: int, path: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=5)
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: test\r\n\r\n".encode())
    return connection


def test_a_stop_waits_for_requests_under_way_and_closes_idle_connections(server, port):
    with request(port, "/") as idle, request(port, "/0.5") as under_way:
        assert idle.recv(99).startswith(b"HTTP/1.1 204")
        time.sleep(0.1)
        server.send_signal(signal.SIGTERM)
        assert under_way.recv(99).startswith(b"HTTP/1.1 204")
        assert idle.recv(99) == b""
        output, _ = server.communicate(timeout=2)
    assert server.returncode == 0
    assert "closed in order" in output


def test_requests_that_do_not_end_do_not_hold_up_the_stop(server, port):
    with request(port, "/30"), request(port, "/stuck"):
        time.sleep(0.2)
        started = time.monotonic()
        server.send_signal(signal.SIGTERM)
        assert server.wait(2.5) == 0
        assert time.monotonic() - started < 2


def test_an_application_that_cannot_start_ends_with_a_status(port):
    process = start(port, "broken")
    output, _ = process.communicate(timeout=5)
    assert process.returncode == 1
    assert "no database" in output or "startup failed" in output
