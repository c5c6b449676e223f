"""A member at the tabs of a survey."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
from litestar import Litestar

from tests.people import Browser, member
from voc.accounts import service as accounts
from voc.accounts.domain import Role
from voc.surveys import queries, service
from voc.surveys.definition import Definition
from voc.surveys.schemas import SurveyOut

NPS = {"id": "nps", "type": "nps", "text": {"en": "How likely?", "ko": "추천하시겠어요?"}}
SHOP = {
    "id": "shop",
    "type": "single",
    "text": {"en": "Which shop?"},
    "choices": [{"id": "north", "text": {"en": "North"}}, {"id": "south", "text": {"en": "South"}}],
}


class Author:
    """Somebody who works on one survey."""

    def __init__(self, browser: Browser, survey: SurveyOut, clock: Callable[[], Any]) -> None:
        self.browser, self.id, self.workspace, self.clock = browser, survey.id, survey.workspace, clock

    async def draft(self) -> SurveyOut:
        """The survey as it is kept."""
        return await queries.one(self.workspace, self.id)

    async def see(self, tab: str, *, language: str = "en", **headers: str) -> httpx.Response:
        """A tab."""
        return await self.browser.http.get(
            f"/surveys/{self.id}/{tab}", headers={"accept-language": language, **headers}
        )

    async def send(self, path: str, **fields: str) -> httpx.Response:
        """A form of the tab that `path` begins with."""
        revision = {"revision": str((await self.draft()).revision)}
        tab = path.partition("/")[0]
        return await self.browser.send(
            f"/surveys/{self.id}/{path}", revision | fields, form=f"/surveys/{self.id}/{tab}"
        )


@asynccontextmanager
async def author(
    app: Litestar, watch: Any, *, role: Role = Role.product, published: bool = False, **fields: Any
) -> AsyncIterator[Author]:
    """Somebody signed in to a fresh workspace with one survey."""
    workspace = (await accounts.create_workspace("Acme", now=watch())).id
    definition = Definition.model_validate({"name": "After delivery", "questions": [NPS]} | fields)
    survey = await service.create(workspace, definition, now=watch())
    if published:
        await service.publish(workspace, survey.id, now=watch())
    async with member(app, workspace, watch, role) as browser:
        yield Author(browser, survey, watch)
