"""A mail server on this machine, an installation that sends through it, and a workspace whose members get mails."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from email.message import EmailMessage
from typing import Any

import pytest_asyncio
from litestar import Litestar
from pymongo.asynchronous.database import AsyncDatabase

from tests.application import application
from tests.channels.mail_server import Mailboxes, listening
from tests.engine import COLLECTIONS, Engine, declared_tasks
from tests.people import PASSWORD, Browser, member
from voc.accounts import queries as accounts
from voc.accounts.domain import Role
from voc.settings import Egress, Email, Settings

__all__ = ["declared_tasks"]
KEPT = (*COLLECTIONS, "subscriptions", "overviews", "backlog_work", "alerts")


@pytest_asyncio.fixture(loop_scope="session")
async def mailboxes() -> AsyncIterator[tuple[Mailboxes, int]]:
    """A mail server, and its port."""
    handler = Mailboxes()
    async with listening(handler) as port:
        yield handler, port


@pytest_asyncio.fixture(loop_scope="session")
async def installed(settings: Settings, mailboxes: tuple[Mailboxes, int]) -> Settings:
    """The installation sends through it, people reach it by https, and it may call this machine."""
    email = Email(host="127.0.0.1", port=mailboxes[1], security="none", sender="VoC <voc@example.com>")
    opened = {"email": email, "egress": Egress(allowed_hosts=("127.0.0.0/8",))}
    return settings.model_copy(update=opened)


@pytest_asyncio.fixture(loop_scope="session")
async def app(installed: Settings, database: AsyncDatabase[Any], watch: Any) -> Litestar:
    """The application of that installation."""
    return application(installed, watch)


@pytest_asyncio.fixture(loop_scope="session")
async def engine(installed: Settings, database: AsyncDatabase[Any], watch: Any) -> Engine:
    """Nothing due from an earlier test."""
    for name in KEPT:
        await database[name].delete_many({})
    return Engine(installed, watch)


class Member:
    """Somebody signed in, with their mailbox."""

    def __init__(self, browser: Browser, id_: str, email: str, mailboxes: Mailboxes) -> None:
        self.browser, self.http, self.id, self.email = browser, browser.http, id_, email
        self._mailboxes = mailboxes

    async def comes_back(self) -> None:
        """Sign in again: half a day has passed."""
        answer = await self.browser.send("/login", {"email": self.email, "password": PASSWORD})
        assert answer.status_code == 303

    async def wants(self, **fields: Any) -> Any:
        """Fill in the page of their mails: a box is named to be ticked."""
        form = {"weekday": "0", "hour": "9", "zone": "", "language": "en"} | fields
        return await self.browser.send("/settings/mails", form)

    def mails(self) -> list[EmailMessage]:
        """What they got."""
        return [letter.read() for letter in self._mailboxes.letters if letter.to == [self.email]]


class Staff:
    """Members of the workspace of `caller`."""

    def __init__(self, app: Litestar, workspace: str, watch: Any, mailboxes: Mailboxes, stack: AsyncExitStack) -> None:
        self._app, self._workspace, self._watch, self._stack = app, workspace, watch, stack
        self.mailboxes = mailboxes

    async def join(self, role: Role = Role.product) -> Member:
        """Somebody new, called Kim."""
        known = {each.id for each in await accounts.members(self._workspace)}
        browser = await self._stack.enter_async_context(member(self._app, self._workspace, self._watch, role))
        (new,) = [each for each in await accounts.members(self._workspace) if each.id not in known]
        return Member(browser, new.id, new.email, self.mailboxes)


@pytest_asyncio.fixture(loop_scope="session")
async def staff(
    app: Litestar, caller: Any, watch: Any, engine: Engine, mailboxes: tuple[Mailboxes, int]
) -> AsyncIterator[Staff]:
    """Nobody yet."""
    async with AsyncExitStack() as stack:
        yield Staff(app, caller.workspace, watch, mailboxes[0], stack)


def text_of(mail: EmailMessage, kind: str = "plain") -> str:
    """The plain text of a mail, or its HTML."""
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())
