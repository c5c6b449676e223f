"""The report of a week by e-mail: once for each member and week, whatever stops between, and never in vain."""

from contextlib import suppress
from datetime import timedelta
from itertools import count
from uuid import uuid4

import pytest
import pytest_asyncio
from pymongo.errors import AutoReconnect

from tests.backlog_workflow.ranked import rank
from tests.insights_digest.conftest import text_of
from tests.interrupting import Interruption
from voc.accounts.documents import Member
from voc.channels import receiving
from voc.channels.documents import Delivery
from voc.channels.domain import Channel, Inbound
from voc.customers import suppression
from voc.digest import sending
from voc.settings import Email
from voc.subscriptions import tokens
from voc.subscriptions.domain import Kind
from voc.vault import Unreadable

CALLS = ("insert_one", "insert_many", "update_one", "bulk_write", "find_one", "find_one_and_update")
SURVEY = {
    "name": "After delivery",
    "questions": [{"id": "nps", "type": "nps", "text": {"en": "Would you recommend us?", "ko": "추천?"}}],
}


@pytest.fixture
def breaking(monkeypatch):
    """The connection breaks at one of the calls to come, once."""
    return Interruption(monkeypatch, CALLS, AutoReconnect("connection broken"))


@pytest_asyncio.fixture(loop_scope="session")
async def shop(caller, engine, watch):
    """Three answers and a ranked backlog, on a Sunday."""
    made = (await caller.http.post("/v1/surveys", json=SURVEY)).json()
    assert (await caller.http.post(f"/v1/surveys/{made['id']}/publish")).status_code == 200
    caller.survey = made["id"]
    await answer(caller, 10, 10, 0)
    caller.items = await rank(caller.workspace, watch, titles=("The app <b>logs</b> me out", "Dark mode"))
    await engine.settle(rounds=30)
    return caller


async def answer(shop, *scores):
    for score in scores:
        body = {"survey": shop.survey, "submission_id": uuid4().hex, "answers": {"nps": score}}
        assert (await shop.http.post("/v1/responses", json=body)).status_code == 202


async def monday(engine, watch):
    """It is Monday noon."""
    watch.turn(timedelta(days=1))
    await engine.settle(rounds=30)


async def queued(workspace):
    condition = {"workspace": workspace, "origin.kind": "digest"}
    return await Delivery.get_pymongo_collection().find(condition).to_list()


async def test_the_mail_says_what_the_page_says_with_intervals_and_no_arrow_under_30(staff, shop, engine, watch):
    kim = await staff.join()
    await kim.wants(digest="yes")
    await engine.settle()
    assert kim.mails() == []
    await monday(engine, watch)
    (mail,) = kim.mails()
    assert mail["Subject"] == "Weekly report, 23 Feb 2026 to 1 Mar 2026"
    assert (mail["Auto-Submitted"], mail["Content-Language"]) == ("auto-generated", "en")
    for kind in ("plain", "html"):
        said = text_of(mail, kind)
        assert "+33" in said
        assert "n = 3" in said
        assert "Nothing from the week before to compare with." in said
        assert not set("▲▼") & set(said)
        assert "Fix: Dark mode" in said
        assert "http://voc.test/insights/report?week=2026-02-23" in said
        assert f"http://voc.test/backlog/{shop.items[0]}" in said
    assert "Fix: The app &lt;b&gt;logs&lt;/b&gt; me out" in text_of(mail, "html")
    assert "Fix: The app <b>logs</b> me out" in text_of(mail)
    page = (await (await staff.join()).http.get("/insights/report?week=2026-02-23")).text
    assert "+33" in page
    assert "n = 3" in page


async def test_enough_answers_show_an_arrow_where_chance_rarely_does_as_much(staff, shop, engine, watch):
    kim = await staff.join()
    await kim.wants(digest="yes")
    await answer(shop, *[0] * 40)
    await monday(engine, watch)
    await answer(shop, *[10] * 40)
    for _ in range(7):
        watch.turn(timedelta(days=1))
        await engine.settle(rounds=30)
    before, after = kim.mails()
    assert not set("▲▼") & set(text_of(before))
    assert "▲ Up +" in text_of(after)
    assert "Chance alone rarely does as much." in text_of(after, "html")


async def test_a_korean_member_reads_korean(staff, shop, engine, watch):
    kim = await staff.join()
    await kim.wants(digest="yes", language="ko")
    await monday(engine, watch)
    (mail,) = kim.mails()
    assert mail["Subject"] == "주간 보고서, 2026. 2. 23. ~ 2026. 3. 1."
    assert 'lang="ko"' in text_of(mail, "html")
    assert "받을 이메일 고르기" in text_of(mail)


