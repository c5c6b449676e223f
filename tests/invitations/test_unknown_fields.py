"""An author who mistypes a merge field is told before anything is sent."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from litestar import Litestar

from tests.inviting import Company, Post
from tests.people import Browser, member
from voc.accounts.domain import Role
from voc.invitations.campaign_pages.unknown import strange

PEOPLE = "email,name,Plan\na@example.com,Ahn,gold\n"
WARNING = "Is it a typing mistake?"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hi {{name|there}}, {{ link }}", []),
        ("Hi {{NAME}} on {{ plan | free }}", []),
        ("Hi {{nam}} and {{nam|you}}", ["nam"]),
        ("Hi {{customer.name}} {{customer:plan|free}}", []),
        ("Hi {{customer.nam}} {{hidden:order}}", ["customer.nam"]),
        ("Hi {{custmer.name|you}}", ["custmer.name"]),
        ("Hi {{이름}}", ["이름"]),
        ("Hi {name} {{}}", [""]),
    ],
)
def test_what_is_unknown_is_named_as_it_was_written(text: str, said: list[str]) -> None:
    assert strange([text], {"name", "link", "plan"}) == said


@pytest_asyncio.fixture(loop_scope="session")
async def author(app: Litestar, company: Company, post: Post) -> AsyncIterator[Browser]:
    """Of the company."""
    async with member(app, company.workspace, post.watch, Role.admin) as browser:
        yield browser


async def test_the_message_and_the_last_step_list_unknown_fields(author: Browser, company: Company) -> None:
    words = {"en": {"subject": "Hi {{nam}}", "text": "Your {{plan}} and {{orderno|order}}: {{link}}"}}
    made = await company.campaign(PEOPLE, start=False, messages=words)
    for step in ("message", "start"):
        shown = (await author.http.get(f"/campaigns/{made['id']}/{step}")).text
        assert WARNING in shown
        assert "{{nam}}, {{orderno}}" in shown


async def test_what_is_known_is_no_mistake(author: Browser, company: Company) -> None:
    words = {"en": {"subject": "Hi {{Name}}", "text": "Your {{plan}}: {{link}}"}}
    made = await company.campaign(PEOPLE, start=False, messages=words)
    for step in ("message", "start"):
        assert WARNING not in (await author.http.get(f"/campaigns/{made['id']}/{step}")).text
