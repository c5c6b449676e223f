"""The FAQ of a workspace, and who asks it when."""

import pytest_asyncio

from tests.engine import declared_tasks, engine  # noqa: F401  pytest finds fixtures by name
from tests.faq_deflection.returning import Asking


@pytest_asyncio.fixture(loop_scope="session")
async def asking(caller, engine, watch):  # noqa: F811
    """A fresh workspace."""
    return Asking(caller, engine, watch)
