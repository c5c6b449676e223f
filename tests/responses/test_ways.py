"""The way through a survey is the one that the respondent's page took: no answer on it is refused or dropped."""

import pytest

from tests.surveying import NPS, WHY, Visitor, publish, response

LAST = {"id": "last", "type": "ces", "text": {"en": "Easy?"}, "required": True}
PRO = {"on": "customer:plan", "is": "equals", "value": "pro"}
KOREAN = {"on": "language", "is": "equals", "value": "ko"}


async def jumping(caller, when, **fields):
    """A survey that passes a required question over where `when` holds."""
    rule = {"when": when, "then": [{"do": "jump", "to": "last"}]}
    return await publish(caller, questions=[NPS | {"rules": [rule]}, WHY | {"required": True}, LAST], **fields)


@pytest.mark.parametrize(
    ("when", "sent", "status"),
    [
        (PRO, {"customer": {"id": "c-1", "attributes": {"plan": "pro"}}}, 202),
        (PRO, {"customer": {"id": "c-1", "attributes": {"plan": "free"}}}, 400),
        (PRO, {}, 202),  # the page knew attributes of somebody without an id
        (KOREAN, {"language": "ko"}, 202),
        (KOREAN, {"language": "en"}, 400),
    ],
)
async def test_what_the_page_knew_decides_the_way(caller, database, when, sent, status):
    survey = await jumping(caller, when)
    answers = {"nps": 9, "last": 3}
    answer = await Visitor(caller).send("/responses", response(survey, answers=answers) | sent)
    assert answer.status_code == status, answer.text
    stored = await database.responses.find_one({"survey": survey["id"]})
    assert (stored and stored["answers"]) == (answers if status == 202 else None)


async def test_a_quota_looks_at_what_the_page_knew(caller):
    quota = {"id": "pro", "name": "Pro", "limit": 1, "where": PRO}
    survey, visitor = await publish(caller, schedule={"quotas": [quota]}), Visitor(caller)
    customers = [{"id": f"c-{at}", "attributes": {"plan": plan}} for at, plan in enumerate(["pro", "pro", "free"])]
    sent = [await visitor.send("/responses", response(survey, customer=each)) for each in customers]
    assert [answer.status_code for answer in sent] == [202, 409, 202]


@pytest.mark.parametrize("field", [{"seconds": {"a.b": 1}}, {"seconds": {"$where": 1}}, {"seen": ["", "nps"]}])
async def test_names_that_no_question_may_have_are_refused(caller, field):
    answer = await Visitor(caller).send("/responses", response(await publish(caller)) | field)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"].startswith("/" + next(iter(field)))
