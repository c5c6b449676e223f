import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.accounts.conftest import Browser, build
from voc.accounts import sessions
from voc.accounts.domain import SignInRefused, TooManyAttempts

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_eleventh_failure_for_an_account_is_refused_from_anywhere(browsers, member, watch):
    for _ in range(10):
        assert (await browsers().sign_in(member, "wrong")).status_code == 401
    refused = await browsers().sign_in(member)
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "900"
    assert "15" in refused.text
    watch.turn(timedelta(minutes=15))
    assert (await browsers().sign_in(member)).status_code == 303


async def fail_from(client, watch, *, times):
    for _ in range(times):
        with pytest.raises(SignInRefused):
            await sessions.sign_in(f"{uuid4().hex}@example.test", "wrong", address=client, replaces=None, now=watch())


@pytest.fixture
def quick(monkeypatch):
    """No time is spent on hashing: every password is wrong."""

    async def never(*_):
        return False

    monkeypatch.setattr(sessions, "matches", never)


async def test_a_hundred_failures_from_an_address_are_refused_for_any_account(quick, workspace, member, watch):
    await fail_from("192.0.2.7", watch, times=100)
    for address, refusal in (("192.0.2.7", TooManyAttempts), ("192.0.2.8", SignInRefused)):
        with pytest.raises(refusal):
            await sessions.sign_in(member, "wrong", address=address, replaces=None, now=watch())


async def test_behind_a_trusted_proxy_each_client_counts_alone(database, settings, watch, member, quick):
    behind = settings.model_copy(update={"trusted_proxies": ("198.51.0.0/16",)})
    person = Browser(build(behind, watch), "http://voc.test")
    await fail_from("203.0.113.6", watch, times=100)
    token = await person.token()
    for sent, status in {"203.0.113.6": 429, "203.0.113.7": 401, "203.0.113.7, 203.0.113.6": 429}.items():
        person.http.headers["x-forwarded-for"] = sent
        assert (await person.sign_in(member, "wrong", token=token)).status_code == status


async def test_attempts_at_the_same_time_cannot_slip_through(browsers, member):
    crowd = [browsers() for _ in range(25)]
    tokens = await asyncio.gather(*(each.token() for each in crowd))
    answers = await asyncio.gather(
        *(each.sign_in(member, "wrong", token=token) for each, token in zip(crowd, tokens, strict=True))
    )
    assert sorted(answer.status_code for answer in answers) == [401] * 10 + [429] * 15


async def test_people_who_know_their_password_are_not_counted(browser, member):
    token = await browser.token()
    for _ in range(12):
        assert (await browser.sign_in(member, token=token)).status_code == 303
