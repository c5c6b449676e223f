"""Edit, approve, publish, restore; and what hinders it."""

from datetime import timedelta

import pytest

from tests.faq.asking import HELP
from voc.values import Scope


async def test_nothing_is_published_before_it_is_approved(desk):
    id_ = (await desk.returning())["id"]
    refused = await desk.patch(id_, state="published")
    assert (refused.status_code, refused.json()["type"].rsplit(":", 1)[-1]) == (409, "wrong-move")
    assert (await desk.patch(id_, state="approved")).json()["state"] == "approved"
    published = (await desk.patch(id_, state="published")).json()
    assert (published["state"], published["live"]) == ("published", published["version"])
    assert [line["action"] for line in published["trail"]][-2:] == ["approve", "publish"]


async def test_an_edit_takes_approval_away_and_readers_keep_what_was_published(desk):
    id_ = await desk.published()
    edited = (await desk.patch(id_, question="Can I send it back?")).json()
    assert (edited["state"], edited["live"]) == ("edited", edited["version"] - 1)
    assert (await desk.patch(id_, state="published")).status_code == 409
    taken = (await desk.http.post(f"/v1/faqs/{id_}/unpublish")).json()
    assert (taken["state"], taken["live"]) == ("edited", None)


async def test_a_sentence_that_its_source_does_not_bear_out_hinders_approval(desk):
    entry = await desk.returning()
    passage = entry["answer"][0]["source"]["passage"]
    planted = [{"text": "You can return any unopened product within 90 days.", "passage": passage}]
    waiting = (await desk.patch(entry["id"], answer=planted)).json()
    assert waiting["hindrances"] == ["unchecked"]
    await desk.engine.settle()
    checked = await desk.one(entry["id"])
    assert [said["support"] for said in checked["answer"]] == ["unsupported"]
    refused = await desk.patch(entry["id"], state="approved")
    assert (refused.status_code, refused.json()["reasons"]) == (409, ["unsupported"])
    own = (await desk.patch(entry["id"], answer=[{"text": planted[0]["text"]}])).json()
    assert [(said["support"], said["source"]) for said in own["answer"]] == [("own", None)]
    assert (await desk.patch(entry["id"], state="approved")).status_code == 200


async def test_a_reworded_sentence_that_its_source_bears_out_may_be_approved(desk):
    entry = await desk.returning()
    said = {"text": "Within 14 days of delivery you can return any unopened product."}
    await desk.patch(entry["id"], answer=[said | {"passage": entry["answer"][0]["source"]["passage"]}])
    await desk.engine.settle()
    assert (await desk.one(entry["id"]))["answer"][0]["support"] == "borne_out"
    assert (await desk.patch(entry["id"], state="approved")).status_code == 200


async def test_a_contradiction_blocks_until_somebody_chose(desk):
    await desk.document("# Terms\n\nYou can return any unopened product within 30 days of delivery.\n", "terms.md")
    entry = await desk.returning()
    assert [each["reason"] for each in entry["conflicts"]] == ["number"]
    refused = await desk.patch(entry["id"], state="approved")
    assert (refused.status_code, refused.json()["reasons"]) == (409, ["conflict"])
    other = entry["conflicts"][0]["other"]["text"]
    path = f"/v1/faqs/{entry['id']}/choose"
    settled = (await desk.http.post(path, json={"conflict": 0, "right": "other"})).json()
    assert settled["conflicts"][0]["chosen"] == other
    assert [said["text"] for said in settled["answer"]].count(other) == 1
    assert entry["conflicts"][0]["one"]["text"] not in [said["text"] for said in settled["answer"]]
    await desk.mine()
    assert (await desk.patch(entry["id"], state="approved")).status_code == 200
    assert (await desk.http.post(path, json={"conflict": 7, "right": "one"})).status_code == 400


