"""The chat panel, colleagues' answers, answers at once, and the thread that all of it makes."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio
from phones import Phone

from voc.channels.domain import Channel
from voc.channels.ids import message_id
from voc.conversations import queries, service
from voc.customers import identities, suppression
from voc.customers.domain import Claim, IdentityKind
from voc.customers.resolving import resolve
from voc.errors import Invalid, NotFound

HELLO = "My parcel is late"


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(caller: Any, watch: Any, settings: Any) -> Phone:
    """Somebody in the chat panel whom nobody knows."""
    return Phone(caller, watch, settings, f"v:{uuid4().hex}", Channel.chat)


@pytest_asyncio.fixture(loop_scope="session")
async def known(caller: Any, watch: Any, settings: Any) -> Phone:
    """A customer in the chat panel, with an e-mail address."""
    ref = uuid4().hex
    claims = [Claim(kind=IdentityKind.external, value=ref), Claim(kind=IdentityKind.email, value=f"{ref}@example.com")]
    await resolve(caller.workspace, claims, now=watch(), source="test")
    return Phone(caller, watch, settings, f"c:{ref}", Channel.chat)


async def chats(phone: Phone, text: str = HELLO, submission: str = "one") -> str:
    """They write in the panel; returns whose the message is then."""
    id_ = await service.chat_in(phone.workspace, phone.address, text, submission, now=phone.watch())
    await phone.take(id_)
    row = await phone.row()
    assert row["customer"]
    return str(row["customer"])


async def lines(phone: Phone) -> list[tuple[bool, str]]:
    found = await queries.chat(phone.workspace, [phone.address])
    return [(each.ours, each.text) for each in found]


async def test_a_line_in_the_panel_is_stored_once_and_is_feedback(visitor: Phone) -> None:
    for _ in range(3):
        await chats(visitor)
    assert await visitor.feedback() == [HELLO]
    assert await lines(visitor) == [(False, HELLO)]


async def test_a_colleague_answers_in_the_panel(visitor: Phone) -> None:
    customer = await chats(visitor)
    visitor.watch.turn(timedelta(seconds=30))
    await service.say(visitor.workspace, customer, "It comes today.", by="mem_1", now=visitor.watch())
    assert await lines(visitor) == [(False, HELLO), (True, "It comes today.")]
    assert (await visitor.row())["unread"] == 0


async def test_the_answer_goes_by_mail_to_whoever_is_no_longer_there(known: Phone) -> None:
    customer = await chats(known)
    ids = await service.say(known.workspace, customer, "Soon.", by="mem_1", now=known.watch())
    assert len(ids) == 1  # still in the panel
    known.watch.turn(timedelta(minutes=3))
    ids = await service.say(known.workspace, customer, "It is here.", by="mem_1", now=known.watch())
    assert len(ids) == 2
    thread = await queries.thread(known.workspace, [customer])
    assert {each.channel for each in thread.items if each.text == "It is here."} == {"chat", "email"}
    assert {each.by for each in thread.items if each.direction == "out"} == {"mem_1"}


async def test_whoever_refused_mails_gets_none(known: Phone) -> None:
    customer = await chats(known)
    (mail,) = [way for way in await service.ways(known.workspace, customer) if way.channel == Channel.email]
    await suppression.suppress(known.workspace, "email", mail.address, "refused", now=known.watch())
    known.watch.turn(timedelta(minutes=3))
    assert len(await service.say(known.workspace, customer, "Soon.", by="mem_1", now=known.watch())) == 1


async def test_an_answer_sent_twice_goes_out_once(visitor: Phone) -> None:
    customer = await chats(visitor)
    for _ in range(2):
        await service.say(visitor.workspace, customer, "Hi", by="m", now=visitor.watch(), submission_id="s1")
    assert await lines(visitor) == [(False, HELLO), (True, "Hi")]


async def test_a_browser_that_only_claims_to_be_a_customer_is_known_as_such(visitor: Phone, known: Phone) -> None:
    ref = known.address.removeprefix("c:")
    await chats(known)
    said = await service.chat_in(known.workspace, visitor.address, "It is me!", "x", now=known.watch(), customer=ref)
    await known.take(said)
    customer = (await known.row())["customer"]
    thread = await queries.thread(known.workspace, [customer])
    assert {each.text: each.proven for each in thread.items} == {HELLO: True, "It is me!": False}
    ways = await service.ways(known.workspace, customer)
    assert {way.address: way.proven for way in ways if way.channel == Channel.chat} == {
        known.address: True,
        visitor.address: False,
    }
    assert await lines(visitor) == [(False, "It is me!")]


async def test_nobody_reads_the_chat_of_another_workspace_or_person(visitor: Phone, new_caller: Any) -> None:
    customer = await chats(visitor)
    other = await new_caller()
    assert await queries.chat(other.workspace, [visitor.address]) == []
    assert await queries.chat(visitor.workspace, ["v:somebody-else"]) == []
    assert (await queries.thread(other.workspace, [customer])).items == ()
    with pytest.raises(NotFound):
        await service.say(other.workspace, customer, "Hi", by="m", now=visitor.watch())


async def test_there_must_be_something_to_say_and_somewhere(visitor: Phone) -> None:
    customer = await chats(visitor)
    with pytest.raises(Invalid):
        await service.say(visitor.workspace, customer, "  ", by="m", now=visitor.watch())
    with pytest.raises(service.Unreachable):
        await service.say(visitor.workspace, customer, "x", by="m", now=visitor.watch(), channel=Channel.sms)
    with pytest.raises(Invalid):
        await service.chat_in(visitor.workspace, visitor.address, "", "two", now=visitor.watch())


async def test_a_colleague_answers_by_sms_where_they_wrote_last(phone: Phone) -> None:
    await phone.says(HELLO)
    customer = (await phone.row())["customer"]
    await service.say(phone.workspace, customer, "It comes today.", by="mem_1", now=phone.watch())
    last = (await phone.deliveries())[-1]
    assert (last["channel"], last["origin"]["kind"], last["purpose"]) == ("sms", "reply", "reply")


async def test_the_thread_pages_through_everything_once(phone: Phone) -> None:
    for place in range(7):
        await phone.says(f"message number {place}")
    customer = (await phone.row())["customer"]
    seen: list[str] = []
    before: int | None = None
    while True:
        page = await queries.thread(phone.workspace, [customer], before=before, limit=3)
        seen += [each.text for each in page.items]
        if page.next is None:
            break
        before = page.next
    assert seen == [f"message number {place}" for place in reversed(range(7))]


async def test_what_is_read_waits_no_longer(phone: Phone) -> None:
    await phone.says(HELLO)
    (waiting,) = await queries.waiting(phone.workspace)
    assert (waiting.customer, waiting.unread) == ((await phone.row())["customer"], 1)
    await service.read(phone.workspace, waiting.customer or "", now=phone.watch())
    assert await queries.waiting(phone.workspace) == []


async def test_an_answer_travels_in_the_response_where_nothing_can_be_sent_later(phone: Phone) -> None:
    kakao = Phone(phone.caller, phone.watch, phone.settings, uuid4().hex, Channel.kakao)
    id_ = await kakao.writes("도움말")
    (said,) = await service.answer_now(kakao.workspace, [id_], settings=kakao.settings, clock=kakao.watch)
    assert "수신거부" in said.text
    assert said.to == kakao.address
    again = await service.answer_now(kakao.workspace, [id_], settings=kakao.settings, clock=kakao.watch)
    assert [each.id for each in again] == [said.id]


async def test_somebody_known_by_a_telephone_is_one_person_in_every_conversation(phone: Phone) -> None:
    await phone.says(HELLO)
    claim = Claim(kind=IdentityKind.phone, value=phone.address)
    owners = await identities.owners(phone.workspace, [claim])
    assert owners[claim] == (await phone.row())["customer"]
    assert message_id(phone.workspace, "sms.test", "x").startswith("msg_")
