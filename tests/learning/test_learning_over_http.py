"""Learning through the front door: the API and the pages."""

import re

import pytest
import pytest_asyncio

from tests.people import member
from voc.accounts.domain import Role
from voc.learning import finding, fitting
from voc.themes.documents import Theme
from voc.values import new_id

STRANGER = {"alike": "al_" + "0" * 26, "heads": "hd_" + "0" * 26, "theme": "th_" + "0" * 26}


def no_opinion(texts, likeness, kind, heads=None):
    return likeness


def better(lessons, ordinary, current):
    sample = {"kinds": {"en": 0.8, "ko": 0.75}, "moods": {}}
    report = {"verdict": "better", "changed": [], "asked": 10, "stock_right": 4, "candidate_right": 7}
    return b"weights", report | {"stock": sample, "candidate": sample, "ordinary": 5}


@pytest_asyncio.fixture(loop_scope="session")
async def person(app, caller, watch):
    async with member(app, caller.workspace, watch) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def theme(caller, send, watch, database):
    """Id of a theme of three texts, and their ids."""
    ids = await send(["login crash one", "login crash two", "delivery crash"])
    made = Theme(
        id=new_id("th", watch()), workspace=caller.workspace, kind="complaint", language="en", name="Signed out",
        size=3, model="fake-1", centroid=b"", threshold=0.5, state="active", created_at=watch(), updated_at=watch(),
    )  # fmt: skip
    await made.insert()
    await database.feedback.update_many({"_id": {"$in": ids}}, {"$set": {"theme": made.id}})
    return made.id, ids


async def test_the_queue_shows_what_the_model_doubts_and_an_answer_empties_it(caller, person, doubted):
    text = (await person.http.get("/review")).text
    assert text.count('class="answers"') == 3
    answer = await person.send(f"/review/{doubted[0]}", {"kind": "question"}, form="/review")
    assert answer.headers["location"] == f"/review?judged={doubted[0]}"
    after = (await person.http.get(answer.headers["location"])).text
    assert after.count('hx-post="/review/') == 2
    assert "Find others like it" in after
    row = (await caller.http.get(f"/v1/feedback/{doubted[0]}")).json()
    assert (row["kind"], row["corrected"]) == ("question", ["kind"])


async def test_with_htmx_only_the_row_comes_back_and_undoing_asks_again(person, doubted):
    page = (await person.http.get("/review")).text
    token = re.search(r'name="_csrf_token" value="(\w+)"', page)[1]
    fields, htmx = {"_csrf_token": token, "kind": "question"}, {"hx-request": "true"}
    done = await person.http.post(f"/review/{doubted[0]}", data=fields, headers=htmx)
    assert done.status_code == 200
    assert done.text.count("<li") == 1
    assert "Kept as: Question." in done.text
    again = await person.http.post(f"/review/{doubted[0]}/undo", data=fields, headers=htmx)
    assert "What is it?" in again.text
    assert (await person.http.get("/review")).text.count('class="answers"') == 3


async def test_look_alikes_are_found_shown_chosen_and_taken_back(caller, person, send, engine, watch, monkeypatch):
    monkeypatch.setattr("voc.inference.alike_merits", no_opinion)
    monkeypatch.setattr("voc.inference.load", lambda: None)
    first, second = await send(["login crash one", "login crash two"])
    nothing = await person.send("/review/alike", {"feedback": first}, form="/review/model")
    assert nothing.status_code == 409
    await caller.http.patch(f"/v1/feedback/{first}", json={"kind": "question"})
    place = (await person.send("/review/alike", {"feedback": first}, form="/review/model")).headers["location"]
    assert "Looking for others" in (await person.http.get(place)).text
    await engine.settle()
    shown = (await person.http.get(place)).text
    assert "login crash two" in shown
    assert shown.count('name="chosen"') == 1
    await person.send(place, {"chosen": second})
    assert "1 text is now read as you said." in (await person.http.get(place)).text
    assert (await caller.http.get(f"/v1/feedback/{second}")).json()["kind"] == "question"
    await person.send(f"{place}/undo", {}, form=place)
    assert (await caller.http.get(f"/v1/feedback/{second}")).json()["kind"] == "complaint"


async def test_programs_do_the_same(caller, send, engine, watch):
    first, second = await send(["login crash one", "login crash two"])
    await caller.http.patch(f"/v1/feedback/{first}", json={"kind": "question"})
    made = (await caller.http.post(f"/v1/feedback/{first}/alike", json={})).json()
    assert (made["found"], made["value"], made["before"], made["busy"]) == (None, "question", "complaint", True)
    assert (await caller.http.post(f"/v1/alike/{made['id']}/apply", json={"feedback": []})).status_code == 409
    await finding.run([made["id"]], now=watch(), work=engine.context.settings.work, merits=no_opinion)
    found = (await caller.http.get(f"/v1/alike/{made['id']}")).json()
    assert [each["feedback"] for each in found["found"]] == [second]
    done = (await caller.http.post(f"/v1/alike/{made['id']}/apply", json={"feedback": [second]})).json()
    assert (done["applied"], done["busy"]) == ([second], False)
    assert (await caller.http.post(f"/v1/alike/{made['id']}/undo")).json()["undone"] is True


