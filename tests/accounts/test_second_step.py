"""Whoever set a second step up signs in by it, and by nothing less."""

import asyncio
import re
from datetime import timedelta

import pyotp
import pytest
import pytest_asyncio

from tests.people import PASSWORD, member, stranger
from voc.accounts import queries, sessions
from voc.accounts.documents import SecondStep
from voc.accounts.domain import Role

pytestmark = pytest.mark.asyncio(loop_scope="session")

HERE = "/settings/security"


class Person:
    """A member with an app."""

    def __init__(self, browser, email, id_, watch):
        self.browser, self.email, self.id, self._watch = browser, email, id_, watch
        self.secret, self.codes = "", []

    def code(self, steps=0):
        """What the app shows, or showed so many steps ago."""
        return pyotp.TOTP(self.secret).at(int(self._watch().timestamp()) + 30 * steps)

    async def set_up(self):
        await self.browser.send(f"{HERE}/begin", {}, form=HERE)
        page = (await self.browser.http.get(f"{HERE}/app")).text
        self.secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
        assert "data:image/svg+xml" in page
        done = await self.browser.send(f"{HERE}/confirm", {"code": self.code()}, form=f"{HERE}/app")
        assert done.status_code == 200, done.text
        self.codes = re.findall(r"\b[a-z2-9]{5}-[a-z2-9]{5}\b", done.text)
        self._watch.now += timedelta(seconds=60)


@pytest_asyncio.fixture(loop_scope="session")
async def person(app, caller, watch):
    async with member(app, caller.workspace, watch, Role.agent) as browser:
        (me,) = await queries.members(caller.workspace)
        someone = Person(browser, me.email, me.id, watch)
        await someone.set_up()
        yield someone


async def password_of(browser, person, password=PASSWORD):
    return await browser.send("/login", {"email": person.email, "password": password, "next": "/feedback"})


async def take(browser, code):
    return await browser.send("/login/code", {"code": code, "next": "/feedback"})


async def test_a_password_alone_opens_nothing(app, person):
    async with stranger(app) as browser:
        half = await password_of(browser, person)
        assert (half.status_code, half.headers["location"]) == (303, "/login/code?next=%2Ffeedback")
        assert (await browser.http.get("/feedback")).headers["location"].startswith("/login")
        assert (await take(browser, "000000")).status_code == 403
        done = await take(browser, person.code())
        assert (done.status_code, done.headers["location"]) == (303, "/feedback")
        assert (await browser.http.get("/feedback")).status_code == 200


async def test_a_code_is_used_once_also_by_twenty_at_once(app, person):
    code = person.code()
    async with stranger(app) as browser:
        await password_of(browser, person)
        token = await browser.token("/login/code")
        fields = {"_csrf_token": token, "code": code, "next": "/"}
        answers = await asyncio.gather(*(browser.http.post("/login/code", data=fields) for _ in range(8)))
    ended = [answer.status_code for answer in answers if answer.headers.get("location") != "/login"]
    assert ended.count(303) == 1


async def test_a_recovery_code_lets_in_once(app, person):
    assert len(person.codes) == 10
    kept = await SecondStep.find_one({"_id": person.id})
    assert not {*person.codes, person.secret} & {*kept.recovery, kept.sealed}
    async with stranger(app) as browser:
        await password_of(browser, person)
        assert (await take(browser, person.codes[3].upper())).status_code == 303
    async with stranger(app) as browser:
        await password_of(browser, person)
        assert (await take(browser, person.codes[3])).status_code == 403
        assert (await take(browser, person.codes[4])).status_code == 303


@pytest.mark.parametrize(("steps", "status"), [(-2, 403), (-1, 303), (1, 303), (2, 403)])
async def test_clocks_may_differ_by_a_step(app, person, steps, status):
    async with stranger(app) as browser:
        await password_of(browser, person)
        assert (await take(browser, person.code(steps))).status_code == status


async def test_half_a_way_ends_by_time_and_by_a_new_password(app, caller, person, watch):
    async with stranger(app) as browser:
        await password_of(browser, person)
        watch.now += timedelta(minutes=11)
        late = await take(browser, person.code())
        assert (late.status_code, late.headers["location"]) == (303, "/login")
        assert (await browser.http.get("/feedback")).status_code == 303


async def test_guessing_is_refused(app, person):
    async with stranger(app) as browser:
        await password_of(browser, person)
        found = [(await take(browser, f"{number:06}")).status_code for number in range(11)]
        assert found == [403] * 10 + [429]


async def test_nobody_halfway_is_taken_for_another(app, caller, person, watch):
    async with stranger(app) as browser:
        await password_of(browser, person)
        cookie = browser.http.cookies["voc_halfway"]
        for forged in (
            "",
            "mem_x.1.a",
            cookie[:-1] + ("a" if cookie[-1] != "a" else "b"),
            cookie.replace(".", ".9", 1),
        ):
            browser.http.cookies.set("voc_halfway", forged, domain="voc.test")
            answer = await take(browser, person.code())
            assert answer.headers.get("location") == "/login", forged


async def test_a_new_password_by_link_still_asks_for_the_code(app, caller, person, watch):
    async with member(app, caller.workspace, watch, Role.owner) as owner:
        path = f"/settings/members/{person.id}/password"
        made = await owner.send(path, {}, form="/settings/members")
        link = re.search(r"/a/lnk_[a-z0-9-]+", made.text)[0]
        async with stranger(app) as browser:
            half = await browser.send(link, {"password": "a quite new password"})
            assert half.headers["location"].startswith("/login/code")
        made = await owner.send(path, {"second_step": "yes"}, form="/settings/members")
        link = re.search(r"/a/lnk_[a-z0-9-]+", made.text)[0]
        async with stranger(app) as browser:
            assert (await browser.send(link, {"password": "another new password"})).headers["location"] == "/"
            assert (await browser.http.get("/feedback")).status_code == 200


async def test_it_is_turned_off_by_the_password(app, person):
    refused = await person.browser.send(f"{HERE}/remove", {"password": "not this one"}, form=HERE)
    assert refused.status_code == 403
    assert (await person.browser.send(f"{HERE}/remove", {"password": PASSWORD}, form=HERE)).status_code == 303
    async with stranger(app) as browser:
        assert (await password_of(browser, person)).headers["location"] == "/feedback"


async def test_what_was_begun_counts_only_when_it_is_confirmed(app, caller, watch):
    async with member(app, caller.workspace, watch, Role.agent) as browser:
        (me,) = await queries.members(caller.workspace)
        await browser.send(f"{HERE}/begin", {}, form=HERE)
        wrong = await browser.send(f"{HERE}/confirm", {"code": "123"}, form=f"{HERE}/app")
        assert wrong.status_code == 403
        async with stranger(app) as other:
            assert (await password_of(other, Person(other, me.email, me.id, watch))).headers["location"] == "/feedback"


async def test_a_password_that_is_hashed_anew_still_leads_to_the_code(app, person, monkeypatch):
    monkeypatch.setattr(sessions, "is_outdated", lambda hashed: True)
    async with stranger(app) as browser:
        await password_of(browser, person)
        assert (await take(browser, person.code())).headers["location"] == "/feedback"
