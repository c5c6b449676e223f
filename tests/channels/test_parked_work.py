"""What failed too often on its way is shown to a person, who sets it going again."""

from typing import Any

from tests.people import member
from voc.accounts.domain import Role
from voc.channels import receiving
from voc.channels.documents import Message
from voc.channels.domain import Channel, Inbound
from voc.outbox import State


async def test_a_parked_message_is_listed_and_tried_again(app: Any, caller: Any, watch: Any) -> None:
    inbound = Inbound(event_id="1", sender="+821012345678", text="결제가 안 돼요")
    id_ = await receiving.store(caller.workspace, "sms.http", Channel.sms, inbound, now=watch())
    failed = {"state": State.parked.value, "attempts": 5, "last_error": "the engine was away"}
    await Message.get_pymongo_collection().update_one({"_id": id_}, {"$set": failed})
    async with member(app, caller.workspace, watch, Role.product) as person:
        shown = (await person.http.get("/feedback/parked")).text
        assert "결제가 안 돼요" in shown
        assert "the engine was away" in shown
        answer = await person.send("/feedback/parked", {})
        assert answer.headers["location"].endswith("retried=1")
    row = await Message.get_pymongo_collection().find_one({"_id": id_})
    assert row
    assert (row["state"], row["attempts"]) == (State.pending.value, 0)
