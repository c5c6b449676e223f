"""Items of the demo belong to departments, so that whoever could answer a question is known."""

from datetime import UTC, datetime

from tests.backlog_workflow.ranked import rank
from voc.backlog import queries as backlog
from voc.demo import departments
from voc.demo.departments import departments_of
from voc.demo.seed import fill
from voc.feedback.documents import Feedback

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DELIVERY, PRODUCTS = "배송 (Delivery)", "상품 (Products)"


def test_a_theme_belongs_to_the_department_that_most_of_it_concerns():
    said = [("gift-wrapping", "th_a")] * 2 + [("late-dawn-delivery", "th_a")] + [("late-dawn-delivery", "th_b")]
    assert departments_of([*said, ("one-off", "th_c"), ("gift-wrapping", None)]) == {"th_a": PRODUCTS, "th_b": DELIVERY}


async def test_what_nobody_touched_is_assigned_once(caller, watch):
    touched, ranked, *_ = await rank(caller.workspace, watch)
    await caller.http.patch(f"/v1/backlog/{touched}", json={"status": "planned"})
    await fill(caller.workspace, now=NOW)
    themes = [one.theme for one in await backlog.standings(caller.workspace)]
    for theme, word in zip(themes, ("새벽배송", "선물 포장"), strict=False):
        about = {"workspace": caller.workspace, "text": {"$regex": word}}
        await Feedback.get_pymongo_collection().update_many(about, {"$set": {"theme": theme}})
    for _ in range(2):
        await departments.assign(caller.workspace, now=NOW)
        items = {one["id"]: one for one in (await caller.http.get("/v1/backlog")).json()["items"]}
        found = [(await caller.http.get(f"/v1/backlog/{item}")).json() for item in items]
        assert {each["id"]: each["department"] for each in found if each["department"]} == {ranked: PRODUCTS}
        assert max(len(each["history"]) for each in found) == 1
