"""Fixtures of a service whose operator lets it call addresses of its own machine."""

from typing import Any

import pytest
import pytest_asyncio
from litestar import Litestar
from pymongo.asynchronous.database import AsyncDatabase

from tests.application import application
from tests.engine import COLLECTIONS, Engine, declared_tasks
from voc.settings import Egress, Settings

__all__ = ["app", "declared_tasks", "engine", "opened"]


@pytest.fixture
def opened(settings: Settings) -> Settings:
    """The operator lets the service call itself."""
    return settings.model_copy(update={"egress": Egress(allowed_hosts=("127.0.0.0/8",))})


@pytest_asyncio.fixture(loop_scope="session")
async def app(opened: Settings, database: AsyncDatabase[Any], watch: Any) -> Litestar:
    """The whole application with these settings."""
    return application(opened, watch)


@pytest_asyncio.fixture(loop_scope="session")
async def engine(opened: Settings, database: AsyncDatabase[Any], watch: Any) -> Engine:
    """Nothing due from an earlier test."""
    for name in COLLECTIONS:
        await database[name].delete_many({})
    return Engine(opened, watch)