async def test_a_changed_document_takes_the_answer_back(desk):
    id_ = await desk.published()
    await desk.document(HELP.replace("14", "30"))
    entry = await desk.one(id_)
    assert (entry["state"], entry["live"], entry["hindrances"]) == ("stale", None, ["source"])
    assert entry["trail"][-1]["why"] == "source"
    assert (await desk.patch(id_, state="approved")).status_code == 409


async def test_a_day_of_review_takes_the_answer_back(desk):
    day = f"{desk.watch() + timedelta(days=2):%Y-%m-%d}"
    id_ = await desk.published(review_by=day)
    await desk.mine()
    assert (await desk.one(id_))["state"] == "published"
    desk.watch.turn(timedelta(days=2))
    await desk.mine()
    entry = await desk.one(id_)
    assert (entry["state"], entry["live"], entry["trail"][-1]["why"]) == ("stale", None, "review")
    assert (await desk.patch(id_, state="approved")).json()["state"] == "approved"


async def test_a_version_comes_back_word_for_word(desk):
    entry = await desk.returning()
    first = (await desk.http.get(f"/v1/faqs/{entry['id']}/versions/{entry['version']}")).json()
    await desk.patch(entry["id"], question="Something else", aliases=["one"], answer=[{"text": "No."}], category="a")
    path = f"/v1/faqs/{entry['id']}/restore"
    after = (await desk.http.post(path, json={"version": entry["version"]})).json()
    assert {name: after[name] for name in first if name != "number"} == {
        n: v for n, v in first.items() if n != "number"
    }
    assert after["version"] == entry["version"] + 2
    assert after["versions"][-1]["restores"] == entry["version"]
    assert (await desk.http.post(path, json={"version": 99})).status_code == 404


async def test_two_at_once_write_nothing_over(desk):
    entry = await desk.returning()
    assert (await desk.patch(entry["id"], question="Mine", revision=entry["revision"])).status_code == 200
    theirs = await desk.patch(entry["id"], question="Theirs", revision=entry["revision"])
    assert theirs.status_code == 409
    assert (await desk.one(entry["id"]))["question"] == "Mine"


async def test_several_at_once(desk):
    entry = await desk.returning()
    own = await desk.http.post("/v1/faqs", json={"language": "en", "question": "Who are you?"})
    ids = [entry["id"], own.json()["id"], "faq_" + "0" * 26]
    answer = await desk.http.post("/v1/faqs/bulk", json={"items": ids, "state": "approved"})
    results = answer.json()["results"]
    assert [each["changed"] for each in results] == [True, False, False]
    assert [(each["error"] or {}).get("status") for each in results] == [None, 409, 404]


@pytest.mark.parametrize(
    "wish",
    [
        {},
        {"state": "approved", "question": "x"},
        {"question": None},
        {"question": "  "},
        {"answer": [{"text": "x", "passage": "psg_no"}]},
        {"other": "faq_" + "0" * 26},
        {"state": "stale"},
        {"unknown": 1},
    ],
)
async def test_what_makes_no_sense_is_refused(desk, wish):
    own = await desk.http.post("/v1/faqs", json={"language": "en", "question": "Who are you?", "answer": ["Us."]})
    assert (await desk.patch(own.json()["id"], **wish)).status_code in (400, 422)


async def test_strangers_and_readers_change_nothing(desk, new_caller):
    id_ = (await desk.http.post("/v1/faqs", json={"language": "en", "question": "Who?", "answer": ["Us."]})).json()[
        "id"
    ]
    stranger = await new_caller()
    assert (await stranger.http.get(f"/v1/faqs/{id_}")).status_code == 404
    assert (await stranger.http.patch(f"/v1/faqs/{id_}", json={"state": "approved"})).status_code == 404
    reader = await new_caller(Scope.read, workspace=desk.workspace)
    assert (await reader.http.get(f"/v1/faqs/{id_}")).status_code == 200
    assert (await reader.http.patch(f"/v1/faqs/{id_}", json={"state": "approved"})).status_code == 403
    page = await new_caller(Scope.survey, workspace=desk.workspace)
    assert (await page.http.get("/v1/faqs")).status_code == 403
