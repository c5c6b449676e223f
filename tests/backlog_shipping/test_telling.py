"""When an item ships, those who raised it are told once each, after a person said so."""

import re
from datetime import timedelta

import pytest

from tests.backlog_shipping.shipping import NIGHT, SAID, TITLE
from tests.people import member, stranger
from voc.backlog.telling import service
from voc.backlog.telling.defaults import words_for
from voc.backlog.telling.documents import Telling
from voc.channels.documents import Delivery
from voc.channels.redacting import without_keys
from voc.customers import consents, merging, suppression
from voc.customers.consents import Decision
from voc.customers.domain import customer_id
from voc.invitations.gate import gate
from voc.queue import TASKS, Task
from voc.values import Scope


async def statuses(shop):
    return [(row["masked"][0], row["channel"], row["status"]) for row in await shop.messages()]


async def test_nothing_is_sent_before_a_person_confirms_it(shop):
    await shop.move("planned", "shipped")
    await shop.post.settle()
    assert "Tell 2 customers" in await shop.page()
    assert "3 known customers raised this." in await shop.page()
    answer = await shop.browser.send(f"/backlog/{shop.item}/tell", {"act": "look", "text_en": "Hello {{link}}"})
    assert answer.status_code == 200
    await shop.post.settle()
    assert await shop.messages() == []
    item = (await shop.browser.http.get(f"/backlog/{shop.item}", params={"lang": "en"})).text
    assert "Nobody has been told yet that it is shipped." in item


async def test_each_is_told_once_on_the_channel_that_they_used(shop):
    await shop.http.patch(f"/v1/backlog/{shop.item}", json={"title": "Stay signed in"})
    await shop.http.put("/v1/sending-rules", json={"sender_name": shop.name})
    await shop.move("planned", "shipped")
    assert (await shop.tell()).status_code == 303
    ben, ann = await shop.messages()
    assert (ann["channel"], ann["status"], ann["purpose"]) == ("email", "sent", "outcome")
    assert (ben["channel"], ben["status"]) == ("sms", "sent")
    said = ann["content"]["text"]
    assert said.startswith(f"Hello Ann,\n\nthis is {shop.name}. You told us about “Stay signed in”. It is fixed now.")
    assert "To get no more messages like this: http://voc.test/u/" in said
    assert "/u/dlv_" in ann["content"]["headers"]["List-Unsubscribe"]
    assert ben["content"]["text"].startswith("고객님, 안녕하세요.")
    assert ben["content"]["text"].count("http://voc.test/l/") == 2
    assert "2 customers told" in await shop.page()


async def test_reopened_and_shipped_again_nobody_is_told_twice_but_who_is_new(shop):
    await shop.move("planned", "shipped")
    await shop.tell()
    await shop.move("in_progress", "shipped")
    await shop.hear("dan", "Me too", "email", email="dan@example.test")
    await shop.post.settle()
    assert len(await shop.messages()) == 2
    assert (await shop.tell()).status_code == 303
    assert [row["status"] for row in await shop.messages()] == ["sent"] * 3
    assert (await shop.tell()).status_code == 200
    assert len(await shop.messages()) == 3


async def test_who_is_part_of_somebody_who_was_told_is_told_no_more(shop):
    await shop.move("planned", "shipped")
    await shop.tell()
    whole = await shop.hear("eve", "Again and again", "email", email="eve@example.test")
    ann = customer_id(shop.workspace, "ann")
    await merging.merge(shop.workspace, into=whole, other=ann, now=shop.post.watch(), by="a member")
    await shop.tell(people="1")
    assert len(await shop.messages()) == 2


async def test_work_that_stops_anywhere_tells_once_when_it_is_done_again(shop, monkeypatch):
    await shop.move("planned", "shipped")
    complete = service.outbox.complete

    async def dies(*_, **__):
        raise RuntimeError("killed")

    monkeypatch.setattr(service.outbox, "complete", dies)
    with pytest.raises(RuntimeError):
        await shop.tell()
    monkeypatch.setattr(service.outbox, "complete", complete)
    shop.post.published.clear()
    await shop.post.later(minutes=30)
    assert await statuses(shop) == [("+", "sms", "sent"), ("a", "email", "sent")]
    row = await Telling.get_pymongo_collection().find_one({"_id": shop.item})
    assert row["state"] == "done"


async def test_at_night_they_wait_for_the_morning(shop):
    await shop.at(NIGHT)
    await shop.move("planned", "shipped")
    await shop.tell()
    assert {row["status"] for row in await shop.messages()} == {"queued"}
    await shop.post.later(hours=11)
    assert {row["status"] for row in await shop.messages()} == {"sent"}


