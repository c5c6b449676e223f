"""Colleagues are told when customers could not follow the links in messages."""

from collections.abc import Callable
from typing import Any

import pytest
from litestar import Litestar

from tests.application import application
from tests.inviting import Company, company
from tests.people import member
from voc.accounts.domain import Role
from voc.channels import service
from voc.channels.reaching import trouble
from voc.settings import Settings

__all__ = ["company"]
MAIL_SERVER = {"host": "127.0.0.1", "security": "none", "sender": "Acme <hello@example.com>"}


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1:8000", "loopback"),
        ("https://localhost", "loopback"),
        ("http://[::1]:8000/", "loopback"),
        ("http://0.0.0.0:8000", "loopback"),
        ("https://voc.localhost", "loopback"),
        ("http://voc.example.com", "http"),
        ("http://192.168.0.7", "http"),
        ("https://voc.example.com", ""),
        ("https://localhost.example.com", ""),
    ],
)
def test_an_address_is_read_as_its_readers_would(url: str, said: str) -> None:
    assert trouble(url) == said


@pytest.fixture
def reached_at(settings: Settings, database: Any, watch: Any) -> Callable[[str], Litestar]:
    """Makes the application with another public address."""

    def make(url: str) -> Litestar:
        return application(settings.model_copy(update={"public_url": url}), watch)

    return make


@pytest.mark.parametrize(
    ("url", "warning"),
    [
        ("http://127.0.0.1:8000", "Customers cannot open the links in messages"),
        ("http://voc.test", "mail programs offer no one-click unsubscribing"),
    ],
)
async def test_pages_warn_as_soon_as_anything_is_sent(
    reached_at: Callable[[str], Litestar], company: Company, watch: Any, url: str, warning: str
) -> None:
    made = await company.campaign("email\na@example.com\n", start=False)
    pages = ("/settings/channels", f"/campaigns/{made['id']}/start")
    async with member(reached_at(url), company.workspace, watch, Role.admin) as admin:
        for page in pages:
            assert "VOC_PUBLIC_URL" not in (await admin.http.get(page)).text
        await service.connect(company.workspace, "email.smtp", MAIL_SERVER, now=watch())
        for page in pages:
            shown = (await admin.http.get(page)).text
            assert warning in shown
            assert url in shown
            assert "VOC_PUBLIC_URL" in shown
