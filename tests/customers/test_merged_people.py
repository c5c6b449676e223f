"""A merged customer is one person wherever people are counted or looked for."""

from typing import Any
from uuid import uuid4

import pytest

from voc.backlog import service as backlog
from voc.backlog.queries import ranking as standing
from voc.customers import merging
from voc.customers.domain import customer_id


async def said(caller: Any, customer: str, text: str) -> str:
    """Feedback of a customer; returns its id."""
    body = {"submission_id": uuid4().hex, "text": text, "channel": "api", "customer": customer}
    answer = await caller.http.post("/v1/feedback", json=body)
    assert answer.status_code == 202, answer.text
    id_: str = answer.json()["id"]
    return id_


async def texts(caller: Any, customer: str) -> list[str]:
    answer = await caller.http.get("/v1/feedback", params={"customer": customer})
    assert answer.status_code == 200, answer.text
    return sorted(item["text"] for item in answer.json()["items"])


@pytest.mark.usefixtures("engine")
async def test_feedback_is_found_under_whatever_a_person_is_called(caller: Any, engine: Any, watch: Any) -> None:
    for customer, text in (("u1", "one"), ("u2", "two"), ("u3", "three")):
        await said(caller, customer, text)
    await engine.settle()
    one, two = (customer_id(caller.workspace, ref) for ref in ("u1", "u2"))
    await merging.merge(caller.workspace, into=one, other=two, now=watch(), by="test")
    for name in ("u1", "u2", one, two):
        assert await texts(caller, name) == ["one", "two"]
    await merging.unmerge(caller.workspace, two, now=watch(), by="test")
    assert await texts(caller, "u1") == ["one"]
    assert await texts(caller, "nobody") == []


async def test_the_backlog_counts_people_and_not_their_records(caller: Any, engine: Any, watch: Any) -> None:
    for customer in ("u1", "u2", "u3"):
        await said(caller, customer, f"login crash {customer}")
    await engine.settle()
    assert await active(caller, watch) == 3
    one, two, three = (customer_id(caller.workspace, ref) for ref in ("u1", "u2", "u3"))
    await merging.merge(caller.workspace, into=one, other=two, now=watch(), by="test")
    await merging.merge(caller.workspace, into=three, other=one, now=watch(), by="test")
    assert await active(caller, watch) == 1
    await merging.unmerge(caller.workspace, two, now=watch(), by="test")
    assert await active(caller, watch) == 2


async def active(caller: Any, watch: Any) -> int:
    """How many customers the backlog believes to have heard."""
    await backlog.rank(caller.workspace, now=watch())
    ranking = await standing(caller.workspace)
    assert ranking
    return ranking.active_customers
