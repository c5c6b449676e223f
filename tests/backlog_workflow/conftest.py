"""A caller whose backlog is ranked."""

import pytest_asyncio
from ranked import rank


@pytest_asyncio.fixture(loop_scope="session")
async def shop(caller, watch):
    """A caller with `items`, ids in the order of the ranking."""
    caller.items = await rank(caller.workspace, watch)
    return caller
