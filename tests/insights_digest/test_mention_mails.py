"""Who is named in a note is told by e-mail, what comes within minutes in one; each note in exactly one mail."""

from contextlib import suppress
from datetime import timedelta
from itertools import count

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st
from pymongo.errors import AutoReconnect

from tests.backlog_workflow.ranked import rank
from tests.insights_digest.conftest import text_of
from tests.interrupting import Interruption
from tests.people import stranger
from voc.accounts.documents import Member
from voc.backlog.workflow import announcing
from voc.backlog.workflow.mentioning import window_of
from voc.channels.documents import Delivery
from voc.subscriptions import tokens
from voc.subscriptions.domain import Kind
from voc.vault import Unreadable

CALLS = ("insert_one", "insert_many", "update_one", "bulk_write", "find_one", "find_one_and_update")


@pytest_asyncio.fixture(loop_scope="session")
async def shop(caller, engine, watch):
    """Two ranked items."""
    caller.items = await rank(caller.workspace, watch, titles=("The app <b>logs</b> me out", "Dark mode"))
    return caller


async def rename(member, name):
    """So that members can be told apart in notes."""
    await Member.get_pymongo_collection().update_one({"_id": member.id}, {"$set": {"name": name}})


@pytest_asyncio.fixture(loop_scope="session")
async def two(staff, shop):
    """Minji and Ann."""
    minji, ann = await staff.join(), await staff.join()
    await rename(minji, "민지")
    await rename(ann, "Ann")
    for each in (minji, ann):
        await each.wants(mention="yes")
    return minji, ann


async def note(browser, item, text):
    path = f"/backlog/{item}"
    answer = await browser.browser.send(f"{path}/notes", {"text": text}, form=path)
    assert answer.status_code == 303, answer.text


async def passes(engine, watch, minutes):
    for _ in range(minutes):
        watch.turn(timedelta(minutes=1))
        await engine.settle()


async def test_a_note_that_names_somebody_is_one_mail_to_them_alone(two, shop, engine, watch):
    minji, ann = two
    await note(minji, shop.items[0], "@Ann please <i>look</i>\ncall 010-1234-5678")
    await engine.settle()
    assert ann.mails() == [], "others may follow within minutes"
    await passes(engine, watch, 12)
    assert minji.mails() == []
    (mail,) = ann.mails()
    assert mail["Subject"] == "민지 names you: Fix: The app <b>logs</b> me out"
    for kind in ("plain", "html"):
        said = text_of(mail, kind)
        assert f"http://voc.test/backlog/{shop.items[0]}" in said
        assert "1234" not in said, "a customer's number that a colleague copied stays inside"
    assert "please &lt;i&gt;look&lt;/i&gt;<br>" in text_of(mail, "html")
    assert tokens.token_of(ann.id, Kind.mention) in mail["List-Unsubscribe"]
    assert mail["To"] == ann.email


@pytest.mark.parametrize(
    ("own", "subject"),
    [
        (None, "민지의 언급: The app <b>logs</b> me out 고치기"),
        ("로그인 유지", "민지의 언급: 로그인 유지"),
    ],
)
async def test_the_item_is_called_what_is_to_be_done_in_the_readers_language(two, shop, engine, watch, own, subject):
    minji, ann = two
    await ann.wants(mention="yes", language="ko")
    if own:
        await shop.http.patch(f"/v1/backlog/{shop.items[0]}", json={"title": own})
    await note(minji, shop.items[0], "@Ann look")
    await passes(engine, watch, 12)
    (mail,) = ann.mails()
    assert mail["Subject"] == subject
    assert subject.partition(": ")[2] in text_of(mail)


async def test_several_within_minutes_come_in_one_and_later_ones_in_another(two, shop, engine, watch):
    minji, ann = two
    one, other = shop.items
    watch.turn(timedelta(seconds=5))
    await note(minji, one, "@Ann first")
    await engine.settle()
    watch.turn(timedelta(seconds=90))
    await note(minji, other, "@Ann second")
    await passes(engine, watch, 6)
    (mail,) = ann.mails()
    assert mail["Subject"] == "2 notes name you"
    said = text_of(mail)
    assert said.index("@Ann first") < said.index("@Ann second")
    await note(minji, one, "@Ann third")
    await passes(engine, watch, 12)
    assert len(ann.mails()) == 2
    assert "first" not in text_of(ann.mails()[1])


async def test_a_note_that_was_taken_back_is_not_told_of(two, shop, engine, watch):
    minji, ann = two
    await note(minji, shop.items[0], "@Ann by mistake")
    await engine.settle()
    await shop.http.post(f"/v1/backlog/{shop.items[0]}/undo")
    await passes(engine, watch, 12)
    assert ann.mails() == []
    (row,) = await Delivery.get_pymongo_collection().find({"origin.id": ann.id}).to_list()
    assert (row["status"], row["last_error"]) == ("expired", "The notes were taken back.")


