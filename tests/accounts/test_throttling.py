import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

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


async def test_the_eleventh_failure_from_an_address_is_refused_for_any_account(browser, browsers, member):
    for _ in range(10):
        assert (await browser.sign_in(f"{uuid4().hex}@example.test", "wrong")).status_code == 401
    assert (await browser.sign_in(member)).status_code == 429
    assert (await browsers().sign_in(member)).status_code == 303


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
