"""The chat panel's endpoints: one conversation, for nobody else's eyes."""

from typing import Any
from uuid import uuid4

import pytest

from tests.surveying import Visitor
from voc.asks import policy
from voc.asks.domain import signature_of
from voc.conversations import service as conversations
from voc.customers.domain import customer_id
from voc.surveys.targeting import Policy

pytestmark = pytest.mark.usefixtures("engine")


class Panel(Visitor):
    """A browser with the chat panel open."""

    def __init__(self, caller: Any, **who: str) -> None:
        super().__init__(caller)
        self.who = {"visitor": uuid4().hex} | who

    async def write(self, text: str, **fields: Any) -> Any:
        """Write a line."""
        return await self.send("/chat", {"submission_id": uuid4().hex, "text": text} | self.who | fields)

    async def lines(self, **fields: str) -> list[str]:
        """What stands in the panel; ours with an arrow before it."""
        answer = await self.read("/chat", **(self.who | fields))
        assert answer.status_code == 200, answer.text
        return [("> " if line["ours"] else "") + line["text"] for line in answer.json()["lines"]]


async def test_a_customer_writes_and_reads_the_answer(caller: Any, engine: Any, watch: Any) -> None:
    panel = Panel(caller, customer="u1")
    assert (await panel.write("Where is my parcel?")).status_code == 202
    await engine.settle()
    said = (await caller.http.get("/v1/feedback", params={"customer": "u1"})).json()["items"]
    assert [(item["text"], item["channel"]) for item in said] == [("Where is my parcel?", "chat")]
    customer = customer_id(caller.workspace, "u1")
    await conversations.say(caller.workspace, customer, "It comes tomorrow.", by="usr_1", now=watch())
    await engine.settle()
    assert await panel.lines() == ["Where is my parcel?", "> It comes tomorrow."]


async def test_a_line_that_is_sent_twice_stands_there_once(caller: Any) -> None:
    panel = Panel(caller)
    first, again = await panel.write("Hello", submission_id="s1"), await panel.write("Hello", submission_id="s1")
    assert first.json() == again.json()
    assert await panel.lines() == ["Hello"]


async def test_somebody_who_only_says_who_they_are_reads_nothing(caller: Any) -> None:
    await Panel(caller, customer="u1").write("A secret of mine")
    assert await Panel(caller, customer="u1").lines() == []


async def test_a_proven_customer_reads_on_every_device(caller: Any) -> None:
    rules = await policy.save(caller.workspace, policy=Policy(signed=True))
    proof = {"customer": "u1", "signature": signature_of(rules.identity_secret, "u1")}
    await Panel(caller, **proof).write("Hello")
    assert await Panel(caller, **proof).lines() == ["Hello"]
    forged = Panel(caller, customer="u1", signature="0" * 64)
    assert (await forged.write("I am u1")).status_code == 403
    assert (await forged.read("/chat", **forged.who)).status_code == 403


@pytest.mark.parametrize("text", ["", " ", "x" * 5_001])
async def test_nothing_and_too_much_are_refused(caller: Any, text: str) -> None:
    panel = Panel(caller)
    assert (await panel.write(text)).status_code == 400
    assert await panel.lines() == []
