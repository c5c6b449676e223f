"""Colleagues' answers as sources: from conversations that ended well, and nothing personal of them."""

from datetime import timedelta
from uuid import uuid4

import pytest

from voc.channels import receiving
from voc.channels.documents import Delivery
from voc.channels.domain import Channel, Inbound, Status
from voc.clock import stamp
from voc.conversations import speaking
from voc.conversations.service import take
from voc.customers.domain import Claim, IdentityKind
from voc.customers.resolving import resolve
from voc.feedback.schemas import FeedbackIn
from voc.feedback.service import receive

QUESTION = "Can I change the address? My number is 010-1234-5678."
ANSWER = "You can change it until the parcel is packed. Write to lee@shop.example if not."


class Talk:
    """A customer who writes an e-mail, and colleagues who answer."""

    def __init__(self, shelf, settings) -> None:
        self.shelf, self.watch, self.settings = shelf, shelf.engine.watch, settings
        self.workspace, self.address = shelf.workspace, f"{uuid4().hex[:8]}@example.com"

    async def person(self):
        claim = Claim(kind=IdentityKind.email, value=self.address)
        return await resolve(self.workspace, [claim], now=self.watch(), source="test")

    async def asks(self, text=QUESTION):
        self.watch.turn(timedelta(minutes=1))
        inbound = Inbound(event_id=uuid4().hex, sender=self.address, text=text, at=self.watch())
        id_ = await receiving.store(self.workspace, "email.test", Channel.email, inbound, now=self.watch())
        await take([id_], settings=self.settings, clock=self.watch)

    async def answers(self, text=ANSWER):
        self.watch.turn(timedelta(minutes=1))
        person = await self.person()
        ids = await speaking.say(self.workspace, person.customer, text, by="mem_1", now=self.watch())
        out = {"$set": {"status": Status.delivered.value, "state": "done", "sent_at": stamp(self.watch())}}
        await Delivery.get_pymongo_collection().update_many({"_id": {"$in": ids}}, out)

    async def looks(self):
        """A night passes, and another."""
        assert (await self.shelf.http.post("/v1/faq-sources/replies")).status_code == 202
        self.watch.turn(timedelta(days=4))
        await self.shelf.engine.settle()
        self.watch.turn(timedelta(days=1, minutes=1))
        await self.shelf.engine.settle()
        return await self.shelf.all()


@pytest.fixture
def talk(shelf, settings):
    """Nothing was said yet."""
    return Talk(shelf, settings)


async def test_an_answer_that_was_left_becomes_a_source_without_anything_personal(talk):
    await talk.asks()
    await talk.answers()
    (source,) = await talk.looks()
    assert (source["kind"], source["state"], source["version"]) == ("reply", "done", 1)
    assert source["title"].startswith("Can I change the address?")
    (passage,) = (await talk.shelf.passages()).values()
    assert passage["text"].startswith("You can change it until the parcel is packed.")
    assert passage["heading"][0].startswith("Can I change the address?")
    assert "lee@" not in passage["text"]
    assert "1234" not in str(passage["heading"])
    assert source["address"].startswith("cnv_")


async def test_thanks_do_not_matter_and_asking_on_does(talk):
    await talk.asks()
    await talk.answers()
    await talk.asks("Thanks!")
    assert len(await talk.looks()) == 1
    await talk.asks("It did not work, what now?")
    assert len(await talk.looks()) == 1, "what was answered before is kept"


async def test_a_reopened_conversation_is_no_source(talk):
    await talk.asks()
    await talk.answers()
    await talk.asks("It did not work, what now?")
    assert await talk.looks() == []


async def test_who_was_dissatisfied_afterwards_keeps_it_out(talk):
    await talk.asks()
    await talk.answers()
    talk.watch.turn(timedelta(hours=1))
    rated = FeedbackIn(
        submission_id=uuid4().hex, text="That was no help", channel="survey", rating=2, rating_scale=5,
        customer=talk.address,
    )  # fmt: skip
    await receive(talk.workspace, [rated], now=talk.watch())
    await talk.shelf.engine.settle()
    assert await talk.looks() == []


async def test_an_erased_person_takes_the_answers_that_they_got_along(talk):
    await talk.asks()
    await talk.answers()
    assert len(await talk.looks()) == 1
    await talk.shelf.give("Other words.", "a.txt")
    person = await talk.person()
    assert (await talk.shelf.http.delete(f"/v1/customers/{person.customer}")).status_code == 200
    (left,) = await talk.shelf.all()
    assert left["address"] == "a.txt"
    assert set(await talk.shelf.passages()) == {"Other words."}
