"""Customers and we, message by message, on the real engine."""

from datetime import timedelta
from typing import Any

import pytest
from phones import Phone

from tests.surveying import NPS, WHY
from voc.channels.documents import Delivery
from voc.conversations import service
from voc.customers import suppression

PARCEL = "Where is my parcel?"


async def test_a_survey_is_held_by_text_message(phone: Phone) -> None:
    survey = await phone.is_asked()
    assert "How likely?" in (await phone.heard())[0]
    assert "Reply 0-10" in (await phone.heard())[0]
    assert "Why?" in (await phone.says("9!"))[0]
    assert "Thank you" in (await phone.says("Quick and kind"))[0]
    (stored,) = await phone.responses()
    assert stored["answers"] == {"nps": 9, "why": "Quick and kind"}
    assert (stored["survey"], stored["channel"], stored["finished"]) == (survey["id"], "sms", True)
    assert stored["customer"]["id"] == (await phone.person()).ref
    assert await phone.feedback() == []  # responses make verbatims of their own answers


async def test_words_beside_a_score_answer_the_next_question(phone: Phone) -> None:
    await phone.is_asked("ko")
    said = await phone.says("9점인데 느려요")
    assert len(said) == 1
    assert "감사" in said[0]
    (stored,) = await phone.responses()
    assert stored["answers"] == {"nps": 9, "why": "느려요"}


async def test_words_with_no_place_in_the_survey_are_feedback(phone: Phone) -> None:
    await phone.is_asked(questions=[NPS])
    await phone.says("9 but slow")
    assert await phone.feedback() == ["slow"]


async def test_branching_leads_the_conversation(phone: Phone) -> None:
    rule = {"when": {"on": "answer:nps", "is": "at_least", "value": 9}, "then": [{"do": "end", "ending": "fans"}]}
    endings = [{"id": "thanks", "title": {"en": "Noted."}}, {"id": "fans", "title": {"en": "You made our day!"}}]
    await phone.is_asked(questions=[NPS | {"rules": [rule]}, WHY], endings=endings)
    assert await phone.says("10") == ["You made our day!"]


async def test_a_question_that_was_not_understood_is_asked_again_and_the_words_are_kept(phone: Phone) -> None:
    await phone.is_asked()
    (said,) = await phone.says(PARCEL)
    assert "passed that on" in said
    assert "How likely?" in said
    assert await phone.feedback() == [PARCEL]
    await phone.says("8")
    assert (await phone.responses())[0]["answers"] == {"nps": 8}


async def test_an_opt_out_silences_the_address_and_is_confirmed_once(phone: Phone) -> None:
    await phone.is_asked()
    (said,) = await phone.says("STOP")
    assert "Acme" in said
    assert "2026-03-01" in said
    assert await suppression.suppressed(phone.workspace, "phone", [phone.address])
    assert (await phone.deliveries())[-1]["purpose"] == "notice"
    assert (await phone.row())["run"]["state"] == "opted-out"
    assert await phone.says("수신거부") == []
    (back,) = await phone.says("START")
    assert "again" in back
    assert not await suppression.suppressed(phone.workspace, "phone", [phone.address])


async def test_a_stranger_may_refuse_and_ask_for_help(phone: Phone) -> None:
    (helped,) = await phone.says("HELP")
    assert "STOP" in helped or "수신거부" in helped
    (said,) = await phone.says("그만 보내세요")
    assert "수신거부를 처리했어요" in said
    assert await suppression.suppressed(phone.workspace, "phone", [phone.address])
    assert await phone.feedback() == []


async def test_what_nobody_asked_for_is_feedback_of_its_customer(phone: Phone) -> None:
    assert await phone.says(PARCEL) == []
    listed = (await phone.caller.http.get("/v1/feedback")).json()["items"]
    person = await phone.person()
    assert [(each["text"], each["channel"], each["customer"]) for each in listed] == [(PARCEL, "sms", person.customer)]
    assert (await phone.row())["unread"] == 1


async def test_programs_are_not_analysed(mailbox: Phone) -> None:
    await mailbox.says("I am out of office", automatic=True)
    assert await mailbox.feedback() == []
    assert await mailbox.heard() == []


async def test_a_reminder_comes_once_and_then_the_survey_ends(phone: Phone) -> None:
    await phone.is_asked()
    await phone.look_after()
    assert len(await phone.heard()) == 1
    phone.watch.turn(timedelta(hours=24))
    await phone.look_after()
    await phone.look_after()
    assert len(await phone.heard()) == 2
    assert "reminder" in (await phone.heard())[1]
    phone.watch.turn(timedelta(hours=48))
    await phone.look_after()
    row = await phone.row()
    assert (row["run"]["state"], row["state"]) == ("expired", "done")
    (said,) = await phone.says("9 but slow")
    assert "closed" in said
    assert await phone.feedback() == ["9 but slow"]
    assert await phone.responses() == []


async def test_an_answer_moves_the_reminder(phone: Phone) -> None:
    await phone.is_asked()
    phone.watch.turn(timedelta(hours=23))
    await phone.says("9")
    phone.watch.turn(timedelta(hours=2))
    await phone.look_after()
    assert not any("reminder" in each for each in await phone.heard())


