"""A row of the list is put right where it stands, and an undo restores exactly what stood before."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.feedback.test_correcting import person, read, stored, theme  # noqa: F401  pytest finds fixtures by name
from voc.feedback import domain
from voc.feedback.domain import How

HTMX = {"hx-request": "true"}


async def row(person, id_, **params):  # noqa: F811
    return (await person.http.get(f"/feedback/{id_}/row", params=params, headers=HTMX)).text


async def fields_of(person, id_):  # noqa: F811
    """What the form of the row would send."""
    text = await row(person, id_, correcting="true")
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text))
    fields.pop("_csrf_token")
    for name, options in re.findall(r'<select class="input" name="(\w+)".*?>(.*?)</select>', text, re.DOTALL):
        chosen = re.search(r'value="(\w+)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    return fields


async def correct(person, id_, **changed):  # noqa: F811
    """The row that comes back, and the fields of its undo."""
    fields = await fields_of(person, id_) | changed
    answer = await person.send(f"/feedback/{id_}/row", fields, form=f"/feedback/{id_}", headers=HTMX)
    assert answer.status_code == 200, answer.text
    return answer.text, dict(re.findall(r'name="(fields|at)" value="([^"]*)"', answer.text))


async def undo(person, id_, undoing):  # noqa: F811
    answer = await person.send(f"/feedback/{id_}/row/undo", undoing, form=f"/feedback/{id_}", headers=HTMX)
    assert answer.status_code == 200, answer.text
    return answer.text


async def kept(database, id_):
    found = await database.feedback.find_one({"_id": id_})
    names = ("kind", "theme", "also", "several_themes", "sentiment", "corrected", "judgements", "judged", "unsure")
    return {name: found.get(name) or None for name in names}


async def test_kind_mood_and_theme_are_put_right_in_the_row_and_undone(caller, person, read, watch, database):  # noqa: F811
    chosen = await theme(caller.workspace, watch)
    await database.feedback.update_one(
        {"_id": read}, {"$set": {"also": ["th_other"], "several_themes": True, "sentiment": -0.4}}
    )
    before = await kept(database, read)
    text, undoing = await correct(person, read, kind="idea", mood="positive", theme=chosen)
    assert ("Idea" in text, "Signed out" in text, "Positive" in text) == (True, True, True)
    assert await stored(caller, read) == ("idea", chosen, ["kind", "sentiment", "theme"])
    assert "As it was before." in await undo(person, read, undoing)
    assert await kept(database, read) == before


async def test_an_undo_restores_what_a_colleague_had_set(caller, person, read, watch, database):  # noqa: F811
    await caller.http.patch(f"/v1/feedback/{read}", json={"kind": "question"})
    before = await kept(database, read)
    watch.turn(timedelta(minutes=1))
    _, undoing = await correct(person, read, kind="praise")
    await undo(person, read, undoing)
    assert await kept(database, read) == before


async def test_what_was_changed_since_is_not_undone(caller, person, read, watch):  # noqa: F811
    _, undoing = await correct(person, read, kind="idea")
    watch.turn(timedelta(minutes=1))
    await caller.http.patch(f"/v1/feedback/{read}", json={"kind": "praise"})
    assert "a later change came in between" in await undo(person, read, undoing)
    assert (await stored(caller, read))[0] == "praise"
    again = await undo(person, read, undoing)
    assert "a later change came in between" in again


async def test_saving_nothing_changes_nothing(caller, person, read):  # noqa: F811
    text, undoing = await correct(person, read)
    assert undoing == {}
    assert (await stored(caller, read))[2] == []
    assert 'data-row-key="c"' in text


async def test_the_list_offers_it_to_who_may_and_a_plain_link_to_the_rest(caller, person, read):  # noqa: F811
    assert f"/feedback/{read}/row?correcting=true" in (await person.http.get("/feedback")).text
    plain = await person.http.get(f"/feedback/{read}/row")
    assert (plain.status_code, plain.headers["location"]) == (302, f"/feedback/{read}")
    sent = await person.send(f"/feedback/{read}/row", {"kind": "idea", "kind_before": "complaint"}, form="/feedback")
    assert sent.headers["location"] == f"/feedback/{read}?saved=1"


@pytest.mark.parametrize("wrong", [{"fields": "$where", "at": "1"}, {"fields": "kind", "at": "x"}, {"fields": ""}])
async def test_an_odd_undo_is_refused(person, read, wrong):  # noqa: F811
    answer = await person.send(f"/feedback/{read}/row/undo", wrong, form=f"/feedback/{read}", headers=HTMX)
    assert answer.status_code == 400


async def test_a_strangers_row_is_not_found(new_caller, person):  # noqa: F811
    other = await new_caller()
    body = {"submission_id": "s", "text": "theirs", "channel": "email"}
    id_ = (await other.http.post("/v1/feedback", json=body)).json()["id"]
    assert (await person.http.get(f"/feedback/{id_}/row", headers=HTMX)).status_code == 404
    sent = await person.send(f"/feedback/{id_}/row", {"kind": "idea"}, form="/feedback", headers=HTMX)
    assert sent.status_code == 404


values = st.fixed_dictionaries(
    {}, optional={"kind": st.sampled_from(["idea", "praise"]), "theme": st.sampled_from([None, "th_1"]),
                  "sentiment": st.sampled_from([-0.8, 0.0])},
).filter(bool)  # fmt: skip


@given(st.lists(values, min_size=1, max_size=4))
def test_undoing_the_latest_restores_the_record(corrections):
    now = {"kind": "complaint", "theme": "th_0", "also": ["th_2"], "sentiment": 0.1, "kind_confidence": 0.4}
    now |= {"corrected": [], "judgements": {}, "judged": False, "unsure": True, "several_themes": True}
    for at, fields in enumerate(corrections):
        before, now = now, now | domain.judged(now, fields, by="m", at=at, how=How.person)
        assert now["several_themes"] == bool(now["also"])
    restored = now
    for field in corrections[-1]:
        restored = restored | domain.undone(restored, field, len(corrections) - 1)
    earlier = {field: dict(before["judgements"][field]) for field in before["judgements"]}
    for field in corrections[-1]:  # one undo is kept: not what an earlier judgement had replaced
        earlier.get(field, {}).pop("replaced", None)
    assert restored == before | {"judgements": earlier}
