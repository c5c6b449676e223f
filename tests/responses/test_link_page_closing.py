"""A survey's page before it opens, when it is full or closed, and once somebody has finished."""

from tests.responses.filling_in import ENDINGS, answer, question, rows, submission
from tests.surveying import NPS, publish, response


async def test_a_survey_that_is_not_open_yet_says_when(person, caller):
    survey = await publish(caller, schedule={"opens_at": "2099-03-01T09:00:00Z"})
    page = await person.get(f"/s/{survey['id']}?lang=en")
    assert "This survey is not open yet." in page.text
    assert "2099" in page.text


async def test_a_closed_survey_says_so_and_lets_those_inside_finish(person, caller, database):
    survey = await publish(caller)
    address = f"/s/{survey['id']}"
    second = await answer(person, await person.get(address), address, {"answer_nps": "8"})
    await caller.http.post(f"/v1/surveys/{survey['id']}/close")
    assert "This survey is closed." in (await person.get(address)).text
    assert "Thank you" in (await answer(person, second, address, {"answer_why": "Done"})).text
    (row,) = await rows(database, survey)
    assert bool(row["finished"])


async def test_beyond_a_quota_its_author_s_ending_is_shown(person, caller, database):
    few = {"id": "few", "name": "Few", "where": {"on": "answer:nps", "is": "at_least", "value": 9}, "limit": 1}
    asked = {"questions": [NPS], "endings": ENDINGS, "hidden": ["name"]}
    survey = await publish(caller, **asked, schedule={"quotas": [few | {"ending": "joy"}]})
    address = f"/s/{survey['id']}?lang=en"
    for ending in ("Thanks", "9 of 10, friend!"):
        thanks = await answer(person, await person.get(address), address, {"answer_nps": "9"})
        assert (thanks.status_code, question(thanks)) == (200, ending)
    assert len(await rows(database, survey)) == 1
    refused = await caller.http.post("/v1/responses", json=response(survey, answers={"nps": 9}))
    problem = refused.json()
    assert (refused.status_code, problem["quota"], problem["ending"]) == (409, "few", "joy")


async def test_when_enough_have_answered_nobody_is_asked_in_vain(person, caller, database):
    survey = await publish(caller, schedule={"limit": 1})
    address = f"/s/{survey['id']}?lang=en"
    first, second = await person.get(address), await person.get(address)
    assert question(await answer(person, first, address, {"answer_nps": "9"})) == "Why?"
    late = await answer(person, second, address, {"answer_nps": "2"})
    assert (late.status_code, "This survey is closed." in late.text) == (200, True)
    assert "This survey is closed." in (await person.get(address)).text
    assert len(await rows(database, survey)) == 1


async def test_what_was_sent_is_final_and_says_so(person, caller, database):
    survey = await publish(caller, questions=[NPS])
    address = f"/s/{survey['id']}?lang=en"
    page = await person.get(address)
    await answer(person, page, address, {"answer_nps": "9"})
    again = await answer(person, page, address, {"answer_nps": "1"})
    assert (again.status_code, "Thank you" in again.text) == (200, True)
    asked_again = await person.get(f"{address}&r={submission(page)}&at=nps", follow_redirects=True)
    assert "Thank you" in asked_again.text
    (row,) = await rows(database, survey)
    assert row["answers"] == {"nps": 9}


async def test_thanks_are_for_those_who_answered(person, caller):
    survey = await publish(caller)
    page = await person.get(f"/s/{survey['id']}/thanks?lang=en&r={'a' * 32}", follow_redirects=True)
    assert question(page) == "How likely?"


async def test_who_began_with_a_version_finishes_with_it(person, caller, database):
    survey = await publish(caller)
    address = f"/s/{survey['id']}?lang=en"
    why = await answer(person, await person.get(address), address, {"answer_nps": "4"})
    other = {"id": "other", "type": "text", "text": {"en": "Something else?"}, "required": True}
    await caller.http.patch(f"/v1/surveys/{survey['id']}", json={"questions": [NPS, other]})
    await caller.http.post(f"/v1/surveys/{survey['id']}/publish")
    assert "Thank you" in (await answer(person, why, address, {"answer_why": "Slow"})).text
    (row,) = await rows(database, survey)
    assert (row["version"], row["answers"]) == (1, {"nps": 4, "why": "Slow"})


async def test_a_kiosk_without_javascript_starts_anew(person, caller):
    survey = await publish(caller, questions=[NPS])
    address = f"/s/{survey['id']}?kiosk&lang=en"
    page = await person.get(address)
    assert "refresh" not in page.headers
    thanks = await answer(person, page, address, {"answer_nps": "9"})
    assert thanks.headers["refresh"] == f"8; url=/s/{survey['id']}?lang=en&kiosk="
