"""Files from respondents whose survey is a form: the page of a link without JavaScript."""

import pytest

from tests.responses.filling_in import rows, submission
from tests.surveying import WHY, publish

PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\nIDATx\x9cc\0\x01\0\0\x05"
    b"\0\x01\r\n-\xb4\0\0\0\0IEND\xaeB`\x82"
)
ASKED = {"id": "shot", "type": "file", "text": {"en": "A picture?"}, "required": True, "kinds": ["image"], "maximum": 2}


@pytest.fixture
async def survey(caller):
    return await publish(caller, questions=[ASKED | {"limit_mb": 1}, WHY])


def fields(page):
    return {"submission_id": submission(page), "asked": "shot"}


def picture(content=PNG, name="shot.png"):
    return ("answer_shot", (name, content, "image/png"))


async def test_a_file_arrives_with_the_form_and_stays_when_they_come_back(person, survey, database):
    address = f"/s/{survey['id']}?lang=en"
    page = await person.get(address)
    assert ('enctype="multipart/form-data"' in page.text, 'accept="image/*"' in page.text) == (True, True)
    why = await person.post(address, data=fields(page), files=[picture(), picture()], follow_redirects=True)
    assert "Why?" in why.text
    (row,) = await rows(database, survey)
    sent = row["answers"]["shot"]
    assert len(sent) == 2
    stored = await database.uploads.find({"survey": survey["id"]}).to_list()
    assert {each["_id"]: (each["kind"], bool(each["claimed"])) for each in stored} == dict.fromkeys(
        sent, ("image/png", True)
    )
    back = await person.get(f"{address}&r={fields(page)['submission_id']}&at=shot")
    assert "2 files have arrived." in back.text
    empty = [("answer_shot", ("", b"", "application/octet-stream"))]
    assert "Why?" in (await person.post(address, data=fields(page), files=empty, follow_redirects=True)).text
    (row,) = await rows(database, survey)
    assert row["answers"]["shot"] == sent


@pytest.mark.parametrize(
    "files",
    [
        [],
        [picture(b"#!/bin/sh\n")],
        [picture(b"")],
        [picture(PNG + b"\0" * 1_048_576)],
        [picture(), picture(), picture()],
        [picture(), picture(b"%PDF-1.4 not a picture")],
    ],
    ids=["none", "a script", "empty", "too large", "too many", "one of two"],
)
async def test_a_file_that_does_not_fit_is_asked_for_again(person, survey, database, files):
    address = f"/s/{survey['id']}?lang=en"
    page = await person.get(address)
    again = await person.post(address, data=fields(page), files=files or None)
    assert (again.status_code, "at most 1 MB each" in again.text) == (400, True)
    assert await rows(database, survey) == []


async def test_nobody_names_a_file_by_its_id(person, survey, database):
    address = f"/s/{survey['id']}?lang=en&shot=fil_1"
    page = await person.get(address)
    assert "arrived" not in page.text
    for ids in ("fil_1", ["fil_1", "fil_2"]):
        assert (await person.post(address, data=fields(page) | {"answer_shot": ids})).status_code == 400
    assert await rows(database, survey) == []


async def test_a_form_beyond_every_limit_is_refused(person, survey):
    page = await person.get(f"/s/{survey['id']}")
    huge = await person.post(f"/s/{survey['id']}", data=fields(page), files=[picture(b"\0" * 12_000_000)])
    assert huge.status_code == 413
    words = await person.post(f"/s/{survey['id']}", data=fields(page) | {"answer_why": "x" * 300_000})
    assert words.status_code == 413


CHOICES = [{"id": "price", "text": {"en": "Price"}}, {"id": "speed", "text": {"en": "Speed"}}]
OTHERS = {
    "nps": ({}, ""),
    "text": ({}, ""),
    "email": ({}, ""),
    "number": ({}, ""),
    "date": ({}, ""),
    "single": ({"choices": CHOICES, "other": True}, ""),
    "multiple": ({"choices": CHOICES}, ""),
    "dropdown": ({"choices": CHOICES}, ""),
    "ranking": ({"choices": CHOICES}, ".price"),
    "matrix": ({"rows": CHOICES, "columns": CHOICES}, ".price"),
    "contact": ({"fields": [{"id": "name"}]}, ".name"),
    "consent": ({"label": {"en": "I agree"}}, ""),
}


@pytest.mark.parametrize("kind", OTHERS)
async def test_a_file_in_the_place_of_words_is_no_answer(person, caller, database, kind):
    settings, part = OTHERS[kind]
    asked = {"id": "q", "type": kind, "text": {"en": "{{answer:q|You}}, well?"}, "required": True} | settings
    survey = await publish(caller, questions=[asked, WHY])
    address = f"/s/{survey['id']}?lang=en"
    sent = fields(await person.get(address)) | {"asked": "q"}
    for names in ((f"answer_q{part}",), (f"answer_q{part}", f"answer_q{part}"), (f"answer_q{part}", "asked", "by")):
        again = await person.post(address, data=sent, files=[(name, ("x.png", PNG, "image/png")) for name in names])
        assert again.status_code == 400
    assert await rows(database, survey) == []
