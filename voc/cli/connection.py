"""Where the service is and how to enter, for commands that speak to it over HTTP."""

import asyncio
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from voc.clock import utc_now
from voc.embedded.local import LocalService, find_service
from voc.errors import VocError
from voc.settings import Settings
from voc.values import Scope

TIMEOUT = httpx.Timeout(60.0, connect=5.0)
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_BORROWED = timedelta(hours=1)
"""How long a key lives that a command makes for itself, to reach another workspace of this machine."""


class NoService(VocError):
    """Neither a service nor a key was named, and none is found on this machine."""

    slug, title = "no-service", "No service found"


def connect(url: str | None, key: str | None, data_dir: Path | None, workspace: str | None = None) -> httpx.Client:
    """A client of the named service, or of the `voc up` on a data directory; the local key goes to no other machine.

    Args:
        url: where the service is; None for the one on this machine.
        key: an API key, which belongs to one workspace; None for that of the `voc up`.
        data_dir: of the `voc up`; None for the settings' one.
        workspace: id or name of a workspace on this machine, instead of a key; None for the first one.

    Raises:
        NoService: there is none, or no key for it.
        NotFound: no such workspace.
        Unavailable: the local database does not answer.
    """
    if url and key:
        return client(url, key)
    folder = data_dir or Settings().data_dir
    local = find_service(folder)
    if url is None and local is None:
        raise NoService(f"No `voc up` is running in {folder}. Start one, or pass --url and --key.")
    if key is None and _is_ours(local, url):
        key = _borrowed(workspace, data_dir) if workspace else local.key if local else None
    if key is None:
        raise NoService("There is no key for this service. Pass one with --key (make one with `voc key create`).")
    return client(url or (local.url if local else ""), key)


def client(url: str, key: str) -> httpx.Client:
    """A client of the service at `url`."""
    return httpx.Client(base_url=url, headers={"authorization": f"Bearer {key}"}, timeout=TIMEOUT)


def _is_ours(local: LocalService | None, url: str | None) -> bool:
    if local is None:
        return False
    return url is None or url.rstrip("/") == local.url.rstrip("/") or urlsplit(url).hostname in _LOOPBACK


def _borrowed(workspace: str, data_dir: Path | None) -> str:
    """A key of another workspace of this machine, made in its database; it ends by itself."""

    async def make() -> str:
        from voc.accounts import service
        from voc.cli.workspace import database

        now = utc_now()
        async with database(data_dir):
            found = await service.find_workspace(workspace)
            made = await service.create_key(found.id, {Scope.admin}, "voc survey", now=now, expires_at=now + _BORROWED)
        return made[1]

    return asyncio.run(make())
