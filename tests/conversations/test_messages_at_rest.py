"""Nothing personal that a customer writes lies in clear, and nothing that is needed of it is lost."""

import json
from typing import Any

import pytest
import pytest_asyncio
from phones import Phone
from structlog.testing import capture_logs

from tests.engine import alone, declared_tasks, engine  # noqa: F401  pytest finds fixtures by name
from voc import vault
from voc.accounts import catching_up
from voc.channels import contents
from voc.channels.delivery import deliver, only_suppression
from voc.conversations import earlier as sealing_earlier
from voc.conversations import effects, queries, sealing, service
from voc.queue import Task
from voc.responses.sealing import opened

CARD = "4111 1111 1111 1111"
SAID = f"제 카드 {CARD}로 두 번 결제됐어요. 010-2345-6789로 전화 주세요."
SHOWN = "제 카드 [CARD]로 두 번 결제됐어요. [PHONE]로 전화 주세요."
MAIL = "minsu.kim@example.com"
QUESTIONS = [
    {"id": "mail", "type": "email", "text": {"en": "Where can we write to?"}},
    {"id": "why", "type": "text", "text": {"en": "Why?"}},
]


async def rests(database: Any, workspace: str) -> str:
    """Everything that is stored of what was said, as whoever has the database reads it."""
    names = ("messages", "conversations", "feedback", "responses", "deliveries")
    rows = [await database[name].find({"workspace": workspace}).to_list() for name in names]
    return json.dumps(rows, default=str, ensure_ascii=False)


async def goes_out(phone: Phone, id_: str) -> None:
    """It goes out: here, into the built-in outbox."""
    assert await deliver([id_], gate=only_suppression, settings=phone.settings, clock=phone.watch) == 1


async def test_what_a_customer_writes_is_sealed_and_may_be_read_masked(phone: Phone, database: Any) -> None:
    await phone.says(SAID)
    stored = await rests(database, phone.workspace)
    assert CARD not in stored
    assert "2345-6789" not in stored
    assert await phone.feedback() == [SHOWN]
    person = await phone.person()
    (line,) = (await queries.thread(phone.workspace, [person.customer])).items
    assert line.text == SHOWN
    (kept,) = await database.feedback.find({"workspace": phone.workspace}).to_list()
    assert vault.unseal(phone.workspace, kept["verbatim"]) == SAID


async def test_a_message_without_anything_personal_is_kept_once(phone: Phone, database: Any) -> None:
    await phone.says("The app is slow")
    (row,) = await database.messages.find({"workspace": phone.workspace}).to_list()
    assert (row["text"], row["given"]) == ("The app is slow", "")


async def test_an_answer_is_understood_word_for_word_and_rests_nowhere(phone: Phone, database: Any) -> None:
    await phone.is_asked(questions=QUESTIONS)
    await phone.says(MAIL)
    await phone.says(SAID)
    (response,) = await phone.responses()
    assert opened(response) == {"mail": MAIL, "why": SAID}
    stored = await rests(database, phone.workspace)
    assert MAIL not in stored
    assert CARD not in stored
    run = sealing.run_of(await phone.row())
    assert run is not None
    assert run.answers == {"mail": MAIL, "why": SAID}


