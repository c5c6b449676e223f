"""Answers word for word are there for whoever may ask, and that they asked is on record."""

import io
import zipfile

import pytest

from tests.people import member
from tests.responses.personal import CLEAR, GIVEN, at, told
from tests.surveying import publish, response
from voc.accounts.domain import Role
from voc.values import Scope

FORMATS = ("csv", "xlsx", "json")


@pytest.mark.parametrize("file_format", FORMATS)
async def test_no_export_holds_it_unless_an_administrator_asks(caller, new_caller, survey, given, file_format):
    reader = await new_caller(Scope.read, Scope.write, workspace=caller.workspace)
    path, wanted = at(survey, "/results/export"), {"format": file_format}
    plain = await reader.http.get(path, params=wanted)
    assert plain.status_code == 200
    assert told(words_in(plain.content, file_format)) == []
    assert (await reader.http.get(path, params=wanted | {"verbatim": "true"})).status_code == 403
    whole = await caller.http.get(path, params=wanted | {"verbatim": "true"})
    assert whole.headers["cache-control"] == "no-store"
    assert set(told(words_in(whole.content, file_format))) == set(CLEAR)


async def test_whoever_exports_it_word_for_word_is_on_record(caller, survey, given, database):
    for _ in range(2):
        await caller.http.get(at(survey, "/results/export"), params={"verbatim": "true"})
    assert await looks(database, caller) == [given]  # at one moment by the clock of this test
    shown = (await caller.http.get(at(survey, f"/responses/{given}"))).json()
    assert shown["revealed"]["by"].startswith("key_")


async def test_an_administrator_reads_it_word_for_word_and_that_is_on_record(
    caller, new_caller, survey, given, database
):
    reader = await new_caller(Scope.read, Scope.write, workspace=caller.workspace)
    assert (await reader.http.get(at(survey, f"/responses/{given}/verbatim"))).status_code == 403
    assert await looks(database, caller) == []
    assert (await caller.http.get(at(survey, f"/responses/{given}/verbatim"))).json() == {"answers": GIVEN}
    assert await looks(database, caller) == [given]


async def test_a_stranger_and_another_survey_lead_to_nothing(caller, new_caller, survey, given):
    stranger = await new_caller()
    other = await publish(caller)
    assert (await stranger.http.get(at(survey, f"/responses/{given}/verbatim"))).status_code == 404
    assert (await caller.http.get(at(other, f"/responses/{given}/verbatim"))).status_code == 404


async def test_what_nobody_knows_whose_it_is_says_who_looked(app, caller, survey, watch):
    sent = await caller.http.post("/v1/responses", json=response(survey, answers=GIVEN))
    page = f"/surveys/{survey['id']}/responses/{sent.json()['id']}"
    async with member(app, caller.workspace, watch) as person:
        before = (await person.http.get(page)).text
        assert ("Show what was written" in before, "Last looked at" in before, told(before)) == (True, False, [])
        shown = await person.send(f"{page}/reveal", {}, form=page)
        assert (set(told(shown.text)), shown.headers["cache-control"]) == (set(CLEAR), "no-store")
        after = (await person.http.get(page)).text
        assert ("Last looked at word for word: Kim" in after, told(after)) == (True, [])


async def test_a_reader_is_offered_nothing_and_may_not_ask(app, caller, survey, given, watch):
    page = f"/surveys/{survey['id']}/responses/{given}"
    async with member(app, caller.workspace, watch, Role.viewer) as person:
        shown = (await person.http.get(page)).text
        assert ("Show what was written" in shown, told(shown)) == (False, [])
        assert (await person.send(f"{page}/reveal", {}, form="/surveys")).status_code == 403
        export = f"/surveys/{survey['id']}/results/export"
        assert (await person.send(export, {}, form="/surveys")).status_code == 403


async def test_no_page_shows_it_and_an_administrator_may_have_the_whole_file(app, caller, survey, given, watch):
    person_id = (await caller.http.get("/v1/customers", params={"q": "c-1"})).json()["items"]
    async with member(app, caller.workspace, watch, Role.admin) as person:
        for path in ("results", "responses", f"responses/{given}"):
            page = (await person.http.get(f"/surveys/{survey['id']}/{path}")).text
            assert told(page) == [], path
        assert "phone number" in (await person.http.get(f"/surveys/{survey['id']}/responses")).text
        export = f"/surveys/{survey['id']}/results/export"
        whole = await person.send(f"{export}?format=json", {}, form=f"/surveys/{survey['id']}/results")
        assert whole.json()[0]["answers"] == GIVEN
    assert person_id == []  # nobody has passed the response on yet


async def looks(database, caller):
    """Responses that somebody is on record to have looked at."""
    events = database.customer_events.find({"workspace": caller.workspace, "kind": "answers_revealed"})
    return [each["fields"]["response"] for each in await events.to_list()]


def words_in(content, file_format):
    """All text of an export."""
    if file_format != "xlsx":
        return content.decode("utf-8-sig")
    book = zipfile.ZipFile(io.BytesIO(content))
    return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
