"""The demo decides about its backlog once that is ranked: planned, under way, shipped, on a roadmap, and judged."""

from collections import Counter
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from tests.backlog_workflow.ranked import rank
from tests.people import PASSWORD
from voc.accounts import service as accounts
from voc.accounts.domain import Role
from voc.backlog.shipping.documents import Verdict
from voc.clock import from_stamp
from voc.demo import decisions, goals, shop
from voc.demo.answers import DemoSurveys, customers_in
from voc.demo.decisions import best, decide, decide_when_ranked
from voc.insights.targets import queries as targets
from voc.roadmap import queries as roadmap

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TOPICS = [each["topic"] for each in decisions.decisions()]


@pytest_asyncio.fixture(loop_scope="session")
async def decided(caller, watch):
    """A caller of a ranked workspace in which everything was decided, with `items` by topic."""
    ids = await rank(caller.workspace, watch)
    email = f"{caller.workspace}@example.test"
    await accounts.create_member(caller.workspace, email, PASSWORD, "Kim", Role.admin, now=NOW)
    caller.items = dict(zip(TOPICS, ids, strict=True))
    caller.themes = {topic: "th_" + id_.removeprefix("bl_") for topic, id_ in caller.items.items()}
    await decide(caller.workspace, caller.themes, now=NOW)
    return caller


async def read(caller, topic):
    return (await caller.http.get(f"/v1/backlog/{caller.items[topic]}")).json()


async def test_items_stand_where_colleagues_put_them_with_a_history_of_the_past(decided):
    stands = [(await read(decided, topic))["status"] for topic in TOPICS]
    assert sorted(stands) == ["in_progress", "planned", "planned", "shipped", "under_review"]
    for topic in TOPICS:
        item = await read(decided, topic)
        times = [datetime.fromisoformat(line["at"]) for line in item["history"]]
        assert times == sorted(times)
        assert times[-1] < NOW
        assert item["department"]
    assert sum([(await read(decided, topic))["note_count"] for topic in TOPICS]) >= 3


async def test_how_it_is_judged_was_registered_when_it_was_shipped_and_is_due(decided):
    (row,) = await Verdict.get_pymongo_collection().find({"workspace": decided.workspace}).to_list()
    assert row["item"] == decided.items["coupon-not-applied"]
    assert row["registered_at"] == row["shipped_at"]
    verdict = (await decided.http.get(f"/v1/backlog/{row['item']}/verdict")).json()
    assert from_stamp(row["shipped_at"]) < datetime.fromisoformat(verdict["due_at"]) < NOW


async def test_its_roadmap_is_public_in_both_languages(decided):
    settings = (await decided.http.get("/v1/roadmap")).json()["settings"]
    assert settings["public"]
    for language in ("ko", "en"):
        shown = (await decided.http.get("/v1/roadmap/entries", params={"language": language})).json()["items"]
        assert [each["language"] for each in shown] == [language] * 4
        assert {each["stage"] for each in shown} == {"planned", "in_progress", "shipped"}


async def test_deciding_again_changes_nothing_and_what_was_cut_off_goes_on(decided):
    before = [await read(decided, topic) for topic in TOPICS]
    await decide(decided.workspace, decided.themes, now=NOW)
    assert [await read(decided, topic) for topic in TOPICS] == before
    last = decided.items["app-logout-at-payment"]
    await decided.http.post(f"/v1/backlog/{last}/undo")  # somebody's own wish stands
    await decide(decided.workspace, decided.themes, now=NOW)
    assert (await read(decided, "app-logout-at-payment"))["status"] == "under_review"
    assert len(await roadmap.entries(decided.workspace, "ko")) == 3


async def test_what_somebody_decided_otherwise_stays_and_hinders_nothing(caller, watch):
    ids = await rank(caller.workspace, watch)
    themes = {topic: "th_" + id_.removeprefix("bl_") for topic, id_ in zip(TOPICS, ids, strict=True)}
    await caller.http.patch(f"/v1/backlog/{ids[0]}", json={"status": "declined"})
    await decide(caller.workspace, themes, now=NOW)
    stands = [(await caller.http.get(f"/v1/backlog/{each}")).json()["status"] for each in ids]
    assert (stands[0], stands[2], stands[3]) == ("declined", "planned", "planned")


async def test_what_no_theme_fits_is_left_out(caller, watch):
    ids = await rank(caller.workspace, watch)
    await decide(caller.workspace, {TOPICS[2]: "th_" + ids[0].removeprefix("bl_")}, now=NOW)
    stands = [(await caller.http.get(f"/v1/backlog/{each}")).json()["status"] for each in ids]
    assert stands == ["planned", "new", "new", "new", "new"]


async def test_nothing_is_decided_where_nothing_is_ranked(database):
    workspace, looked = (await accounts.create_workspace("Unranked", now=NOW)).id, []

    async def pause(seconds):
        looked.append(seconds)

    assert not await decide_when_ranked(workspace, now=NOW, pause=pause)
    assert len(looked) == decisions.LOOKS


@pytest.mark.parametrize(
    ("themes", "expected"),
    [
        (["th_a"] * 4 + ["th_b"] * 6, "th_a"),  # a theme of its own rather than one that holds everything
        (["th_b"] * 10, None),
        ([None] * 10, None),
    ],
)
def test_a_topic_is_found_in_the_theme_that_has_most_in_common_with_it(themes, expected):
    said = [("coupons", theme) for theme in themes] + [("others", "th_b")] * 200
    assert best(said, "coupons", {"th_a", "th_b"}) == expected


async def test_departments_have_goals_and_enough_answers_to_tell(database):
    workspace = (await accounts.create_workspace("Moa Market", now=NOW)).id
    await goals.set_goals(workspace, by="demo", now=NOW)
    await goals.set_goals(workspace, by="demo", now=NOW)
    assert len(await targets.of_workspace(workspace)) == len(goals.NPS) + len(goals.CSAT)
    answers = DemoSurveys(workspace).answers(NOW, customers_in(shop.customers()))
    told = Counter(given.response.hidden["department"] for given in answers)
    assert set(told) == (set(goals.NPS) | set(goals.CSAT)) - {""}
    assert min(told.values()) >= 20


def test_every_topic_is_one_that_customers_spoke_of():
    assert set(TOPICS) <= {each.topic for each in shop.verbatims(NOW)}
