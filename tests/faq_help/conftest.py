"""A workspace with published answers, and visitors who are nobody."""

from typing import NamedTuple

import httpx
import pytest
import pytest_asyncio

from tests.engine import declared_tasks, engine, read  # noqa: F401  fixtures
from voc import inference
from voc.faq import service
from voc.faq.states import Action

ANSWERS = {
    ("en", "Shipping", "How long does shipping take?"): "Two days.",
    ("en", "Returns", "Can I send it back?"): "Yes, within 14 days of delivery. Open your order and choose Return.",
    ("en", None, "Who are you?"): "A small shop <b>in Seoul</b> & nothing else.",
    ("ko", "배송", "배송은 얼마나 걸리나요?"): "이틀 걸려요.",
}


class Shop(NamedTuple):
    """Whose help page it is."""

    caller: object
    workspace: str
    entries: dict[str, str]
    """By question: the id."""
    watch: object
    engine: object

    @property
    def path(self):
        return f"/help/{self.workspace}"

    async def act(self, question, action):
        await service.act(self.workspace, self.entries[question], action, by="mem_1", now=self.watch())


async def write(workspace, watch, language, category, question, answer):
    """A published entry."""
    now = watch()
    id_ = await service.create(workspace, language, question, [answer], by="mem_1", now=now)
    if category:
        await service.edit(workspace, id_, {"category": category}, None, by="mem_1", now=now)
    for action in (Action.approve, Action.publish):
        await service.act(workspace, id_, action, by="mem_1", now=now)
    return id_


@pytest.fixture(autouse=True)
def quick_model(monkeypatch):
    """No task loads a model."""
    monkeypatch.setattr(inference, "load", lambda: None)
    monkeypatch.setattr(inference, "analyse", read)


@pytest_asyncio.fixture(loop_scope="session")
async def shop(caller, watch, engine):  # noqa: F811
    """With every answer published."""
    entries = {key[2]: await write(caller.workspace, watch, *key, answer) for key, answer in ANSWERS.items()}
    return Shop(caller, caller.workspace, entries, watch, engine)


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(app):
    """Somebody's browser; `from_` makes another one."""
    made = []

    def browser(address="203.0.113.7", program="Firefox", language="en"):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 4711))
        headers = {"user-agent": program, "accept-language": language}
        made.append(httpx.AsyncClient(transport=transport, base_url="http://voc.test", headers=headers))
        return made[-1]

    yield browser
    for each in made:
        await each.aclose()
