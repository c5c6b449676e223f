"""Engines, a database and an application for every test that needs one.

`VOC_MONGODB` picks the engine; without it the embedded one is started. Each run has a database of its own.
"""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import hypothesis
import pytest
import pytest_asyncio
from litestar import Litestar
from pymongo.asynchronous.database import AsyncDatabase

from tests.application import application
from tests.embedded_engine import embedded_engine
from voc import vault
from voc.database import open_database
from voc.documents import DOCUMENTS
from voc.settings import Limits, Settings
from voc.values import Scope
from voc.web.security import secret

# Timing is the benchmarks' business: a slow machine must not fail a property.
hypothesis.settings.register_profile("voc", deadline=None)
hypothesis.settings.load_profile("voc")


def pytest_addoption(parser: pytest.Parser) -> None:
    """What this suite alone understands."""
    parser.addoption("--database", action="store_true", help="run only the tests that touch the database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what would be the same on every engine, if asked to."""
    if not config.getoption("--database"):
        return
    touching = {item for item in items if "mongodb" in getattr(item, "fixturenames", ())}
    config.hook.pytest_deselected(items=[item for item in items if item not in touching])
    items[:] = [item for item in items if item in touching]


class Watch:
    """A clock that tests may turn."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def turn(self, by: timedelta) -> None:
        """Let time pass."""
        self.now += by


@pytest.fixture(scope="session")
def mongodb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URI of a real engine."""
    if given := os.environ.get("VOC_MONGODB"):
        yield given
        return
    with embedded_engine(tmp_path_factory.mktemp("engine")) as uri:
        yield uri


@pytest.fixture(scope="session")
def settings(mongodb: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A database and a data directory of this run."""
    return Settings(
        mongodb=mongodb,
        database=f"voc_{uuid4().hex[:8]}",
        data_dir=tmp_path_factory.mktemp("data"),
        public_url="http://voc.test",
        limits=Limits(reads_per_minute=0, writes_per_minute=0),  # every test is the same client
    )


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def database(settings: Settings) -> AsyncIterator[AsyncDatabase[Any]]:
    """The open database; also serves the application under test, which shares its loop."""
    vault.configure(secret(settings))
    async with open_database(settings, DOCUMENTS) as opened:
        yield opened
        await opened.client.drop_database(settings.database)


@pytest.fixture
def watch() -> Watch:
    """The application's time."""
    return Watch()


@pytest_asyncio.fixture(loop_scope="session")
async def app(settings: Settings, database: AsyncDatabase[Any], watch: Watch) -> Litestar:
    """The whole application."""
    return application(settings, watch)


class Caller:
    """A program with an API key of its own workspace."""

    def __init__(self, app: Litestar, workspace: str, key: str) -> None:
        self.workspace = workspace
        self.key = key
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self.http = httpx.AsyncClient(
            transport=transport, base_url="http://voc.test", headers={"authorization": f"Bearer {key}"}
        )


CallerFactory = Callable[..., Any]


@pytest_asyncio.fixture(loop_scope="session")
async def new_caller(app: Litestar, watch: Watch) -> AsyncIterator[CallerFactory]:
    """Makes callers: of a fresh workspace, or of a given one, with the scopes asked for."""
    from voc.accounts import service as accounts

    callers: list[Caller] = []

    async def make(*scopes: Scope, workspace: str | None = None) -> Caller:
        if workspace is None:
            workspace = (await accounts.create_workspace(f"W {uuid4().hex[:6]}", now=watch())).id
        _, key = await accounts.create_key(workspace, set(scopes or (Scope.admin,)), "test", now=watch())
        callers.append(Caller(app, workspace, key))
        return callers[-1]

    yield make
    for caller in callers:
        await caller.http.aclose()


@pytest_asyncio.fixture(loop_scope="session")
async def caller(new_caller: CallerFactory) -> Caller:
    """A program that may do everything in a fresh workspace."""
    return await new_caller()
