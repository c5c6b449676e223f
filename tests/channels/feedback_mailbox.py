"""A mailbox that a workspace reads, on a real IMAP server."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio

from tests.channels.imap_server import PASSWORD, USER, ImapServer, imap_server
from tests.channels.incoming_mails import mail
from voc.channels.adapters.email_imap import ImapConfig
from voc.channels.documents import Message
from voc.channels.incoming import mailbox, position

NOW = datetime(2026, 11, 22, 7, tzinfo=UTC)


@pytest.fixture(scope="module")
def imap() -> Iterator[ImapServer]:
    """A server that all these tests share; each has a folder of its own."""
    with imap_server() as started:
        yield started


class Box:
    """A workspace, and a folder of the server."""

    def __init__(self, server: ImapServer, workspace: str) -> None:
        self.server, self.workspace, self.folder = server, workspace, f"Feedback-{workspace}"
        with server.client(self.folder):
            pass
        self.config = self.configured()

    def configured(self, **changes: Any) -> ImapConfig:
        """The folder, as somebody connects it."""
        given = {"host": "127.0.0.1", "port": self.server.port, "security": "none", "username": USER}
        given |= {"password": PASSWORD, "folder": self.folder, "since_days": 30}
        return ImapConfig.model_validate(given | changes)

    def put(self, *names: str, at: datetime = NOW) -> None:
        """Mails arrive, by name."""
        self.server.put(*(mail(name) for name in names), folder=self.folder, at=at)

    async def poll(self, config: ImapConfig | None = None) -> int:
        """One look."""
        return await mailbox.poll(self.workspace, config or self.config, now=NOW)

    async def messages(self) -> list[dict[str, Any]]:
        """What is stored, by Message-ID."""
        rows = await Message.get_pymongo_collection().find({"workspace": self.workspace}).to_list()
        return sorted(rows, key=lambda row: row["message_id"] or "")

    async def position(self) -> dict[str, Any]:
        (row,) = await position.standing(self.workspace)
        return row


@pytest_asyncio.fixture(loop_scope="session")
async def box(imap: ImapServer, caller: Any) -> Box:
    """An empty folder that a workspace reads."""
    return Box(imap, caller.workspace)
