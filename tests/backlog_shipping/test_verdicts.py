"""Marking as shipped registers how it will be judged; when the weeks have passed, it is."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.backlog_shipping.shipping import MORNING
from voc.backlog.service import item_id
from voc.backlog.shipping.documents import Verdict
from voc.backlog.workflow.documents import ItemWork
from voc.feedback.documents import Feedback
from voc.queue import TASKS, Task
from voc.themes.documents import Theme
from voc.values import new_id

OTHERS = 6
BEFORE, AFTER = timedelta(days=-10), timedelta(days=20)


async def say(shop, theme, number, after):
    """So many customers raise a theme, some days from when it ships."""
    at = (MORNING + after).isoformat()
    told = {"channel": "review", "occurred_at": at}
    said = [
        told | {"submission_id": uuid4().hex, "text": f"About {theme} {n}", "customer": uuid4().hex}
        for n in range(number)
    ]
    answer = await shop.http.post("/v1/feedback", json=said)
    ids = [each["id"] for each in answer.json()["items"]]
    raised = {"$set": {"theme": theme, "kind": "complaint", "state": "analysed", "language": "en"}}
    await Feedback.get_pymongo_collection().update_many({"_id": {"$in": ids}}, raised)


async def others(shop, number=OTHERS):
    """Themes that nobody works on."""
    now = shop.post.watch()
    themes = [
        Theme(
            id=new_id("th", now), workspace=shop.workspace, kind="complaint", language="en", name=f"Other {n}", size=20,
            model="fake-1", centroid=b"", threshold=0.5, state="active", created_at=now, updated_at=now,
        )
        for n in range(number)
    ]  # fmt: skip
    await Theme.get_pymongo_collection().insert_many([each.model_dump(by_alias=True) for each in themes])
    return [each.id for each in themes]


async def world(shop, before, after, number=OTHERS):
    """A theme and others that stay as they are, heard before it ships; returns what is said after."""
    names = await others(shop, number)
    for name in names:
        await say(shop, name, 20, BEFORE)
    await say(shop, shop.theme, before - 3, BEFORE)  # Ann, Ben and Cho did, too

    async def later():
        for name in names:
            await say(shop, name, 20, AFTER)
        await say(shop, shop.theme, after, AFTER)

    return names, later


async def verdict(shop):
    return await Verdict.get_pymongo_collection().find_one({"workspace": shop.workspace, "item": shop.item})


async def item_page(shop, language="en"):
    answer = await shop.browser.http.get(f"/backlog/{shop.item}", params={"lang": language})
    assert answer.status_code == 200, answer.text
    return answer.text.partition('id="judging"')[2].partition("</section>")[0]


@pytest.mark.parametrize(
    ("before", "after", "answer", "words"),
    [
        (40, 8, "improved", "Improved"),
        (10, 60, "worse", "Worse"),
        (20, 20, "no_evidence", "No evidence that it helped"),
    ],
)
async def test_when_the_weeks_have_passed_it_is_judged_by_what_was_registered(shop, before, after, answer, words):
    names, later = await world(shop, before, after)
    await shop.move("planned", "shipped")
    await shop.post.settle()
    row = await verdict(shop)
    assert (row["stage"], row["metric"], row["weeks"]) == ("waiting", "share", 4)
    assert sorted(row["comparisons"]) == sorted(names)
    assert "The answer comes on" in await item_page(shop)
    await later()
    await shop.post.later(days=30)
    assert (await verdict(shop))["stage"] == "waiting"
    await shop.at(MORNING + timedelta(days=36, hours=1))
    await shop.post.settle()
    row = await verdict(shop)
    assert (row["stage"], row["result"]["answer"], row["result"]["compared"]) == ("judged", answer, OTHERS)
    assert row["result"]["counts"]["before"] == before
    page = await item_page(shop)
    assert f"<b>{words}</b>" in page
    assert ("Reopen it" in page) == (answer != "improved")
    assert "95% " in await item_page(shop, "ko")


async def test_what_was_registered_does_not_change_with_what_is_chosen_later(shop):
    _, later = await world(shop, 40, 8)
    choose = f"/backlog/{shop.item}/judging"
    await shop.move("planned")
    answer = await shop.browser.send(choose, {"metric": "score", "weeks": "8"}, form=f"/backlog/{shop.item}")
    assert answer.status_code == 303
    await shop.move("shipped")
    await shop.post.settle()
    late = await shop.browser.send(choose, {"metric": "share", "weeks": "2"}, form=f"/backlog/{shop.item}")
    assert late.status_code == 409
    row = await verdict(shop)
    assert (row["metric"], row["weeks"]) == ("score", 8)
    await later()
    await shop.at(MORNING + timedelta(days=70))
    await shop.post.settle()
    assert (await verdict(shop))["result"]["reason"] == "few"
    assert "Too few of those who spoke of it gave a score" in await item_page(shop)


@pytest.mark.parametrize("fields", [{}, {"metric": "share", "weeks": "3"}, {"metric": "joy", "weeks": "4"}])
async def test_a_plan_has_a_metric_and_weeks(shop, fields):
    await shop.move("planned")
    answer = await shop.browser.send(f"/backlog/{shop.item}/judging", fields, form=f"/backlog/{shop.item}")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("before", "number", "words"), [(4, OTHERS, "Too few customers spoke"), (40, 3, "There were too few other themes")]
)
async def test_too_few_customers_or_other_themes_are_no_evidence(shop, before, number, words):
    _, later = await world(shop, before, 0, number=number)
    await shop.move("planned", "shipped")
    await shop.post.settle()
    await later()
    await shop.at(MORNING + timedelta(days=36, hours=1))
    await shop.post.settle()
    assert (await verdict(shop))["result"]["answer"] == "no_evidence"
    assert words in await item_page(shop)


async def test_what_is_reopened_is_not_judged_and_shipped_again_it_is_registered_again(shop):
    await world(shop, 40, 8)
    await shop.move("planned", "shipped")
    await shop.post.settle()
    first = await verdict(shop)
    await shop.move("in_progress")
    await shop.at(MORNING + timedelta(days=36, hours=1))
    await shop.post.settle()
    assert (await verdict(shop))["stage"] == "reopened"
    await shop.move("shipped")
    await shop.post.settle()
    rows = await Verdict.get_pymongo_collection().find({"item": shop.item}).to_list()
    assert {row["stage"] for row in rows} == {"reopened", "waiting"}
    assert {row["_id"] for row in rows} > {first["_id"]}
    assert "The answer comes on" in await item_page(shop)


async def test_a_theme_that_somebody_mends_meanwhile_is_left_out(shop):
    names, later = await world(shop, 40, 8)
    await shop.move("planned", "shipped")
    await shop.post.settle()
    held = {"status": "in_progress", "changes": [], "revision": 1}
    mended = {"_id": item_id(names[0]), "workspace": shop.workspace} | held
    await ItemWork.get_pymongo_collection().insert_one(mended)
    await later()
    await shop.at(MORNING + timedelta(days=36, hours=1))
    await shop.post.settle()
    result = (await verdict(shop))["result"]
    assert (result["compared"], result["left_out"], result["answer"]) == (OTHERS - 1, 1, "improved")


async def test_what_is_closed_before_anybody_looked_is_registered(shop):
    await shop.move("planned", "shipped", "closed")
    await shop.post.settle()
    assert (await verdict(shop))["stage"] == "waiting"


async def test_a_theme_merged_into_one_of_the_others_is_not_compared_with_itself(shop):
    names, later = await world(shop, 40, 8)
    await shop.move("planned", "shipped")
    await shop.post.settle()
    merged = {"$set": {"state": "merged", "merged_into": names[0]}}
    await Theme.get_pymongo_collection().update_one({"_id": shop.theme}, merged)
    await later()
    await shop.at(MORNING + timedelta(days=36, hours=1))
    await shop.post.settle()
    result = (await verdict(shop))["result"]
    assert (result["compared"], result["left_out"]) == (OTHERS - 1, 1)


async def test_work_that_stops_anywhere_is_done_once_when_it_is_done_again(shop):
    await world(shop, 40, 8)
    await shop.move("planned", "shipped")
    shop.post.published.clear()
    for _ in range(2):
        await shop.post.settle()
    assert len(await Verdict.get_pymongo_collection().find({"item": shop.item}).to_list()) == 1


async def test_one_that_cannot_be_judged_keeps_no_other_of_its_batch_waiting(shop):
    _, later = await world(shop, 40, 8)
    await shop.move("planned", "shipped")
    await shop.post.settle()
    good = await verdict(shop)
    broken = [good | {"_id": id_, "metric": "joy"} for id_ in ("ver_0", "ver_z")]
    for row in broken:
        await Verdict.get_pymongo_collection().insert_one(row)
    await later()
    await shop.at(MORNING + timedelta(days=36, hours=1))
    await TASKS[Task.judge_shipped](["ver_0", good["_id"], "ver_z"], shop.post.context)
    rows = {row["_id"]: row for row in await Verdict.get_pymongo_collection().find({"item": shop.item}).to_list()}
    assert rows[good["_id"]]["stage"] == "judged"
    assert [rows[each["_id"]]["attempts"] for each in broken] == [1, 1]
    assert {row["owner"] for row in rows.values()} == {None}