async def test_whoever_answers_elsewhere_is_not_reminded(phone: Phone) -> None:
    survey = await phone.is_asked()
    run = (await phone.row())["run"]
    body = {"survey": survey["id"], "submission_id": run["submission_id"], "answers": {"nps": 3}}
    assert (await phone.caller.http.post("/v1/responses", json=body)).status_code == 202
    phone.watch.turn(timedelta(hours=24))
    await phone.look_after()
    assert len(await phone.heard()) == 1
    await phone.says("It was late")
    assert await phone.feedback() == ["It was late"]


async def test_a_conversation_goes_on_where_the_page_was_left(phone: Phone) -> None:
    survey = await phone.is_asked(questions=[NPS, WHY, WHY | {"id": "more"}])
    run = (await phone.row())["run"]
    body = {"survey": survey["id"], "submission_id": run["submission_id"], "answers": {"nps": 3}, "sequence": 4}
    assert (await phone.caller.http.post("/v1/responses", json=body | {"finished": False})).status_code == 202
    await phone.says("5")
    (stored,) = await phone.responses()
    assert (stored["answers"], stored["sequence"]) == ({"nps": 5}, 5)


async def test_a_closed_survey_says_so(phone: Phone) -> None:
    survey = await phone.is_asked()
    assert (await phone.caller.http.post(f"/v1/surveys/{survey['id']}/close")).status_code == 200
    (said,) = await phone.says("9 but slow")
    assert "closed" in said
    assert (await phone.row())["run"]["state"] == "ended"
    assert await phone.feedback() == ["9 but slow"]


async def test_nobody_is_asked_two_surveys_at_once(phone: Phone) -> None:
    first = await phone.is_asked()
    second = await phone.caller.http.post("/v1/surveys", json={"name": "Other"})
    await phone.caller.http.post(f"/v1/surveys/{second.json()['id']}/publish")
    assert await phone.start(second.json()["id"]) is None
    assert (await phone.row())["run"]["survey"] == first["id"]
    phone.watch.turn(timedelta(hours=73))
    assert await phone.start(second.json()["id"]) is not None


async def test_the_same_errand_begins_once(phone: Phone) -> None:
    survey = await phone.is_asked()
    phone.watch.turn(timedelta(days=9))
    ids = [await phone.start(survey["id"], submission_id="inv-1") for _ in range(3)]
    assert len(set(ids)) == 1
    await phone.says("9")
    assert await phone.start(survey["id"], submission_id="inv-1") is None


async def test_a_survey_that_begins_with_a_file_is_refused(phone: Phone) -> None:
    file = {"id": "shot", "type": "file", "text": {"en": "Show us"}, "required": True}
    with pytest.raises(service.NotSuitable):
        await phone.is_asked(questions=[file, NPS])


async def test_answers_are_confirmed_in_the_order_they_were_written(phone: Phone) -> None:
    await phone.is_asked()
    first = await phone.writes("9")
    phone.watch.turn(timedelta(seconds=1))
    second = await phone.writes("so quick")
    await phone.take(second, first)
    assert (await phone.responses())[0]["answers"] == {"nps": 9, "why": "so quick"}


async def test_a_reply_to_a_mail_belongs_to_its_conversation_whatever_address_it_comes_from(mailbox: Phone) -> None:
    await mailbox.is_asked()
    (asked,) = await mailbox.deliveries()
    elsewhere = Phone(mailbox.caller, mailbox.watch, mailbox.settings, "alias@example.org", mailbox.channel)
    await elsewhere.says("9", in_reply_to=(f"<{asked['_id']}@voc.test>",), message_id="<m1@example.org>", subject="Hi")
    assert (await mailbox.responses())[0]["answers"] == {"nps": 9}
    last = (await mailbox.deliveries())[-1]["content"]
    assert (last["subject"], last["in_reply_to"]) == ("Re: Hi", "<m1@example.org>")


async def test_a_bare_score_without_a_run_is_feedback(mailbox: Phone) -> None:
    await mailbox.says("9", message_id="<m2@example.org>", subject="Re: Would you recommend us?")
    assert await mailbox.feedback() == ["9"]
    assert await mailbox.responses() == []


async def test_a_mail_program_unsubscribes_by_the_subject(mailbox: Phone) -> None:
    (said,) = await mailbox.says("", subject="unsubscribe", message_id="<m3@example.org>")
    assert "no more messages" in said
    assert await suppression.suppressed(mailbox.workspace, "email", [mailbox.address])


async def test_a_reply_below_an_unsubscribing_subject_is_no_refusal(mailbox: Phone) -> None:
    await mailbox.says("How do I get my refund?", subject="Re: Unsubscribe", message_id="<m4@example.org>")
    assert not await suppression.suppressed(mailbox.workspace, "email", [mailbox.address])
    assert await mailbox.feedback() == ["How do I get my refund?"]


async def test_every_delivery_in_a_conversation_names_it(phone: Phone) -> None:
    await phone.is_asked()
    await phone.says("9")
    found = await Delivery.get_pymongo_collection().find({"origin_id": phone.id}).to_list()
    assert {each["origin"]["kind"] for each in found} == {"conversation"}
    assert {each["customer"] for each in found} == {(await phone.person()).customer}


def test_buttons_are_offered_with_every_score() -> None:
    from asked import NOON, SURVEY, run

    from voc.conversations.domain import begin

    said: Any = begin(run("nps").model_copy(update={"at": None, "answers": {}}), definition=SURVEY, now=NOON).said[0]
    assert [each.value for each in said.choices] == [f"nps={score}" for score in range(11)]
