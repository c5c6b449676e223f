"""A data directory and a supervisor."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from voc.embedded.files import make_data_dir
from voc.embedded.supervisor import Supervisor


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return make_data_dir(tmp_path / "data")


@pytest.fixture
def news() -> list[str]:
    # what the supervisor told its operator
    return []


@pytest_asyncio.fixture
async def supervisor(data_dir: Path, news: list[str]) -> AsyncIterator[Supervisor]:
    supervisor = Supervisor(data_dir, tell=news.append, stop_seconds=1.0)
    yield supervisor
    await supervisor.stop()
