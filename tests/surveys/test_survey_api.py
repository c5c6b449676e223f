"""Surveys over HTTP: what is read may be sent back, and what is too large is refused with a reason."""

import pytest

from tests.surveying import NPS, publish
from voc.errors import NotFound
from voc.surveys import queries, service
from voc.surveys.domain import SurveyChanged
from voc.surveys.schemas import SurveyIn

COUNTED = NPS | {
    "rules": [
        {
            "when": {"on": "answer:nps", "is": "greater", "value": 3},
            "then": [
                {"do": "calculate", "variable": "points", "operation": "add", "value": {"from": "answer:nps"}},
                {"do": "calculate", "variable": "points", "operation": "add", "value": 1},
            ],
        }
    ]
}


async def test_what_is_read_may_be_sent_back(caller):
    survey = await publish(caller, questions=[COUNTED], variables=[{"id": "points"}])
    read = (await caller.http.get(f"/v1/surveys/{survey['id']}")).json()
    assert read["questions"][0]["rules"] == COUNTED["rules"]
    changed = await caller.http.patch(f"/v1/surveys/{survey['id']}", json={"questions": read["questions"]})
    assert (changed.status_code, changed.json()["changed"]) == (200, False)


async def test_a_survey_that_no_document_holds_is_refused(caller):
    long = {"en": "x" * 5_000}
    choices = [{"id": f"c{at}", "text": long} for at in range(50)]
    questions = [{"id": f"q{at}", "type": "single", "text": long, "choices": choices} for at in range(5)]
    refused = await caller.http.post("/v1/surveys", json={"name": "Long", "questions": questions})
    assert (refused.status_code, "1,048,576" in refused.json()["detail"]) == (400, True)


async def test_a_removed_draft_is_put_back_once(caller, new_caller, watch):
    draft = SurveyIn(name="Back again")
    made = await service.create(caller.workspace, draft, now=watch())
    await service.remove_draft(caller.workspace, made.id)
    for _ in range(2):
        back = await service.create(caller.workspace, draft, now=watch(), id=made.id)
        assert (back.id, back.revision) == (made.id, 0)
    with pytest.raises(NotFound):
        await service.create((await new_caller()).workspace, draft, now=watch(), id=made.id)


async def test_a_draft_that_was_published_meanwhile_is_not_removed(caller, watch, monkeypatch):
    made, real = await service.create(caller.workspace, SurveyIn(name="Late"), now=watch()), queries.one

    async def slow(workspace, id_):
        found = await real(workspace, id_)
        monkeypatch.setattr(queries, "one", real)
        await service.publish(workspace, id_, now=watch())
        return found

    monkeypatch.setattr(queries, "one", slow)
    with pytest.raises(SurveyChanged):
        await service.remove_draft(caller.workspace, made.id)
    assert (await queries.one(caller.workspace, made.id)).version == 1
