"""People at the pages of the whole application."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx
from litestar import Litestar

from voc.accounts import service as accounts
from voc.accounts.domain import Role
from voc.clock import Clock

PASSWORD = "correct horse battery staple"


class Browser:
    """Somebody with cookies who fills in forms."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def send(
        self, path: str, fields: dict[str, Any], *, form: str | None = None, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        """Send a form to `path` with the token that stands in the page `form`, by default the one at `path`."""
        return await self.http.post(
            path, data={"_csrf_token": await self.token(form or path)} | fields, headers=headers
        )

    async def token(self, form: str) -> str:
        """What the page `form` lets forms be sent with."""
        shown = (await self.http.get(form)).text
        token = re.search(r'name="_csrf_token" value="(\w+)"', shown)
        assert token, shown
        return token[1]


@asynccontextmanager
async def stranger(app: Litestar) -> AsyncIterator[Browser]:
    """Somebody who is not signed in."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://voc.test") as http:
        yield Browser(http)


@asynccontextmanager
async def member(app: Litestar, workspace: str, watch: Clock, role: Role = Role.product) -> AsyncIterator[Browser]:
    """Somebody signed in to `workspace`."""
    email = f"{uuid4().hex}@example.test"
    await accounts.create_member(workspace, email, PASSWORD, "Kim", role, now=watch())
    async with stranger(app) as browser:
        answer = await browser.send("/login", {"email": email, "password": PASSWORD})
        assert answer.status_code == 303
        yield browser
