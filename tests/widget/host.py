"""A company's own site: pages of any markup and headers on an origin of their own, as the widget must live in."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from voc.surveys.sharing import EARLY_CALLS

STRICT = "default-src 'none'; script-src 'nonce-x'; connect-src {api}; require-trusted-types-for 'script'"
"""The policy of a careful host; `{api}` is where the service answers."""


class Site:
    """Pages by path."""

    def __init__(self, port: int) -> None:
        self.url = f"http://localhost:{port}"
        self.pages: dict[str, tuple[str, str | None]] = {}

    def put(self, path: str, markup: str, policy: str | None = None) -> str:
        """A page with its Content-Security-Policy; its URL."""
        self.pages[path] = (f"<!doctype html><html lang=en><title>Shop</title><body>{markup}</body></html>", policy)
        return self.url + path


def snippet(api: str, project: str, calls: str = "", **setup: str) -> str:
    """What the customer of ours pastes: the queue, the first calls, the loader."""
    options = {"projectId": project, "appUrl": api, **setup}
    return (
        "<script nonce=x>window.broken=[];addEventListener('securitypolicyviolation',"
        "e=>broken.push(e.violatedDirective+' '+e.blockedURI));"
        "addEventListener('error',e=>broken.push(e.message));"
        "addEventListener('unhandledrejection',e=>broken.push(String(e.reason)));"
        f"{EARLY_CALLS}voc.setup({options});{calls}</script><script nonce=x async src='{api}/w.js'></script>"
    )


@contextmanager
def site() -> Iterator[Site]:
    """A site that serves until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            markup, policy = made.pages.get(self.path.partition("?")[0], ("", None))
            self.send_response(200 if markup else 404)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.send_header("cache-control", "no-store")
            if policy:
                self.send_header("content-security-policy", policy)
            self.end_headers()
            self.wfile.write(markup.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made = Site(server.server_address[1])
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()
