"""Counting goes over all workspaces: what other tests left must not stand in line before ours."""

from typing import Any

import pytest_asyncio
from pymongo.asynchronous.database import AsyncDatabase


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def nothing_to_count(database: AsyncDatabase[Any]) -> None:
    """No feedback and no counters from an earlier test."""
    for name in ("feedback", "rollups"):
        await database[name].delete_many({})
