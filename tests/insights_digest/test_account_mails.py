"""The mails that let somebody in: in their language, and useless to whoever reads them in the outbox."""

import re
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from tests.insights_digest.conftest import Staff, text_of
from tests.people import stranger
from tests.resting import resting
from voc.accounts.domain import Role

pytestmark = pytest.mark.asyncio(loop_scope="session")

LINK = re.compile(r"/a/lnk_[a-z0-9-]+")


def mail_to(staff: Staff, email: str) -> Any:
    (letter,) = [letter.read() for letter in staff.mailboxes.letters if letter.to == [email]]
    return letter


@pytest.mark.parametrize(("language", "words"), [("ko", "초대"), ("en", "invite")])
async def test_an_invitation_comes_by_mail(
    app: Any, caller: Any, staff: Staff, engine: Any, database: AsyncDatabase[Any], language: str, words: str
) -> None:
    email = f"{caller.workspace.lower()}-{language}@example.test"
    wish = {"email": email, "role": "analyst", "language": language}
    made = (await caller.http.post("/v1/members/invitations", json=wish)).json()
    assert made["mailed"] is True
    await engine.settle()
    mail = mail_to(staff, email)
    link = LINK.search(text_of(mail))
    assert link
    assert made["url"].endswith(link[0])
    assert words in text_of(mail)
    assert "List-Unsubscribe" not in mail
    kept = (await resting(database, caller.workspace))["deliveries"]
    assert link[0] not in kept
    assert not LINK.search(kept)
    async with stranger(app) as person:
        joined = await person.send(link[0], {"name": "Lee", "password": "a quite new password"})
        assert joined.status_code == 303


async def test_whoever_forgot_their_password_gets_a_link(app: Any, caller: Any, staff: Staff, engine: Any) -> None:
    kim = await staff.join(Role.agent)
    async with stranger(app) as person:
        for _ in range(3):
            assert (await person.send("/login/forgot", {"email": kim.email.upper()})).status_code == 200
        await engine.settle()
        link = LINK.search(text_of(mail_to(staff, kim.email)))
        assert link
        done = await person.send(link[0], {"password": "a quite new password"})
        assert done.status_code == 303
        assert (await person.http.get("/feedback")).status_code == 200
        assert (await kim.http.get("/feedback")).status_code == 303


async def test_a_withdrawn_invitation_is_not_mailed(caller: Any, staff: Staff, engine: Any) -> None:
    email = f"{caller.workspace.lower()}-gone@example.test"
    made = (await caller.http.post("/v1/members/invitations", json={"email": email, "role": "viewer"})).json()
    await caller.http.delete(f"/v1/members/invitations/{made['invitation']['id']}")
    await engine.settle()
    assert [letter for letter in staff.mailboxes.letters if letter.to == [email]] == []
