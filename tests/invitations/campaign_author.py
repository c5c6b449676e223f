"""Somebody who writes campaigns on their pages."""

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio
from litestar import Litestar

from tests.inviting import Company, Post
from tests.people import Browser, member
from voc.accounts.domain import Role

LIST = "id,email,phone,name\na,a@example.com,,Ahn\nb,,010-1234-5678,Bae\nc,,,Choi\n"
"""Three people: one with an e-mail address, one with a phone, one with neither."""


class Author:
    """Somebody who writes campaigns."""

    def __init__(self, browser: Browser, company: Company) -> None:
        self.browser, self.company = browser, company

    async def page(self, path: str, status: int = 200, **headers: str) -> str:
        """HTML of a page."""
        answer = await self.browser.http.get(path, headers=headers)
        assert answer.status_code == status, answer.text
        return answer.text

    async def begin(self, kind: str = "people", **fields: Any) -> str:
        """The path of a new draft."""
        entered = {"survey": self.company.survey["id"], "name": "Autumn", "kind": kind} | fields
        answer = await self.browser.send("/campaigns/new", entered)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"].removesuffix("/people")

    async def save(self, path: str, step: str, status: int = 303, **fields: Any) -> Any:
        """Send the form of a step."""
        answer = await self.browser.send(f"{path}/{step}", fields)
        assert answer.status_code == status, answer.text
        return answer

    async def stored(self, path: str) -> Any:
        """The campaign as programs see it."""
        return await self.company.ok("GET", f"/v1{path}")


@pytest_asyncio.fixture(loop_scope="session")
async def author(app: Litestar, company: Company, post: Post) -> AsyncIterator[Author]:
    """Of the company."""
    async with member(app, company.workspace, post.watch, Role.admin) as browser:
        yield Author(browser, company)
