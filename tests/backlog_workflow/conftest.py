"""A caller whose backlog is ranked, and the engine that ranks and merges."""

import pytest_asyncio
from ranked import rank

from tests.engine import declared_tasks, engine  # noqa: F401  pytest finds fixtures by name


@pytest_asyncio.fixture(loop_scope="session")
async def shop(caller, watch):
    """A caller with `items`, ids in the order of the ranking."""
    caller.items = await rank(caller.workspace, watch)
    return caller
