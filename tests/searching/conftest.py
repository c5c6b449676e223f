"""A workspace whose feedback a quick model has read, and that model for questions."""

from typing import Any

import pytest

from tests.engine import declared_tasks, engine, read  # noqa: F401  pytest finds fixtures by name
from tests.learning.conftest import send  # noqa: F401
from voc.searching import finding
from voc.searching.documents import MeaningSearch


@pytest.fixture(autouse=True)
def nothing_kept():
    """Vectors of an earlier test."""
    finding._kept.clear()


@pytest.fixture
def answer(caller: Any, engine: Any, watch: Any):  # noqa: F811
    """Does what a worker would: answers the workspace's searches that are due."""

    async def run(model=read) -> int:
        rows = await MeaningSearch.get_pymongo_collection().find({"workspace": caller.workspace}).to_list()
        ids = [row["_id"] for row in rows if row["state"] == "pending"]
        await finding.run(ids, now=watch(), work=engine.context.settings.work, read=model)
        return len(ids)

    return run
