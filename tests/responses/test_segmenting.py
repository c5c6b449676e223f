"""A response keeps the segments that its respondent was in when they answered."""

from tests.engine import declared_tasks, engine  # noqa: F401  pytest finds fixtures by name
from tests.surveying import Visitor, publish, response
from voc.asks import policy
from voc.asks.domain import Segment
from voc.customers.domain import customer_id
from voc.customers.service import Sighting, note


async def know(caller, watch, ref, **attributes):
    id_ = customer_id(caller.workspace, ref)
    await note([Sighting(id=id_, workspace=caller.workspace, ref=ref, at=watch(), attributes=attributes)])


async def test_results_can_be_read_by_what_is_known_of_customers(caller, watch, engine):  # noqa: F811
    survey, visitor = await publish(caller), Visitor(caller)
    pro = Segment(name="Pro", where={"on": "customer:plan", "is": "equals", "value": "pro"})
    phone = Segment(name="Phone", where={"on": "device", "is": "equals", "value": "phone"})
    await policy.save(caller.workspace, segments={"pro": pro, "phone": phone})
    await know(caller, watch, "c-1", plan="pro")
    await visitor.send("/responses", response(survey, customer="c-1", answers={"nps": 2}))
    await visitor.send("/responses", response(survey, context={"device": "phone"}, answers={"nps": 9}))
    claimed = {"id": "c-2", "attributes": {"plan": "pro"}}
    await visitor.send("/responses", response(survey, customer=claimed, answers={"nps": 10}))
    await engine.settle()
    await know(caller, watch, "c-1", plan="free")

    async def started(**query):
        answer = await caller.http.get(f"/v1/surveys/{survey['id']}/results", params=query)
        return answer.json()["started"]

    assert [await started(), await started(segment="pro"), await started(segment="phone")] == [3, 1, 1]