async def test_who_names_themselves_or_unsubscribed_gets_none(two, shop, app, engine, watch):
    minji, ann = two
    async with stranger(app) as program:
        path = f"/m/{tokens.token_of(ann.id, Kind.mention)}"
        assert (await program.http.post(path, data={"List-Unsubscribe": "One-Click"})).status_code == 200
    await note(minji, shop.items[0], "@Ann and @민지")
    await passes(engine, watch, 12)
    assert (minji.mails(), ann.mails()) == ([], [])
    assert await Delivery.get_pymongo_collection().find({"workspace": shop.workspace}).to_list() == []


async def test_announcing_again_sends_nothing_again(two, shop, engine, watch, database):
    minji, ann = two
    await note(minji, shop.items[0], "@Ann look")
    for _ in range(3):
        undone = {"unannounced": True, "announced": 0}
        await database.backlog_work.update_one({"_id": shop.items[0]}, {"$set": undone})
        await passes(engine, watch, 11)
    assert len(ann.mails()) == 1


@pytest.mark.parametrize("heard", [False, True])
async def test_a_break_at_any_call_loses_and_repeats_no_note(two, shop, engine, watch, monkeypatch, heard):
    _, ann = two
    breaking = Interruption(monkeypatch, CALLS, AutoReconnect("connection broken"))
    for place in count(1):
        body = {"text": f"@Ann look, {place}."}
        assert (await shop.http.post(f"/v1/backlog/{shop.items[0]}/notes", json=body)).status_code < 300
        breaking.at(place, heard=heard)
        for _ in range(5):
            with suppress(AutoReconnect):
                await engine.settle()
            engine.published.clear()  # as with a broker that forgets
            watch.turn(timedelta(minutes=3))
        unbroken = breaking.stop()
        rows = await Delivery.get_pymongo_collection().find({"origin.id": ann.id}).to_list()
        assert {row["status"] for row in rows} <= {"sent", "held"}
        assert len(rows) == place
        told = [text_of(mail) for mail in ann.mails()]
        held = sum(row["status"] == "held" for row in rows)
        times = [sum(f"look, {each}." in text for text in told) for each in range(1, place + 1)]
        assert max(times) == 1
        assert times.count(0) <= held
        if unbroken:
            break
    assert place > 5, "nothing was broken"


async def test_what_nobody_told_for_a_day_is_no_news(two, shop, engine, watch):
    minji, ann = two
    await note(minji, shop.items[0], "@Ann look")
    watch.turn(timedelta(hours=25))
    await passes(engine, watch, 6)
    assert ann.mails() == []


class Failing:
    """Mails of notes fail until they are `mended`."""

    def __init__(self, monkeypatch):
        self.mended, self.tried, self._real = False, 0, announcing.mail_mentions
        monkeypatch.setattr(announcing, "mail_mentions", self)

    async def __call__(self, *args, **named):
        self.tried += 1
        if not self.mended:
            raise Unreadable("The provider's secret cannot be read.")
        await self._real(*args, **named)


async def test_a_mail_that_failed_is_tried_again_and_keeps_no_other_waiting(two, shop, engine, watch, monkeypatch):
    minji, ann = two
    failing = Failing(monkeypatch)
    await note(minji, shop.items[0], "@Ann look")
    await passes(engine, watch, 30)
    assert ann.mails() == []
    assert 2 < failing.tried < 10, "ever more seldom"
    failing.mended = True
    await note(minji, shop.items[1], "@Ann and here")
    await passes(engine, watch, 12)
    assert "and here" in text_of(ann.mails()[0])
    await passes(engine, watch, 20)
    told = "".join(text_of(mail) for mail in ann.mails())
    assert (told.count("@Ann look"), told.count("@Ann and here"), len(ann.mails())) == (1, 1, 2)


async def test_a_mail_that_keeps_failing_is_given_up_after_a_day(two, shop, engine, watch, monkeypatch, database):
    minji, ann = two
    failing = Failing(monkeypatch)
    await note(minji, shop.items[0], "@Ann look")
    for _ in range(50):
        watch.turn(timedelta(minutes=30))
        await engine.settle()
    assert (await database.backlog_work.find_one({"_id": shop.items[0]}))["unannounced"] in (False, 0)
    tried, failing.mended = failing.tried, True
    watch.turn(timedelta(days=30))
    await engine.settle()
    assert (failing.tried, ann.mails()) == (tried, [])
    assert tried < 40


async def test_without_a_provider_nothing_waits(two, shop, engine, watch, settings):
    minji, ann = two
    await note(minji, shop.items[0], "@Ann look")
    engine.context = engine.context.model_copy(update={"settings": settings})
    await passes(engine, watch, 12)
    assert await Delivery.get_pymongo_collection().find({"workspace": shop.workspace}).to_list() == []


async def test_a_program_that_names_somebody_is_called_one(two, shop, engine, watch):
    _, ann = two
    answer = await shop.http.post(f"/v1/backlog/{shop.items[0]}/notes", json={"text": "@Ann look"})
    assert answer.status_code < 300, answer.text
    await passes(engine, watch, 12)
    assert [mail["Subject"] for mail in ann.mails()] == ["A program names you: Fix: The app <b>logs</b> me out"]


@given(st.lists(st.integers(0, 3_600_000), max_size=20))
def test_windows_part_time_without_gap_or_overlap(times):
    for at in times:
        since, until = window_of(at)
        assert since <= at < until
        assert window_of(since) == window_of(until - 1) == (since, until)