async def test_what_is_reopened_before_the_morning_waits_until_it_is_confirmed_again(shop):
    await shop.at(NIGHT)
    await shop.move("planned", "shipped")
    await shop.tell()
    await shop.move("in_progress")
    await shop.at(NIGHT + timedelta(hours=12))
    await shop.post.settle()
    assert {row["status"] for row in await shop.messages()} == {"queued"}
    await shop.move("shipped")
    await shop.post.later(hours=1)
    assert {row["status"] for row in await shop.messages()} == {"queued"}
    assert "2 messages wait since the item was reopened." in await shop.page()
    await shop.tell(text_en="Now it really is. {{link}}", text_ko="")
    await shop.post.later(hours=1)
    rows = await shop.messages()
    assert [row["status"] for row in rows] == ["sent"] * 2
    assert all(row["content"]["text"].startswith("Now it really is.") for row in rows)


async def test_what_may_have_been_sent_is_unclear_until_somebody_decides(shop):
    await shop.move("planned", "shipped")
    await shop.tell()
    ben, _ = await shop.messages()
    held = {"$set": {"status": "held", "state": "parked"}}
    await Delivery.get_pymongo_collection().update_one({"_id": ben["_id"]}, held)
    shown = await shop.page()
    assert 'href="/outbox?status=held">1 unclear</a>' in shown
    assert "not reached" not in shown


async def test_what_stays_reopened_is_never_sent(shop):
    await shop.at(NIGHT)
    await shop.move("planned", "shipped")
    await shop.tell()
    await shop.move("in_progress")
    await shop.post.later(days=31)
    assert {(row["status"], row["history"][-1]["reason"]) for row in await shop.messages()} == {
        ("expired", "Reopened before it was sent.")
    }


async def test_an_address_that_refuses_gets_nothing_and_another_one_of_theirs_may(shop):
    await suppression.suppress(shop.workspace, "phone", "+821012345678", "bounced", now=shop.post.watch())
    await suppression.suppress(shop.workspace, "email", "ann@example.test", "unsubscribed", now=shop.post.watch())
    await shop.move("planned", "shipped")
    assert "Tell 1 customer" in await shop.page()
    await shop.tell()
    assert await statuses(shop) == [("b", "email", "sent")]


async def test_who_refuses_after_it_was_queued_gets_nothing(shop):
    await shop.at(NIGHT)
    await shop.move("planned", "shipped")
    await shop.tell()
    refused = Decision(channel="sms", purpose="survey", given=False)
    ben = customer_id(shop.workspace, "ben")
    await consents.record(shop.workspace, ben, refused, now=shop.post.watch())
    await suppression.suppress(shop.workspace, "email", "ann@example.test", "complained", now=shop.post.watch())
    await shop.post.later(hours=11)
    assert [(row["status"], row["history"][-1]["reason"]) for row in await shop.messages()] == [
        ("withheld", "refused"), ("withheld", "complained"),
    ]  # fmt: skip


async def test_advertising_reaches_only_who_agreed_and_is_labelled(shop):
    await shop.http.put(
        "/v1/sending-rules", json={"sender_name": "한빛", "sender_contact": "02-1", "opt_out_number": "080-1"}
    )
    agreed = Decision(channel="sms", purpose="advertising", given=True)
    await consents.record(shop.workspace, customer_id(shop.workspace, "ben"), agreed, now=shop.post.watch())
    await shop.move("planned", "shipped")
    await shop.tell(purpose="advertising", people="1")
    (ben,) = await shop.messages()
    assert (ben["status"], ben["purpose"]) == ("sent", "advertising")
    assert ben["content"]["text"].startswith("(광고) [한빛]")
    assert "무료 수신거부 080-1" in ben["content"]["text"]


async def test_while_somebody_types_the_messages_alone_are_shown(shop):
    await shop.move("planned", "shipped")
    words = {"act": "words", "text_ko": "고쳤어요, {{name|고객}}님", "subject_ko": "소식"}
    shown = (await shop.browser.send(f"/backlog/{shop.item}/tell", words)).text
    assert "고쳤어요, 김지민님" in shown
    assert "Tell 2 customers" not in shown
    assert await shop.messages() == []


async def test_a_number_that_has_changed_meanwhile_is_confirmed_again(shop):
    await shop.move("planned", "shipped")
    answer = await shop.tell(people="1")
    assert (answer.status_code, await shop.messages()) == (200, [])
    assert 'name="people" value="2"' in answer.text


@pytest.mark.parametrize(
    "fields", [{"text_ko": "", "text_en": " "}, {"text_en": "Hi {{first name}}"}, {"text_ko": "가" * 2_001}]
)
async def test_words_that_do_not_fit_are_said_and_nothing_is_sent(shop, fields):
    await shop.move("planned", "shipped")
    answer = await shop.tell(**fields)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert await shop.messages() == []