async def test_a_mail_program_finds_the_way_out_in_it(staff, shop, engine, watch):
    kim = await staff.join()
    await kim.wants(digest="yes")
    secure = engine.context.settings.model_copy(update={"public_url": "https://voc.test"})
    engine.context = engine.context.model_copy(update={"settings": secure})
    await monday(engine, watch)
    (mail,) = kim.mails()
    link = f"https://voc.test/m/{tokens.token_of(kim.id, Kind.digest)}"
    assert mail["List-Unsubscribe"] == f"<{link}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in text_of(mail)
    assert link in text_of(mail, "html")
    (row,) = await queued(shop.workspace)
    assert tokens.token_of(kim.id, Kind.digest) not in str(row["content"]), "nobody reads somebody else's key"


async def test_each_week_has_one_mail_whatever_runs_twice(staff, shop, engine, watch, database):
    kim, lee = await staff.join(), await staff.join()
    await kim.wants(digest="yes")
    await lee.wants(digest="yes", weekday="1")
    await monday(engine, watch)
    await database.subscriptions.update_one({"_id": kim.id}, {"$set": {"next_dispatch_at": 0, "turn_at": 1}})
    await kim.comes_back()
    await kim.wants(digest="yes", hour="20")
    for _ in range(8):
        watch.turn(timedelta(hours=12))
        await engine.settle()
    subjects = [mail["Subject"] for mail in kim.mails()]
    assert len(set(subjects)) == len(subjects) == 1
    assert len(lee.mails()) == 1
    watch.turn(timedelta(days=4))
    await engine.settle()
    assert len({mail["Subject"] for mail in kim.mails()}) == len(kim.mails()) == 2


@pytest.mark.parametrize("heard", [False, True])
async def test_a_break_at_any_call_loses_and_repeats_nothing(staff, shop, engine, watch, breaking, heard):
    kim = await staff.join()
    await kim.wants(digest="yes")
    watch.turn(timedelta(days=1))
    for place in count(1):
        breaking.at(place, heard=heard)
        with suppress(AutoReconnect):
            await engine.settle()
        unbroken = breaking.stop()
        for _ in range(6):
            engine.published.clear()  # as with a broker that forgets
            await engine.settle()
            watch.turn(timedelta(minutes=1))
        rows = await queued(shop.workspace)
        told = [row for row in rows if row["status"] in ("sent", "held")]
        assert len(told) == len(rows) == place
        subjects = [mail["Subject"] for mail in kim.mails()]
        assert len(subjects) == len(set(subjects)) >= sum(row["status"] == "sent" for row in rows)
        if unbroken:
            break
        watch.turn(timedelta(days=7) - timedelta(minutes=6))
    assert place > 5, "nothing was broken"


async def test_what_a_mail_server_may_have_taken_is_held_and_not_repeated(staff, shop, engine, watch):
    kim = await staff.join()
    await kim.wants(digest="yes")
    staff.mailboxes.to_message = "drop"
    await monday(engine, watch)
    watch.turn(timedelta(hours=1))
    await engine.settle()
    (row,) = await queued(shop.workspace)
    assert (row["status"], row["state"]) == ("held", "parked")
    assert len(kim.mails()) == 1
    await kim.comes_back()
    shown = (await kim.http.get("/settings/mails")).text
    assert "Unclear, held" in shown


async def test_whose_access_ended_gets_nothing(staff, shop, engine, watch):
    kim, lee = await staff.join(), await staff.join()
    for each in (kim, lee):
        await each.wants(digest="yes")
    await Member.get_pymongo_collection().delete_one({"_id": kim.id})
    await monday(engine, watch)
    assert (len(kim.mails()), len(lee.mails())) == (0, 1)


async def test_whose_access_ends_between_the_turn_and_the_sending_gets_nothing(staff, shop, engine, watch):
    kim, lee = await staff.join(), await staff.join()
    for each in (kim, lee):
        await each.wants(digest="yes")
    staff.mailboxes.to_sender = "451 later"
    await monday(engine, watch)
    await Member.get_pymongo_collection().delete_one({"_id": kim.id})
    await lee.http.post(f"/m/{tokens.token_of(lee.id, Kind.digest)}")
    staff.mailboxes.to_sender = "250 OK"
    watch.turn(timedelta(minutes=5))
    await engine.settle()
    assert staff.mailboxes.letters == []
    found = {row["origin"]["id"]: (row["status"], row["last_error"]) for row in await queued(shop.workspace)}
    assert found == {
        kim.id: ("expired", "Their access or address has changed."),
        lee.id: ("withheld", "unsubscribed"),
    }


async def test_a_dead_address_gets_nothing_and_one_that_unsubscribed_as_a_customer_does(staff, shop, engine, watch):
    kim, lee = await staff.join(), await staff.join()
    for each, reason in ((kim, "bounced"), (lee, "unsubscribed")):
        await each.wants(digest="yes")
        await suppression.suppress(shop.workspace, "email", each.email, reason, now=watch())
    await monday(engine, watch)
    assert (len(kim.mails()), len(lee.mails())) == (0, 1)
    await kim.comes_back()
    assert "Nothing is sent to your address." in (await kim.http.get("/settings/mails")).text


