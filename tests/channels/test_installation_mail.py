"""The installation's own mail server is tried and shown like one that a workspace has connected."""

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio
from litestar import Litestar
from mail_server import Mailboxes, listening
from test_channel_command import run

from tests.application import application
from tests.people import member
from voc.accounts.domain import Role
from voc.channels import service
from voc.channels.delivery import deliver, only_suppression
from voc.channels.documents import Delivery
from voc.settings import Email, Settings

__all__ = ["run"]
OF_THE_INSTALLATION = "Of this installation"


@pytest_asyncio.fixture(loop_scope="session")
async def server() -> AsyncIterator[tuple[Mailboxes, int]]:
    """A mail server on this machine."""
    mailboxes = Mailboxes()
    async with listening(mailboxes) as port:
        yield mailboxes, port


@pytest_asyncio.fixture(loop_scope="session")
async def installed(settings: Settings, server: Any) -> Settings:
    """The installation sends through it."""
    email = Email(host="127.0.0.1", port=server[1], security="none", sender="Acme <hello@example.com>")
    return settings.model_copy(update={"email": email})


@pytest_asyncio.fixture(loop_scope="session")
async def app(installed: Settings, database: Any, watch: Any) -> Litestar:
    """The application of that installation."""
    return application(installed, watch)


async def test_a_test_goes_through_the_mail_server_of_the_installation(
    app: Litestar, caller: Any, installed: Settings, server: Any, watch: Any
) -> None:
    async with member(app, caller.workspace, watch, Role.admin) as admin:
        path = "/settings/channels/email.smtp"
        assert OF_THE_INSTALLATION in (await admin.http.get(path)).text
        answer = await admin.send(f"{path}/test", {"to": "me@example.com"}, form=path)
    id_ = answer.headers["location"].partition("?test=")[2]
    await deliver([id_], gate=only_suppression, settings=installed, clock=watch)
    row = await Delivery.get_pymongo_collection().find_one({"_id": id_})
    assert row is not None
    assert (row["status"], row["adapter"]) == ("sent", "email.smtp")
    assert [letter.to for letter in server[0].letters] == [["me@example.com"]]


async def test_the_command_tells_it_from_what_is_connected(run: Any, caller: Any, watch: Any) -> None:
    (line,) = [each for each in (await run(caller.key, "list")).stdout.splitlines() if "email.smtp" in each]
    assert "of this installation" in line
    tried = await run(caller.key, "test", "email.smtp", "me@example.com", "--wait", "0")
    assert "queued" in tried.stderr
    own = {"host": "127.0.0.1", "security": "none", "sender": "Own <own@example.com>"}
    await service.connect(caller.workspace, "email.smtp", own, now=watch())
    (line,) = [each for each in (await run(caller.key, "list")).stdout.splitlines() if "email.smtp" in each]
    assert "of this installation" not in line
    assert "connected" in line