async def test_what_a_crash_left_to_do_is_sealed_and_done_later(
    phone: Phone, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def dies(*_: Any, **__: Any) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(effects, "_keep", dies)
        await phone.take(await phone.writes(SAID))
    row = await phone.row()
    assert sealing.effect_of(row).words == SAID
    assert CARD not in await rests(database, phone.workspace)
    await phone.says("hello?")
    assert SHOWN in await phone.feedback()


async def test_a_subject_is_answered_as_it_was_written(mailbox: Phone, database: Any) -> None:
    subject = "Call 010-2345-6789 about my order"
    await mailbox.says("It is late", subject=subject, message_id="<1@example.com>")
    assert "2345-6789" not in await rests(database, mailbox.workspace)
    person = await mailbox.person()
    await service.say(mailbox.workspace, person.customer, "Today.", by="mem_1", now=mailbox.watch())
    (sent,) = [each for each in await mailbox.deliveries() if each["origin"]["kind"] == "reply"]
    assert (contents.opened(sent) or {})["subject"] == f"Re: {subject}"
    assert "2345-6789" not in await rests(database, mailbox.workspace)


async def test_what_a_colleague_repeats_is_sealed_and_read_as_it_was_sent(phone: Phone, database: Any) -> None:
    await phone.says(SAID)
    said = "We will call you at 010-2345-6789."
    customer = (await phone.person()).customer
    (id_,) = await service.say(phone.workspace, customer, said, by="mem_1", now=phone.watch())
    assert "2345-6789" not in await rests(database, phone.workspace)
    assert (await phone.heard())[-1] == said
    assert (await phone.caller.http.get(f"/v1/deliveries/{id_}")).json()["text"] == said
    told = await phone.caller.http.get(f"/v1/customers/{customer}/timeline", params={"kind": "delivery"})
    assert said in [each["text"] for each in told.json()["items"]]
    await goes_out(phone, id_)
    assert "2345-6789" not in await rests(database, phone.workspace)


@pytest_asyncio.fixture(loop_scope="session")
async def earlier(engine: Any, phone: Phone, database: Any) -> Phone:  # noqa: F811  it begins with nothing to do
    """A conversation as it was stored before anything of it was sealed."""
    await alone(database, phone.workspace)
    await phone.is_asked(questions=QUESTIONS)
    await phone.says(MAIL)
    mine = {"workspace": phone.workspace}
    run = sealing.run_of(await phone.row())
    assert run is not None
    change = {"$set": {"run": run.model_dump(mode="json"), "subject": "010-2345-6789"}}
    await database.conversations.update_one(mine, change)
    await database.messages.update_one(mine, {"$set": {"text": SAID}, "$unset": {"given": ""}})
    return phone


async def test_earlier_conversations_go_on(earlier: Phone) -> None:
    await earlier.says("too slow")
    (response,) = await earlier.responses()
    assert opened(response) == {"mail": MAIL, "why": "too slow"}


async def test_earlier_ones_are_masked_when_somebody_looks_and_sealed_for_good_after(
    earlier: Phone,
    engine: Any,  # noqa: F811
    database: Any,
) -> None:
    person = await earlier.person()
    lines = (await queries.thread(earlier.workspace, [person.customer])).items
    assert [line.text for line in lines if line.direction == "in"] == [SHOWN]
    assert CARD in await rests(database, earlier.workspace)
    await engine.settle()
    stored = await rests(database, earlier.workspace)
    assert [each for each in (CARD, MAIL, "2345-6789") if each in stored] == []
    (row,) = await database.messages.find({"workspace": earlier.workspace}).to_list()
    assert json.loads(vault.unseal(earlier.workspace, row["given"]))["text"] == SAID
    await earlier.says("too slow")
    assert len(await earlier.responses()) == 1


async def seal(phone: Phone) -> None:
    """What a worker does that is woken for this workspace."""
    chore = f"{phone.workspace}:{Task.seal_messages}"
    await sealing_earlier.seal(chore, now=phone.watch(), work=phone.settings.work)


async def test_earlier_ones_are_sealed_though_nobody_looks(
    earlier: Phone,
    database: Any,
) -> None:
    await catching_up.begin([Task.seal_messages], now=earlier.watch())
    await seal(earlier)
    stored = await rests(database, earlier.workspace)
    assert [each for each in (CARD, MAIL, "2345-6789") if each in stored] == []
    mine = {"_id": f"{earlier.workspace}:{Task.seal_messages}"}
    chore = await database.chores.find_one(mine)
    assert chore["state"] == "done"
    await catching_up.begin([Task.seal_messages], now=earlier.watch())
    assert await database.chores.find_one(mine) == chore


@pytest.mark.parametrize("at_once", [1, 2, 500])
async def test_one_that_cannot_be_sealed_keeps_no_other_in_clear(
    earlier: Phone,
    database: Any,
    monkeypatch: pytest.MonkeyPatch,
    at_once: int,
) -> None:
    monkeypatch.setattr(sealing_earlier, "AT_ONCE", at_once)
    message = await database.messages.find_one({"workspace": earlier.workspace})
    conversation = await database.conversations.find_one({"workspace": earlier.workspace})
    for name in ("!first", "zz-last"):
        mine = {"_id": f"{name} {earlier.workspace}"}
        await database.messages.insert_one(message | mine)
        await database.conversations.insert_one(conversation | mine)
    await database.messages.insert_one(message | {"_id": f"!broken {earlier.workspace}", "text": 5})
    broken = {"_id": f"!broken {earlier.workspace}", "run": {"answers": MAIL}}
    await database.conversations.insert_one(conversation | broken)
    await catching_up.begin([Task.seal_messages], now=earlier.watch())
    with capture_logs() as logs:
        await seal(earlier)
    told = [each for each in logs if each["event"] == "earlier record not sealed"]
    assert [each["record"] for each in told] == [f"!broken {earlier.workspace}"] * 2
    assert MAIL not in repr(told)
    await database.messages.delete_one({"_id": f"!broken {earlier.workspace}"})
    await database.conversations.delete_one({"_id": f"!broken {earlier.workspace}"})
    stored = await rests(database, earlier.workspace)
    assert [each for each in (CARD, MAIL, "2345-6789") if each in stored] == []