async def test_what_is_not_shipped_tells_nobody(shop):
    await shop.move("planned")
    assert "This item is not shipped" in await shop.page()
    answer = await shop.browser.send(f"/backlog/{shop.item}/tell", {"act": "send", "text_en": "Hi", "people": "2"})
    assert answer.status_code == 200
    await shop.post.settle()
    assert await shop.messages() == []


async def test_strangers_readers_and_programs_confirm_nothing(shop, new_caller):
    await shop.move("planned", "shipped")
    path = f"/backlog/{shop.item}/tell"
    reader, other = await new_caller(Scope.read, workspace=shop.workspace), await new_caller()
    for program in (reader, shop, other):
        assert (await program.http.get(path)).headers["location"].startswith("/login")
    async with stranger(shop.app) as browser:
        assert (await browser.http.get(path)).status_code in (303, 401)
    async with member(shop.app, other.workspace, shop.post.watch) as browser:
        assert (await browser.http.get(path)).status_code == 404


async def test_the_link_shows_their_own_words_and_where_it_stands(shop):
    await shop.move("planned", "shipped")
    await shop.tell()
    _, ann = await shop.messages()
    (link,) = re.findall(r"http://voc\.test(/f/\S+)", ann["content"]["text"])
    async with stranger(shop.app) as reader:
        answer = await reader.http.get(link)
        assert answer.status_code == 200
        assert (answer.headers["x-robots-tag"], answer.headers["cache-control"]) == ("noindex, nofollow", "no-store")
        assert "What you told us about is done." in answer.text
        assert SAID in answer.text
        for others in ("Logged out again", "로그아웃", TITLE, "ben"):
            assert others not in answer.text
        assert (await reader.http.head(link)).status_code == 200
        korean = (await reader.http.get(link, params={"lang": "ko"})).text
        assert "말씀해 주신 일이 해결되었어요." in korean
        await shop.move("in_progress")
        assert "We are working on what you told us." in (await reader.http.get(link)).text
        for wrong in (link[:-1], link[:-3] + "aaa", "/f/x", link.replace("/f/", "/u/")):
            assert (await reader.http.get(wrong)).status_code == 404
        away = re.search(r'href="(/u/[^"?]+)', answer.text)[1]
        await reader.http.post(away, data={})
        await shop.http.request("DELETE", "/v1/customers/ann")
        assert (await reader.http.get(link)).status_code == 404
    assert await suppression.suppressed(shop.workspace, "email", ["ann@example.test"])


async def test_what_is_kept_of_a_message_that_a_provider_took_lets_nobody_in(shop):
    await shop.move("planned", "shipped")
    await shop.tell()
    _, ann = await shop.messages()
    kept = without_keys(ann["content"]["text"])
    assert "http://voc.test/f/…" in kept
    assert "dlv_" not in kept


async def test_the_last_look_forgets_nothing_that_it_does_not_know(shop):
    await shop.move("planned", "shipped")
    await shop.tell()
    rows = await shop.messages()
    await Telling.get_pymongo_collection().delete_one({"_id": shop.item})
    verdicts = await gate(rows, shop.post.watch(), public_url="http://voc.test")
    assert {verdict.status for verdict in verdicts.values()} == {"expired"}
    assert await Delivery.get_pymongo_collection().find_one({"_id": rows[0]["_id"]})


@pytest.mark.parametrize("title", [None, "{{name}} fails", "로그인이 풀려요", "100% of %(company)s"])
@pytest.mark.parametrize("kind", ["complaint", "idea"])
def test_the_words_that_we_suggest_always_fit(title, kind):
    words = words_for(title, kind, "Han{{bit}}")
    assert set(words) == {"ko", "en"}
    assert all("{{link}}" in each.text and each.subject for each in words.values())


async def test_one_word_that_cannot_be_queued_keeps_no_other_of_its_batch_waiting(shop):
    await shop.move("planned", "shipped")
    await shop.tell()
    await Delivery.get_pymongo_collection().delete_many({"origin.id": shop.item})
    tellings = Telling.get_pymongo_collection()
    pending = {"state": "pending", "attempts": 0}
    await tellings.update_one({"_id": shop.item}, {"$set": pending})
    broken = [await tellings.find_one({"_id": shop.item}) | {"_id": id_} for id_ in ("bl_0", "bl_zzz")]
    for row in broken:
        await tellings.insert_one(row)
    await TASKS[Task.tell_askers](["bl_0", shop.item, "bl_zzz"], shop.post.context)
    rows = {row["_id"]: row for row in await tellings.find({"workspace": shop.workspace}).to_list()}
    assert rows[shop.item]["state"] == "done"
    assert len(await shop.messages()) == 2
    assert [rows[each["_id"]]["attempts"] for each in broken] == [1, 1]
    assert {row["owner"] for row in rows.values()} == {None}
