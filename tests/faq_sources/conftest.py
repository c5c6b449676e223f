"""A model that is quick to make up reads passages."""

import pytest
import pytest_asyncio

from tests.engine import declared_tasks, engine, read  # noqa: F401  fixtures
from tests.faq_sources.giving import Shelf
from voc import inference


@pytest.fixture(autouse=True)
def quick_model(monkeypatch):
    """The tasks of sources load nothing."""
    monkeypatch.setattr(inference, "load", lambda: None)
    monkeypatch.setattr(inference, "analyse", read)


@pytest_asyncio.fixture(loop_scope="session")
async def shelf(caller, engine):  # noqa: F811
    """Sources of a fresh workspace."""
    return Shelf(caller, engine)
