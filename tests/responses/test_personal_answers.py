"""Personal data in answers is out of everybody's sight, and the respondent's own all the same."""

import csv
import io
import json

from tests.engine import declared_tasks, engine  # noqa: F401  pytest finds fixtures by name
from tests.people import member
from tests.responses.filling_in import answer
from tests.responses.personal import GIVEN, SHOWN, at, told
from tests.surveying import publish, response


async def test_lists_and_single_responses_show_who_it_may_be_and_not_how_to_reach_them(caller, survey, given):
    (listed,) = (await caller.http.get(at(survey, "/responses"))).json()["items"]
    single = (await caller.http.get(at(survey, f"/responses/{given}"))).json()
    for shown in (listed, single):
        assert shown["answers"] == SHOWN
        assert shown["masked"] == ["why", "mail", "call", "who", "page", "plan"]


async def test_nothing_of_it_rests_in_clear(database, given):
    assert told(json.dumps(await database.responses.find_one({"_id": given}), default=str, ensure_ascii=False)) == []


async def test_an_answer_that_is_nobodys_is_kept_as_it_is_and_once(caller, survey, database):
    said = {"nps": 9, "why": "배송이 3일 걸렸어요", "plan": ["free"], "who": {"company": "한빛상사"}}
    sent = await caller.http.post("/v1/responses", json=response(survey, answers=said))
    row = await database.responses.find_one({"_id": sent.json()["id"]})
    assert (row["answers"], row["given"]) == (said, {})


async def test_the_same_body_again_is_the_same_response(caller, survey, given):
    body = response(survey, answers=GIVEN, customer="c-1", submission_id="s-1")
    assert (await caller.http.post("/v1/responses", json=body)).json()["id"] == given
    other = body | {"answers": GIVEN | {"call": "01099998888"}}
    assert (await caller.http.post("/v1/responses", json=other)).status_code == 409


async def test_the_columns_of_an_export_are_masked_one_by_one(caller, survey, given):
    text = (await caller.http.get(at(survey, "/results/export"))).content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["nps"], row["mail"], row["who.email"], row["who.company"]) == (
        "3", "m•••@example.test", "m•••@example.test", "한빛상사",
    )  # fmt: skip


async def test_what_was_said_becomes_feedback_that_may_be_shown_word_for_word(caller, engine, survey, given):  # noqa: F811
    await engine.settle()
    (verbatim,) = (await caller.http.get("/v1/feedback")).json()["items"]
    assert verbatim["text"] == SHOWN["why"]
    whole = await caller.http.get(f"/v1/feedback/{verbatim['id']}/verbatim")
    assert whole.json() == {"text": GIVEN["why"]}


async def test_the_line_of_time_tells_no_more_and_says_who_looked(app, caller, engine, survey, given, watch):  # noqa: F811
    await engine.settle()
    (known,) = (await caller.http.get("/v1/customers", params={"q": "c-1"})).json()["items"]
    line = f"/v1/customers/{known['id']}/timeline"
    entry = (await caller.http.get(line, params={"kind": "response"})).json()["items"][0]
    assert entry["fields"]["answers"] == SHOWN
    assert (await caller.http.get(line, params={"q": "23456789"})).json()["items"] == []
    await caller.http.get(at(survey, f"/responses/{given}/verbatim"))
    async with member(app, caller.workspace, watch) as person:
        page = (await person.http.get(f"/customers/{known['id']}")).text
    assert told(page) == []
    assert ("A colleague looked at what was answered" in page, "m•••@example.test" in page) == (True, True)
    assert page.count(f"/surveys/{survey['id']}/responses/{given}") == 2


async def test_counting_is_as_before_and_counts_no_placeholder(caller, engine, survey, given):  # noqa: F811
    await engine.settle()
    found = {each["id"]: each for each in (await caller.http.get(at(survey, "/results"))).json()["questions"]}
    assert [found[id_]["answered"] for id_ in GIVEN] == [1] * len(GIVEN)
    assert {each["word"] for each in found["why"]["words"]} == {"환불", "돼요", "연락", "주세요"}
    assert {each["word"] for each in found["plan"]["words"]} == {"ask"}
    assert [(o["id"], o["count"]) for o in found["plan"]["options"]] == [("free", 0), ("pro", 1), ("other", 1)]


async def test_somebody_who_comes_back_meets_their_own_words(caller, person, survey, database):
    page = await person.get(f"/s/{survey['id']}")
    home = f"/s/{survey['id']}"
    for name, field in (("nps", "3"), ("why", GIVEN["why"]), ("mail", GIVEN["mail"])):
        page = await answer(person, page, home, {f"answer_{name}": field})
    address = str(page.url).replace("at=call", "at=why")
    assert GIVEN["why"] in (await person.get(address)).text
    assert GIVEN["mail"] in (await person.get(address.replace("at=why", "at=mail"))).text
    (row,) = await database.responses.find({"survey": survey["id"]}).to_list()
    assert row["answers"] == {name: SHOWN[name] for name in ("nps", "why", "mail")}


async def test_words_that_repeat_an_answer_repeat_it_to_whom_it_belongs(caller, person):
    questions = [
        {"id": "mail", "type": "email", "text": {"en": "Your address?"}},
        {"id": "why", "type": "text", "text": {"en": "We write to {{answer:mail}}. Why?"}},
    ]
    survey = await publish(caller, questions=questions)
    page = await person.get(f"/s/{survey['id']}")
    page = await answer(person, page, f"/s/{survey['id']}", {"answer_mail": GIVEN["mail"]})
    assert f"We write to {GIVEN['mail']}. Why?" in page.text
