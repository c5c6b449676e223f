"""Customers with a telephone, and what they are told."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.surveying import publish
from voc import vault
from voc.channels import contents, receiving
from voc.channels.documents import Delivery, Message
from voc.channels.domain import Channel, Inbound
from voc.conversations import queries, service
from voc.conversations.documents import Conversation
from voc.conversations.service import Errand, Respondent
from voc.customers.domain import Claim, IdentityKind, Person
from voc.customers.resolving import resolve
from voc.feedback.documents import Feedback
from voc.responses.documents import Response
from voc.surveys import queries as surveys


class Phone:
    """Somebody who writes from one address, in one workspace."""

    def __init__(self, caller: Any, watch: Any, settings: Any, address: str, channel: Channel = Channel.sms) -> None:
        self.caller, self.watch, self.settings = caller, watch, settings
        self.workspace, self.channel, self.address = caller.workspace, channel, address
        self.id = queries.conversation_id(self.workspace, channel, address)

    async def person(self) -> Person:
        """Who they are."""
        kind = IdentityKind.email if self.channel == Channel.email else IdentityKind.phone
        claim = Claim(kind=kind, value=self.address)
        return await resolve(self.workspace, [claim], now=self.watch(), source="test")

    async def is_asked(self, language: str = "en", **fields: Any) -> dict[str, Any]:
        """A published survey, whose first question is sent to them."""
        survey = await publish(self.caller, **fields)
        await self.start(survey["id"], language)
        return survey

    async def start(self, survey: str, language: str = "en", **errand: Any) -> str | None:
        """Begin a survey with them."""
        person = await self.person()
        who = Respondent(ref=person.ref, channel=self.channel, address=self.address, language=language)
        published = await surveys.version(self.workspace, survey)
        return await service.start(published, who, Errand(sender="Acme", **errand), now=self.watch())

    async def writes(self, text: str, **fields: Any) -> str:
        """A message arrives; nobody has read it yet."""
        at: datetime = self.watch()
        inbound = Inbound(event_id=uuid4().hex, sender=self.address, text=text, at=at, **fields)
        return await receiving.store(self.workspace, f"{self.channel.value}.test", self.channel, inbound, now=at)

    async def says(self, text: str, **fields: Any) -> list[str]:
        """A message arrives and is taken; what is said to it."""
        self.watch.turn(timedelta(seconds=1))
        before = len(await self.heard())
        id_ = await self.writes(text, **fields)
        await self.take(id_)
        message = await Message.get_pymongo_collection().find_one({"_id": id_})
        assert message is not None
        assert message["state"] == "done", message["last_error"]
        return (await self.heard())[before:]

    async def take(self, *ids: str) -> int:
        """A worker takes messages."""
        return await service.take(ids, settings=self.settings, clock=self.watch)

    async def look_after(self) -> None:
        """A worker looks after the conversation."""
        await service.look_after([self.id], settings=self.settings, clock=self.watch)

    async def deliveries(self) -> list[dict[str, Any]]:
        """What was put into the queue for them, in order."""
        found = await Delivery.get_pymongo_collection().find({"workspace": self.workspace}).to_list()
        mine = [each for each in found if vault.unseal(self.workspace, each["sealed"]) == self.address]
        return sorted(mine, key=lambda each: (each["queued_at"], each["origin"]["step"]))

    async def heard(self) -> list[str]:
        """The texts of that."""
        return [(contents.opened(each) or {})["text"] for each in await self.deliveries()]

    async def row(self) -> dict[str, Any]:
        """The conversation."""
        found = await Conversation.get_pymongo_collection().find_one({"_id": self.id})
        assert found is not None
        return found

    async def feedback(self) -> list[str]:
        """Their verbatims."""
        found = await Feedback.get_pymongo_collection().find({"workspace": self.workspace}).to_list()
        return sorted(each["text"] for each in found)

    async def responses(self) -> list[dict[str, Any]]:
        """Their responses."""
        return await Response.get_pymongo_collection().find({"workspace": self.workspace}).to_list()
