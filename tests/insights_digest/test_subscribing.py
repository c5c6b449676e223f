"""A member's own page of e-mails, and the way out that works signed out."""

import asyncio
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.application import application
from tests.people import member, stranger
from voc.accounts.documents import Member
from voc.accounts.domain import Role
from voc.subscriptions import queries, tokens
from voc.subscriptions.domain import COUNTED, Kind, next_turn

ZONES = ("Asia/Seoul", "UTC", "America/Los_Angeles", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin")
HERE = "/settings/mails"


@given(
    st.integers(0, 6),
    st.integers(0, 23),
    st.sampled_from(ZONES),
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),
)
def test_each_week_has_one_turn_after_it_was_counted(weekday, hour, zone, now):
    turn = next_turn(weekday, hour, zone, after=now)
    assert now < turn.at <= now + timedelta(days=8, hours=14)
    assert turn.week.weekday() == 0
    over = datetime.combine(turn.week + timedelta(days=7), datetime.min.time(), UTC)
    assert turn.at >= over + COUNTED
    assert turn.at < over + timedelta(days=8)
    following = next_turn(weekday, hour, zone, after=turn.at)
    assert following.week == turn.week + timedelta(days=7)


def test_a_monday_morning_in_seoul_waits_until_the_week_is_counted():
    turn = next_turn(0, 8, "Asia/Seoul", after=datetime(2026, 3, 1, 12, tzinfo=UTC))
    assert (turn.at, turn.week) == (datetime(2026, 3, 2, 0, 30, tzinfo=UTC), date(2026, 2, 23))
    later = next_turn(0, 10, "Asia/Seoul", after=datetime(2026, 3, 1, 12, tzinfo=UTC))
    assert (later.at, later.week) == (datetime(2026, 3, 2, 1, tzinfo=UTC), date(2026, 2, 23))


async def test_a_stranger_and_a_program_have_no_such_page(app, caller):
    async with stranger(app) as visitor:
        answer = await visitor.http.get(HERE)
        assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2Fsettings%2Fmails")
    assert (await caller.http.get(HERE)).status_code == 303, "a key is nobody who reads e-mails"


async def test_who_never_said_gets_what_names_them_and_nothing_else(staff, caller):
    kim = await staff.join()
    reader = (await queries.readers(caller.workspace))[kim.id]
    assert [kind for kind in Kind if reader.wishes.wants(kind)] == [Kind.mention]
    shown = (await kim.http.get(HERE)).text
    assert 'name="mention" value="yes" checked' in shown
    assert 'name="digest" value="yes">' in shown
    assert kim.email in shown


async def test_what_a_member_wants_is_kept_and_says_when_it_comes(staff, caller):
    kim, lee = await staff.join(), await staff.join()
    answer = await kim.wants(digest="yes", alert="yes", weekday="2", hour="7", zone="Europe/Berlin", language="ko")
    assert answer.headers["location"] == "/settings/mails?saved=1"
    shown = (await kim.http.get("/settings/mails?saved=1")).text
    assert "The next weekly report comes on 4 Mar 2026, 07:00 (Europe/Berlin)." in shown
    assert 'name="digest" value="yes" checked' in shown
    assert 'name="mention" value="yes">' in shown, "what is not ticked is not wanted"
    reader = (await queries.readers(caller.workspace))[kim.id]
    assert (reader.language, reader.zone, reader.wishes.weekday) == ("ko", "Europe/Berlin", 2)
    assert (await queries.readers(caller.workspace))[lee.id].wishes.digest is False


@pytest.mark.parametrize("wrong", [{"zone": "Mars/Base"}, {"hour": "24"}, {"weekday": "x"}, {"language": "fr"}])
async def test_a_field_that_does_not_fit_changes_nothing(staff, caller, wrong):
    kim = await staff.join()
    answer = await kim.wants(digest="yes", **wrong)
    assert answer.status_code == 422
    assert "Not saved yet." in answer.text
    assert await queries.subscription(caller.workspace, kim.id) is None


