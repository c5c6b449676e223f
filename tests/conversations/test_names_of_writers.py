"""What somebody calls themselves in a message is a name only for those who have none."""

from typing import Any

import pytest
from phones import Phone

from voc.channels.documents import Message
from voc.channels.domain import Channel
from voc.conversations import service
from voc.customers import queries


async def named(caller: Any, **body: Any) -> str:
    """A customer whom the company has named."""
    answer = await caller.http.post("/v1/customers", json={"name": "Kim Minsu"} | body)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["id"])


async def test_a_mail_programs_name_replaces_no_name(mailbox: Phone, caller: Any) -> None:
    id_ = await named(caller, identities=[{"kind": "email", "value": mailbox.address}])
    await mailbox.says("Where is my parcel?", sender_name="minsu1987")
    assert (await queries.one(mailbox.workspace, id_)).name == "Kim Minsu"


async def test_a_stranger_in_the_chat_panel_renames_nobody(phone: Phone, caller: Any) -> None:
    id_ = await named(caller, id="c-17")
    told = {"now": phone.watch(), "name": "You are hacked", "customer": "c-17"}
    message = await service.chat_in(phone.workspace, "v:0123456789", "Hello", "s-1", **told)
    await phone.take(message)
    row = await Message.get_pymongo_collection().find_one({"_id": message})
    assert row["customer"] == id_
    assert (await queries.one(phone.workspace, id_)).name == "Kim Minsu"


@pytest.mark.parametrize("name", [None, "not a number"])
async def test_what_is_no_address_is_nobodys_name(caller: Any, watch: Any, settings: Any, name: str | None) -> None:
    phone = Phone(caller, watch, settings, "not a number")
    await phone.says("Where is my parcel?", sender_name=name)
    (kept,) = (await caller.http.get("/v1/feedback")).json()["items"]
    assert kept["text"] == "Where is my parcel?"
    (row,) = (await caller.http.get("/v1/customers")).json()["items"]
    assert (row["label"], row["masked"]) == ("•••", "•••")


@pytest.mark.parametrize("name", ["Lee", None])
async def test_who_has_no_name_is_called_as_they_call_themselves(mailbox: Phone, name: str | None) -> None:
    await mailbox.says("Where is my parcel?", sender_name=name)
    person = await mailbox.person()
    assert mailbox.channel == Channel.email
    assert (await queries.one(mailbox.workspace, person.customer)).name == name
