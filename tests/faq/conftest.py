"""The dispatcher and the tasks, driven by hand, with the real model where answers are drafted."""

import pytest_asyncio

from tests.engine import declared_tasks, engine  # noqa: F401  pytest finds fixtures by name
from tests.faq.asking import Desk


@pytest_asyncio.fixture(loop_scope="session")
async def desk(caller, engine, watch):  # noqa: F811
    """The FAQ of a fresh workspace."""
    return Desk(caller, engine, watch)
