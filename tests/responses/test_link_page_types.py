"""Every type of question on a survey's page without JavaScript: answered, and asked for again where it is required."""

import pytest

from tests.responses.filling_in import answer, question, rows
from tests.surveying import publish

CHOICES = [{"id": "price", "text": {"en": "Price"}}, {"id": "speed", "text": {"en": "Speed"}}]
ROWS = [{"id": "a", "text": {"en": "A"}}, {"id": "b", "text": {"en": "B"}}]
EVERY_TYPE = {
    "nps": ({}, {"": "9"}, 9),
    "csat": ({}, {"": "4"}, 4),
    "ces": ({}, {"": "7"}, 7),
    "rating": ({"scale": 10}, {"": "10"}, 10),
    "single": ({"choices": CHOICES, "other": True}, {"": "other", ".other": "Colour"}, {"other": "Colour"}),
    "multiple": ({"choices": CHOICES}, {"": ["price", "speed"]}, ["price", "speed"]),
    "dropdown": ({"choices": CHOICES}, {"": "speed"}, "speed"),
    "text": ({}, {"": " It is <slow> "}, "It is <slow>"),
    "email": ({}, {"": "kim@example.com"}, "kim@example.com"),
    "phone": ({}, {"": "+82 10-1234-5678"}, None),
    "url": ({}, {"": "https://example.com/a"}, "https://example.com/a"),
    "number": ({}, {"": "-2.5"}, -2.5),
    "date": ({}, {"": "2026-02-28"}, "2026-02-28"),
    "matrix": ({"rows": ROWS, "columns": CHOICES}, {".a": "price", ".b": "speed"}, {"a": "price", "b": "speed"}),
    "ranking": ({"choices": CHOICES}, {".price": "2", ".speed": "1"}, ["speed", "price"]),
    "picture": ({"choices": [each | {"image": "/p.png"} for each in CHOICES]}, {"": "price"}, ["price"]),
    "consent": ({"label": {"en": "I agree"}}, {"": "yes"}, True),
    "contact": ({"fields": [{"id": "name"}, {"id": "email"}]}, {".name": "Kim"}, {"name": "Kim"}),
    "statement": ({}, {}, None),
    "file": ({}, {}, None),
}
"""By type: its settings, what a form says by the end of the field's name, and the answer that was given."""


@pytest.mark.parametrize("kind", EVERY_TYPE)
async def test_every_type_of_question_can_be_answered(person, caller, database, kind):
    settings, parts, expected = EVERY_TYPE[kind]
    survey = await publish(caller, questions=[{"id": "q", "type": kind, "text": {"en": "Well?"}} | settings])
    address = f"/s/{survey['id']}"
    page = await person.get(address)
    assert question(page) == "Well?"
    thanks = await answer(person, page, address, {f"answer_q{part}": value for part, value in parts.items()})
    assert "Thank you" in thanks.text
    (row,) = await rows(database, survey)
    assert bool(row["finished"])
    if expected is not None:
        given = await caller.http.get(f"/v1/surveys/{survey['id']}/responses/{row['_id']}/verbatim")
        assert given.json()["answers"]["q"] == expected


@pytest.mark.parametrize("kind", [kind for kind in EVERY_TYPE if kind not in ("statement", "file")])
async def test_what_is_required_is_asked_for_again(person, caller, database, kind):
    asked = {"id": "q", "type": kind, "text": {"en": "Well?"}, "required": True} | EVERY_TYPE[kind][0]
    survey = await publish(caller, questions=[asked])
    address = f"/s/{survey['id']}"
    again = await answer(person, await person.get(address), address, {})
    assert (again.status_code, 'role="alert"' in again.text) == (400, True)
    assert await rows(database, survey) == []
