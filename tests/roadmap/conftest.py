"""A workspace with ranked items."""

import pytest_asyncio

from tests.backlog_workflow.ranked import rank


@pytest_asyncio.fixture(loop_scope="session")
async def shop(caller, watch):
    """A caller with `items`, ids in the order of the ranking."""
    caller.items = await rank(caller.workspace, watch)
    return caller