async def test_without_a_provider_nothing_is_queued_and_the_next_week_is_sent(staff, shop, engine, watch, settings):
    kim = await staff.join()
    await kim.wants(digest="yes")
    connected = engine.context
    assert settings.email == Email()
    engine.context = connected.model_copy(update={"settings": settings})
    await monday(engine, watch)
    assert await queued(shop.workspace) == []
    engine.context = connected
    watch.turn(timedelta(days=1))
    await engine.settle()
    assert kim.mails() == []
    watch.turn(timedelta(days=6))
    await engine.settle()
    assert [mail["Subject"] for mail in kim.mails()] == ["Weekly report, 2 Mar 2026 to 8 Mar 2026"]


async def test_a_report_that_is_due_comes_though_its_reader_saves_other_wishes(staff, shop, engine, watch):
    kim, lee = await staff.join(), await staff.join()
    for each in (kim, lee):
        await each.wants(digest="yes")
    watch.turn(timedelta(days=1))
    await kim.comes_back()
    await kim.wants(digest="yes", alert="yes", language="ko")
    await lee.comes_back()
    await lee.wants(digest="yes", weekday="4")
    await engine.settle(rounds=30)
    assert (len(kim.mails()), len(lee.mails())) == (1, 0)
    watch.turn(timedelta(days=4))
    await engine.settle(rounds=30)
    assert (len(kim.mails()), len(lee.mails())) == (1, 1), "another day is another turn"


@pytest.mark.parametrize("everything", [False, True])
async def test_a_report_that_keeps_failing_is_shown_and_can_be_retried(
    staff, shop, engine, watch, monkeypatch, everything
):
    kim, lee = await staff.join(), await staff.join()
    for each in (kim, lee):
        await each.wants(digest="yes")
    real = sending.send

    async def failing(*args, **named):
        if args[2][0].reader.id == kim.id:
            raise RuntimeError("cannot queue for kim@example.test")
        return await real(*args, **named)

    monkeypatch.setattr(sending, "send", failing)
    await monday(engine, watch)
    for _ in range(10):
        watch.turn(timedelta(minutes=10))
        await engine.settle()
    assert (len(kim.mails()), len(lee.mails())) == (0, 1)
    await kim.comes_back()
    await lee.comes_back()
    own, others = (await kim.http.get("/settings/mails")).text, (await lee.http.get("/settings/mails")).text
    parked = (await lee.http.get("/feedback/parked")).text
    for page in (own, parked):
        assert "cannot queue for" in page
        assert "kim@example.test" not in page
    assert "failed five times and waits" not in others
    assert "Weekly report to" in parked
    monkeypatch.setattr(sending, "send", real)
    if everything:
        await lee.browser.send("/feedback/parked", {})
    else:
        await kim.browser.send("/settings/mails/retry", {}, form="/settings/mails")
    await engine.settle()
    assert (len(kim.mails()), len(lee.mails())) == (1, 1)
    assert "failed five times and waits" not in (await kim.http.get("/settings/mails")).text
    assert "Nothing is parked" in (await lee.http.get("/feedback/parked")).text


async def test_who_can_read_no_provider_is_told_that_the_report_did_not_come(staff, shop, engine, watch, monkeypatch):
    kim = await staff.join()
    await kim.wants(digest="yes")
    real = sending.send

    async def unreadable(*_, **__):
        raise Unreadable("The secret of the provider cannot be read.")

    monkeypatch.setattr(sending, "send", unreadable)
    await monday(engine, watch)
    monkeypatch.setattr(sending, "send", real)
    await kim.comes_back()
    shown = (await kim.http.get("/settings/mails")).text
    assert "The latest weekly report could not be sent. The next one comes on 9 Mar 2026" in shown
    assert "The secret of the provider cannot be read." in shown
    watch.turn(timedelta(days=7))
    await engine.settle(rounds=30)
    assert len(kim.mails()) == 1
    await kim.comes_back()
    assert "could not be sent" not in (await kim.http.get("/settings/mails")).text


async def test_a_turn_that_passed_long_ago_is_left_out(staff, shop, engine, watch):
    kim = await staff.join()
    await kim.wants(digest="yes")
    watch.turn(timedelta(days=4))
    await engine.settle()
    assert kim.mails() == []
    watch.turn(timedelta(days=4))
    await engine.settle()
    assert len(kim.mails()) == 1


async def test_who_answers_such_a_mail_is_no_customer(staff, shop, engine, watch):
    kim = await staff.join()
    await kim.wants(digest="yes")
    await monday(engine, watch)
    (mail,) = kim.mails()
    wrote = Inbound(event_id="m-1", sender=kim.email, text="Thanks!", in_reply_to=(mail["Message-ID"],))
    await receiving.store(shop.workspace, "email.imap", Channel.email, wrote, now=watch())
    await engine.settle()
    assert (await shop.http.get("/v1/customers")).json()["items"] == []
    assert "Thanks!" not in (await shop.http.get("/v1/feedback")).text
