"""A person puts right what the model understood."""

import re

import pytest
import pytest_asyncio

from tests.people import member
from voc.themes.documents import Theme
from voc.values import new_id


@pytest_asyncio.fixture(loop_scope="session")
async def person(app, caller, watch):
    async with member(app, caller.workspace, watch) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def read(caller, database):
    """Id of a verbatim that a model has read: a complaint without a theme."""
    body = {"submission_id": "s-1", "text": "The app logs me out.", "channel": "email"}
    id_ = (await caller.http.post("/v1/feedback", json=body)).json()["id"]
    await database.feedback.update_one({"_id": id_}, {"$set": {"state": "analysed", "kind": "complaint"}})
    return id_


async def theme(workspace, watch, *, state="active"):
    made = Theme(
        id=new_id("th", watch()), workspace=workspace, kind="complaint", language="en", name="Signed out", size=1,
        model="m", centroid=b"", threshold=0.5, state=state, created_at=watch(), updated_at=watch(),
    )  # fmt: skip
    return (await made.insert()).id


async def stored(caller, id_):
    row = (await caller.http.get(f"/v1/feedback/{id_}")).json()
    return row["kind"], row["theme"], row["corrected"]


@pytest.mark.parametrize("wrong", ["a.b", "$x", "a\0b", "th_nothing", "th_" + "0" * 26, "x" * 100_000, ""])
async def test_only_a_theme_in_use_may_be_chosen(caller, person, read, wrong):
    assert (await caller.http.patch(f"/v1/feedback/{read}", json={"theme": wrong})).status_code == 400
    if wrong:
        fields = {"kind": "complaint", "theme": wrong}
        assert (await person.send(f"/feedback/{read}", fields)).status_code == 400
    assert await stored(caller, read) == ("complaint", None, [])


async def test_a_retired_or_foreign_theme_may_not_be_chosen(caller, new_caller, read, watch):
    other = await new_caller()
    for wrong in (await theme(caller.workspace, watch, state="retired"), await theme(other.workspace, watch)):
        answer = await caller.http.patch(f"/v1/feedback/{read}", json={"theme": wrong})
        assert (answer.status_code, answer.json()["detail"]) == (400, "There is no such theme in use.")


async def test_a_theme_in_use_is_set_and_cleared(caller, person, read, watch):
    chosen = await theme(caller.workspace, watch)
    answer = await caller.http.patch(f"/v1/feedback/{read}", json={"theme": chosen})
    assert (answer.json()["theme"], answer.json()["corrected"]) == (chosen, ["theme"])
    assert (await caller.http.patch(f"/v1/feedback/{read}", json={"theme": None})).json()["theme"] is None


async def shown(person, id_):
    """The fields of the correction form as the page shows them."""
    text = (await person.http.get(f"/feedback/{id_}")).text
    hidden = dict(re.findall(r'name="(kind_before|theme_before)" value="(\w*)"', text))
    chosen = re.findall(r'<option value="(\w+)" selected>', text)
    return hidden | {"kind": chosen[0], "theme": chosen[1] if len(chosen) > 1 else ""}


async def test_a_stale_form_records_only_what_the_person_touched(caller, person, read, watch, database):
    fields = await shown(person, read)
    newer = await theme(caller.workspace, watch)
    await database.feedback.update_one({"_id": read}, {"$set": {"theme": newer, "kind": "question"}})
    assert (await person.send(f"/feedback/{read}", fields)).headers["location"] == f"/feedback/{read}?saved=1"
    assert await stored(caller, read) == ("question", newer, [])
    await person.send(f"/feedback/{read}", fields | {"kind": "idea"})
    assert await stored(caller, read) == ("idea", newer, ["kind"])


async def test_the_form_sets_and_clears_a_theme(caller, person, read, watch):
    chosen = await theme(caller.workspace, watch)
    await person.send(f"/feedback/{read}", await shown(person, read) | {"theme": chosen})
    assert await stored(caller, read) == ("complaint", chosen, ["theme"])
    await person.send(f"/feedback/{read}", await shown(person, read) | {"theme": ""})
    assert await stored(caller, read) == ("complaint", None, ["theme"])


async def test_the_form_sets_a_mood_and_leaves_it_alone_otherwise(caller, person, read):
    fields = await shown(person, read)
    await person.send(f"/feedback/{read}", fields | {"mood": ""})
    assert (await stored(caller, read))[2] == []
    await person.send(f"/feedback/{read}", fields | {"mood": "positive"})
    row = (await caller.http.get(f"/v1/feedback/{read}")).json()
    assert (row["sentiment"], row["corrected"]) == (0.8, ["sentiment"])
    assert (await person.send(f"/feedback/{read}", fields | {"mood": "furious"})).status_code == 400
