"""Somebody with a telephone."""

from typing import Any
from uuid import uuid4

import pytest_asyncio
from phones import Phone

from voc.channels.domain import Channel


@pytest_asyncio.fixture(loop_scope="session")
async def phone(caller: Any, watch: Any, settings: Any) -> Phone:
    """A telephone in Korea."""
    return Phone(caller, watch, settings, f"+8210{uuid4().int % 10**8:08d}")


@pytest_asyncio.fixture(loop_scope="session")
async def mailbox(caller: Any, watch: Any, settings: Any) -> Phone:
    """Somebody with an e-mail address."""
    return Phone(caller, watch, settings, f"{uuid4().hex[:8]}@example.com", Channel.email)