@pytest.mark.parametrize(
    ("role", "says"), [(Role.admin, "Connect one under Channels"), (Role.viewer, "An administrator")]
)
async def test_without_a_provider_the_page_says_what_to_do(staff, caller, watch, settings, role, says):
    async with member(application(settings, watch), caller.workspace, watch, role) as browser:
        shown = (await browser.http.get(HERE)).text
    assert "No provider of e-mail is connected" in shown
    assert says in shown
    assert "No provider of e-mail is connected" not in (await (await staff.join()).http.get(HERE)).text


async def test_one_click_of_a_mail_program_stops_one_kind_and_no_other(staff, app, caller):
    kim = await staff.join()
    await kim.wants(digest="yes", alert="yes", mention="yes")
    path = f"/m/{tokens.token_of(kim.id, Kind.digest)}"
    async with stranger(app) as program:
        assert (await program.http.head(path)).status_code == 200
        shown = await program.http.get(path)
        assert shown.status_code == 200
        assert kim.email not in shown.text, "whoever holds the link need not learn the address"
        assert (await queries.readers(caller.workspace))[kim.id].wishes.digest is True, "looking changes nothing"
        answer = await program.http.post(path, data={"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer.text) == (200, "You are unsubscribed.\n")
    wishes = (await queries.readers(caller.workspace))[kim.id].wishes
    assert [kind for kind in Kind if wishes.wants(kind)] == [Kind.alert, Kind.mention]


@pytest.mark.parametrize("language", ["en", "ko"])
async def test_a_click_can_be_taken_back_signed_out(staff, app, caller, language):
    kim = await staff.join()
    path = f"/m/{tokens.token_of(kim.id, Kind.mention)}"
    async with stranger(app) as visitor:
        answer = await visitor.http.post(path, data={"stop": "mention", "lang": language})
        assert answer.headers["location"] == f"{path}?lang={language}"
        shown = (await visitor.http.get(answer.headers["location"])).text
        assert {"en": "You are unsubscribed.", "ko": "다시 받기"}[language] in shown
        assert (await queries.readers(caller.workspace))[kim.id].wishes.mention is False
        await visitor.http.post(path, data={"again": "mention"})
    assert (await queries.readers(caller.workspace))[kim.id].wishes.mention is True


async def test_a_link_that_we_did_not_make_or_of_somebody_gone_leads_nowhere(staff, app, caller, watch):
    kim = await staff.join()
    good = tokens.token_of(kim.id, Kind.digest)
    forged = (good[:-1] + ("a" if good[-1] != "a" else "b"), good.replace("-digest-", "-alert-"), "x", f"{good}x")
    async with stranger(app) as visitor:
        for token in forged:
            assert (await visitor.http.get(f"/m/{token}")).status_code == 404
            assert (await visitor.http.post(f"/m/{token}")).status_code == 404
        await Member.get_pymongo_collection().delete_one({"_id": kim.id})
        assert (await visitor.http.get(f"/m/{good}")).status_code == 404
    assert await queries.subscription(caller.workspace, kim.id) is None


async def test_the_report_leads_to_the_page(app, caller, watch):
    async with member(app, caller.workspace, watch) as browser:
        shown = (await browser.http.get("/insights/report")).text
        assert re.search(r'href="/settings/mails">.*Get it by e-mail', shown)


async def test_links_of_several_mails_used_at_once_all_count(staff, app, caller):
    kim = await staff.join()
    paths = [f"/m/{tokens.token_of(kim.id, kind)}" for kind in Kind]
    async with stranger(app) as visitor:
        for answer in ("again", "stop") * 4:
            await asyncio.gather(*(visitor.http.post(path, data={answer: "x"}) for path in paths))
            wishes = (await queries.readers(caller.workspace))[kim.id].wishes
            assert [wishes.wants(kind) for kind in Kind] == [answer == "again"] * len(Kind)