async def test_versions_stand_side_by_side_and_one_click_goes_back(caller, person, send, watch):
    (id_,) = await send(["login crash"])
    await caller.http.patch(f"/v1/feedback/{id_}", json={"kind": "question"})
    for _ in range(2):
        await fitting.fit(caller.workspace, now=watch(), learn=better, version=lambda: "fake-1")
    models = (await caller.http.get("/v1/models")).json()
    assert [(each["number"], each["in_use"]) for each in models["items"]] == [(2, True), (1, False)]
    page = (await person.http.get("/review/model")).text
    assert "Version 2 reads your feedback" in page
    assert "70%" in page
    first = models["items"][1]["id"]
    await person.send("/review/model", {"heads": first})
    assert (await caller.http.get("/v1/models")).json()["in_use"] == first
    assert (await caller.http.post("/v1/models/use", json={"heads": None})).json()["in_use"] is None
    assert "as it was shipped" in (await person.http.get("/review/model")).text


async def test_history_is_read_again_and_stopped_from_the_page(caller, person, send):
    await send(["login crash"])
    assert (await caller.http.get("/v1/models/rereading")).json()["state"] is None
    await person.send("/review/model/reread", {}, form="/review/model")
    assert (await caller.http.get("/v1/models/rereading")).json()["state"] == "running"
    htmx = (await person.http.get("/review/model", headers={"hx-request": "true"})).text
    assert "0 of 1 texts" in htmx
    assert "<html" not in htmx
    await person.send("/review/model/stop", {}, form="/review/model")
    assert "Stopped after 0 of 1 texts." in (await person.http.get("/review/model")).text
    assert (await caller.http.post("/v1/models/rereading")).json()["state"] == "running"
    assert (await caller.http.delete("/v1/models/rereading")).json()["state"] == "stopped"


async def test_a_theme_is_as_pure_as_people_say(caller, person, theme):
    theme_id, ids = theme
    first = (await caller.http.get(f"/v1/themes/{theme_id}/precision")).json()
    assert (first["precision"], sorted(first["to_check"])) == (None, sorted(ids))
    for id_ in ids:
        fields = {"feedback": id_, "fits": "false" if id_ == ids[2] else "true"}
        await person.send(f"/review/themes/{theme_id}", fields)
    after = (await caller.http.get(f"/v1/themes/{theme_id}/precision")).json()
    assert (after["precision"]["n"], after["to_check"]) == (3, [])
    found = after["precision"]
    assert found["value"] == pytest.approx(2 / 3)
    assert found["low"] < found["value"] < found["high"]
    assert (await caller.http.get(f"/v1/feedback/{ids[2]}")).json()["theme"] is None
    assert "67%" in (await person.http.get("/review/themes")).text
    assert "All of the sample is checked" in (await person.http.get(f"/review/themes/{theme_id}")).text


async def test_a_check_may_be_changed(caller, theme):
    theme_id, ids = theme
    for fits in (False, True):
        checked = {"feedback": ids[0], "fits": fits}
        answer = (await caller.http.post(f"/v1/themes/{theme_id}/precision", json=checked)).json()
    assert (answer["precision"]["value"], answer["precision"]["n"]) == (1.0, 1)


async def test_another_workspace_sees_and_changes_nothing(new_caller, caller, doubted, theme, send, watch):
    other = (await new_caller()).http
    await caller.http.patch(f"/v1/feedback/{doubted[0]}", json={"kind": "question"})
    made = (await caller.http.post(f"/v1/feedback/{doubted[0]}/alike", json={})).json()["id"]
    version = await fitting.fit(caller.workspace, now=watch(), learn=better, version=lambda: "fake-1")
    answers = [
        await other.post(f"/v1/feedback/{doubted[0]}/alike", json={}),
        await other.get(f"/v1/alike/{made}"),
        await other.post(f"/v1/alike/{made}/undo"),
        await other.post("/v1/models/use", json={"heads": version.id}),
        await other.get(f"/v1/themes/{theme[0]}/precision"),
        await other.post(f"/v1/themes/{theme[0]}/precision", json={"feedback": doubted[0], "fits": False}),
        await caller.http.get(f"/v1/alike/{STRANGER['alike']}"),
        await caller.http.post("/v1/models/use", json={"heads": STRANGER["heads"]}),
        await caller.http.get(f"/v1/themes/{STRANGER['theme']}/precision"),
    ]
    assert [answer.status_code for answer in answers] == [404] * len(answers)
    assert (await other.get("/v1/models")).json()["items"] == []


async def test_whoever_may_only_read_gets_no_forms(app, caller, watch, doubted):
    async with member(app, caller.workspace, watch, Role.viewer) as viewer:
        for path in ("/review", "/review/themes", "/review/model"):
            answer = await viewer.http.get(path)
            assert answer.status_code == 200
            assert 'action="/review' not in answer.text
