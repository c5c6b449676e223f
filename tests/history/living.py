"""Somebody who left traces of every sort."""

from typing import Any
from uuid import uuid4

from tests.surveying import publish, response
from voc.asks.documents import Ledger, RecordedAsk
from voc.asks.domain import customer_name, ledger_id
from voc.channels.documents import Message
from voc.channels.outgoing import Content, Draft, Origin, queue
from voc.clock import stamp
from voc.themes.documents import Analysis


async def lives(caller: Any, watch: Any, name: str, words: str) -> str:
    """Somebody with traces of every sort; `words` stand in all of them."""
    workspace = caller.workspace
    body = {"id": name, "name": words, "attributes": {"email": f"{name}@example.test", "plan": words}}
    id_ = str((await caller.http.post("/v1/customers", json=body)).json()["id"])
    said = {"submission_id": f"f-{name}", "text": f"It was {words}", "channel": "email", "customer": name}
    feedback = (await caller.http.post("/v1/feedback", json=said)).json()["id"]
    survey = await publish(caller)
    answered = response(survey, answers={"nps": 2, "why": words}, customer=name)
    assert (await caller.http.post("/v1/responses", json=answered)).status_code == 202
    await caller.http.post(f"/v1/customers/{id_}/events", json={"kind": "paid", "fields": {"for": words}})
    agreed = {"channel": "email", "purpose": "survey", "given": True, "text": words}
    await caller.http.post(f"/v1/customers/{id_}/consents", json=agreed)
    content = Content(text=words, subject=words)
    origin = Origin(kind="reply", id=name, step="1")
    draft = Draft(origin=origin, channel="email", address=f"{name}@example.test", purpose="reply", content=content)
    await queue(workspace, [draft.model_copy(update={"customer": id_})], now=watch())
    message = Message(
        id=f"msg_{uuid4().hex}", workspace=workspace, channel="email", adapter="email.outbox", sealed=words, blind="b",
        masked=words, text=words, at=stamp(watch()), received_at=stamp(watch()), customer=id_, state="done",
        next_dispatch_at=stamp(watch()),
    )  # fmt: skip
    await Message.get_pymongo_collection().insert_one(message.model_dump(by_alias=True))
    reading = {"workspace": workspace, "feedback": feedback, "model": "m", "kind": words, "embedding": b"x"}
    await Analysis.get_pymongo_collection().insert_one({"_id": f"{feedback}:m"} | reading)
    ask = RecordedAsk(ask=words, survey=survey["id"], at=stamp(watch()), channel="email")
    ledger = {"_id": ledger_id(workspace, customer_name(name)), "workspace": workspace, "asks": [ask.model_dump()]}
    await Ledger.get_pymongo_collection().insert_one(ledger)
    return id_
