"""What may count once counts once, however often and however many at once send it."""

import asyncio

import pytest

from tests.invitations.inviting import answer, invited
from tests.people import stranger
from tests.surveying import NPS, Visitor, publish, response

pytestmark = pytest.mark.asyncio(loop_scope="session")

REPLAYS, AT_ONCE = 1_000, 50


async def batches(send):
    """What `REPLAYS` calls of `send` answer, some at once."""
    answers = []
    for _ in range(REPLAYS // AT_ONCE):
        answers += await asyncio.gather(*(send() for _ in range(AT_ONCE)))
    return answers


async def test_a_thousand_replays_of_a_personal_link_count_once(app, caller, database, watch):
    survey = await publish(caller, questions=[NPS])
    guest = await invited(caller, survey, watch())
    async with stranger(app) as person:
        page = await person.http.get(f"{guest.page}?a=9&lang=en")
        found = await batches(lambda: answer(person.http, page, {"answer_nps": "9"}, follow=False))
    assert {each.status_code for each in found} == {303}
    assert await database.responses.count_documents({"survey": survey["id"]}) == 1


async def test_a_thousand_replays_of_a_response_count_once(caller, database):
    survey, visitor = await publish(caller), Visitor(caller)
    sent = response(survey)
    found = await batches(lambda: visitor.send("/responses", sent))
    assert {each.status_code for each in found} == {202}
    assert len({each.json()["id"] for each in found}) == 1
    assert await database.responses.count_documents({"survey": survey["id"]}) == 1


async def test_of_twenty_at_once_a_limit_of_three_lets_exactly_three_in(caller, database):
    survey, visitor = await publish(caller, schedule={"limit": 3}), Visitor(caller)
    found = await asyncio.gather(*(visitor.send("/responses", response(survey)) for _ in range(20)))
    assert sorted(each.status_code for each in found) == [202] * 3 + [409] * 17
    assert await database.responses.count_documents({"survey": survey["id"]}) == 3
