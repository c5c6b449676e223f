"""What people decide about an item, what colleagues did meanwhile, and how it is taken back."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.people import member
from voc.accounts import queries as accounts
from voc.backlog import service as ranking
from voc.backlog.workflow import domain
from voc.backlog.workflow.domain import Change, Note, Status, Step, Work
from voc.values import Scope

SHOWN = ("status", "title", "owner", "department", "effort", "due", "tracker_url", "notes")


async def read(shop, item):
    return (await shop.http.get(f"/v1/backlog/{item}")).json()


async def patch(shop, item, **fields):
    return await shop.http.patch(f"/v1/backlog/{item}", json=fields)


def state(body):
    return {name: body[name] for name in SHOWN}


@st.composite
def wishes(draw):
    values = {
        "title": st.sampled_from([None, "Keep people signed in", "Sign in once"]),
        "owner": st.sampled_from([None, "mem_a", "mem_b"]),
        "department": st.sampled_from([None, "App", "Logistics"]),
        "effort": st.none() | st.integers(1, 5),
        "due": st.sampled_from([None, "2026-04-01", "2026-05-01"]),
        "status": st.sampled_from([each.value for each in Status]),
    }
    return {name: draw(values[name]) for name in draw(st.sets(st.sampled_from(sorted(values))))}


def edited(work, changes, wish, number):
    """One edit, as the service makes it: a wish, a note where there is none, or the first note taken back."""
    if wish == "take back":
        return taken_back(work, changes, number)
    try:
        found = domain.steps(work, wish)
    except domain.WrongMove:
        return work, changes
    notes = ()
    if not wish:
        notes = (Note(id=f"nt_{number}", text="Look at this", by="mem_a", at=number),)
        found = (Step(field="notes", before=None, after=notes[0].id),)
    if not found:
        return work, changes
    line = Change(id=f"ch_{number}", by="mem_a", at=number, revision=number, steps=found)
    return domain.apply(work, found, notes), domain.extended(changes, line)


def undone(work, changes, number):
    last = domain.latest(changes)
    found = domain.backwards(last)
    line = Change(id=f"ch_{number}", by="mem_b", at=number, revision=number, steps=found, undoes=last.id)
    return domain.apply(work, found, last.removed), domain.extended(changes, line)


def taken_back(work, changes, number):
    if not work.notes:
        return work, changes
    first = work.notes[0]
    steps = (Step(field="notes", before=first.id, after=None),)
    line = Change(id=f"ch_{number}", by="mem_a", at=number, revision=number, steps=steps, removed=(first,))
    return domain.apply(work, steps), domain.extended(changes, line)


@given(st.lists(wishes() | st.sampled_from(["undo", "take back"]), max_size=25))
def test_undoing_everything_restores_the_start_exactly(acts):
    start = work = Work(status=Status.planned, title="As it was", notes=(Note(id="nt", text="Hi", by="m", at=0),))
    changes, before = (), []
    for number, act in enumerate(acts):
        if act == "undo":
            if before:
                work, changes = undone(work, changes, number)
                assert work == before.pop()
            continue
        then = work
        work, changes = edited(work, changes, act, number)
        if any(change.id == f"ch_{number}" for change in changes):
            before.append(then)
    for number in range(1_000, 1_000 + len(before)):
        work, changes = undone(work, changes, number)
        assert work == before.pop()
    assert work == start
    with pytest.raises(domain.NothingToUndo):
        domain.latest(changes)


def test_every_status_can_be_left_and_reached():
    assert set(domain.MOVES) == set(Status)
    assert all(domain.MOVES.values())
    assert {after for ways in domain.MOVES.values() for after in ways} == set(Status)
    assert all(status not in ways for status, ways in domain.MOVES.items())


async def test_an_item_that_nobody_touched_is_new(shop):
    body = await read(shop, shop.items[0])
    assert (body["status"], body["revision"], body["history"], body["notes"]) == ("new", 0, [], [])
    assert body["title"] == body["theme_name"] == "The app logs me out"


async def test_what_is_decided_stands_beside_the_numbers_and_in_the_history(shop, watch):
    (item, *_) = shop.items
    answer = await patch(
        shop, item, status="planned", title=" Keep people  signed in ", department="App", effort=2, due="2026-04-01",
        tracker_url="https://tracker.example/APP-7",
    )  # fmt: skip
    assert answer.status_code == 200
    body = answer.json()
    assert (body["status"], body["title"], body["effort"], body["due"]) == (
        "planned", "Keep people signed in", 2, "2026-04-01",
    )  # fmt: skip
    assert body["theme_name"] == "The app logs me out"
    (line,) = body["history"]
    assert line["at"] == watch().isoformat().replace("+00:00", "Z")
    assert {"field": "status", "before": "new", "after": "planned"} in line["steps"]
    listed = (await shop.http.get("/v1/backlog", params={"status": "planned"})).json()["items"]
    assert [(each["id"], each["title"], each["rank"]) for each in listed] == [(item, "Keep people signed in", 1)]


async def test_the_same_again_changes_nothing(shop):
    await patch(shop, shop.items[0], status="planned")
    assert (await patch(shop, shop.items[0], status="planned")).json()["revision"] == 1


async def test_the_themes_own_name_is_no_wording_of_a_person(shop):
    body = (await patch(shop, shop.items[0], title="The app logs me out")).json()
    assert body["revision"] == 0


async def test_no_way_leads_from_new_to_shipped(shop):
    answer = await patch(shop, shop.items[0], status="shipped")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:voc:problem:wrong-move")
    assert "planned" in answer.json()["allowed"]


@pytest.mark.parametrize("end", ["closed", "declined"])
async def test_what_is_over_can_be_reopened(shop, end):
    assert (await patch(shop, shop.items[0], status=end)).status_code == 200
    assert (await patch(shop, shop.items[0], status="under_review")).json()["status"] == "under_review"


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({}, ""),
        ({"status": None}, ""),
        ({"status": "done"}, "/status"),
        ({"title": " "}, "/title"),
        ({"title": "a" * 121}, "/title"),
        ({"effort": 6}, "/effort"),
        ({"effort": 2.5}, "/effort"),
        ({"due": "2026-02-30"}, "/due"),
        ({"tracker_url": "javascript:alert(1)"}, "/tracker_url"),
        ({"tracker_url": "https://"}, "/tracker_url"),
        ({"owner": "mem_nobody"}, "/owner"),
        ({"colour": "red"}, "/colour"),
    ],
)
async def test_bad_input_is_a_problem_that_says_where(shop, fields, where):
    answer = await patch(shop, shop.items[0], **fields)
    assert answer.status_code == 400, answer.text
    assert answer.json()["errors"][0]["pointer"].startswith(where)


async def test_a_colleagues_change_of_the_same_field_is_not_written_over(shop, new_caller):
    other, (item, *_) = await new_caller(workspace=shop.workspace), shop.items
    await patch(other, item, status="planned", department="App")
    answer = await patch(shop, item, status="declined", revision=0)
    assert answer.status_code == 409
    (theirs,) = answer.json()["changes"]
    assert (theirs["field"], theirs["before"], theirs["after"]) == ("status", "new", "planned")
    assert theirs["by"].startswith("key_")
    assert (await patch(shop, item, effort=3, revision=0)).json()["status"] == "planned"
    assert (await patch(shop, item, status="planned", revision=0)).status_code == 200


async def test_changes_at_the_same_moment_are_all_kept(shop):
    (item, *_) = shop.items
    fields = ({"status": "planned"}, {"department": "App"}, {"effort": 4}, {"due": "2026-04-01"})
    answers = await asyncio.gather(*(patch(shop, item, **each) for each in fields))
    assert {answer.status_code for answer in answers} == {200}
    body = await read(shop, item)
    assert (body["status"], body["department"], body["effort"], body["due"]) == ("planned", "App", 4, "2026-04-01")
    assert [line["revision"] for line in body["history"]] == [1, 2, 3, 4]


async def test_undo_takes_changes_and_notes_back_one_by_one(shop):
    (item, *_) = shop.items
    seen = [state(await read(shop, item))]
    for fields in ({"status": "planned", "effort": 2}, {"title": "Keep people signed in"}, {"status": "in_progress"}):
        seen.append(state((await patch(shop, item, **fields)).json()))
    await shop.http.post(f"/v1/backlog/{item}/notes", json={"text": "Ask the app team"})
    for before in reversed(seen):
        answer = await shop.http.post(f"/v1/backlog/{item}/undo")
        assert state(answer.json()) == before
    assert len(answer.json()["history"]) == 8
    last = await shop.http.post(f"/v1/backlog/{item}/undo")
    assert (last.status_code, last.json()["type"]) == (409, "urn:voc:problem:nothing-to-undo")


async def test_undo_of_a_change_that_is_no_longer_the_latest_is_refused(shop):
    (item, *_) = shop.items
    mine = (await patch(shop, item, status="planned")).json()["history"][-1]["id"]
    await patch(shop, item, effort=3)
    answer = await shop.http.post(f"/v1/backlog/{item}/undo", params={"change": mine})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:voc:problem:later-change")
    assert (await read(shop, item))["effort"] == 3


async def test_a_note_finds_the_item_for_those_whom_it_names(shop, app, watch):
    (item, *_) = shop.items
    async with member(app, shop.workspace, watch):
        (kim,) = await accounts.members(shop.workspace)
        answer = await shop.http.post(f"/v1/backlog/{item}/notes", json={"text": "  @Kim님, is this ours? "})
        assert answer.status_code == 201
        (note,) = answer.json()["notes"]
        assert (note["text"], note["mentions"]) == ("@Kim님, is this ours?", [kim.id])
        assert (await patch(shop, item, owner=kim.id)).json()["owner"] == kim.id
    assert (await shop.http.post(f"/v1/backlog/{item}/notes", json={"text": " "})).status_code == 400


async def test_ranking_again_touches_nothing_of_it(shop, watch):
    (item, *_) = shop.items
    await patch(shop, item, status="planned", title="Keep people signed in")
    before = state(await read(shop, item))
    watch.turn(timedelta(days=1))
    await ranking.rank(shop.workspace, now=watch())
    assert state(await read(shop, item)) == before


async def test_strangers_and_readers_decide_nothing(shop, new_caller):
    (item, *_) = shop.items
    stranger, reader = await new_caller(), await new_caller(Scope.read, workspace=shop.workspace)
    for answer in (await patch(stranger, item, status="planned"), await patch(shop, "bl_missing", status="planned")):
        assert answer.status_code == 404
    assert (await stranger.http.post(f"/v1/backlog/{item}/notes", json={"text": "Hi"})).status_code == 404
    assert (await patch(reader, item, status="planned")).status_code == 403
    assert (await reader.http.post(f"/v1/backlog/{item}/undo")).status_code == 403
    assert (await read(shop, item))["revision"] == 0
