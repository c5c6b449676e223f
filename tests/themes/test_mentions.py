"""Feedback that speaks of two things is evidence of both."""

import numpy as np
import pytest
from sorting import by_topic, send, texts

from tests.people import member
from voc.backlog import service as backlog
from voc.feedback import queries as feedback
from voc.feedback.queries import Filters
from voc.insights import queries as counted
from voc.insights import service as insights
from voc.themes import discovery, mentions, queries

BOTH = "login crash again and again but I love the delivery crash less"


@pytest.fixture
async def themes(caller, engine, watch):
    """Two themes, of eight texts each, by topic."""
    await send(caller, engine, texts(8, "login") + texts(8, "delivery"))
    await discovery.discover(caller.workspace, now=watch(), find=by_topic)
    return {theme.name: theme.id for theme in await queries.active(caller.workspace)}


async def say(caller, engine, text=BOTH, start=100):
    await send(caller, engine, [text], start=start)
    (item,) = (await caller.http.get("/v1/feedback", params={"limit": 1})).json()["items"]
    return item


async def listed(caller, theme, **wanted):
    answer = await caller.http.get("/v1/feedback", params={"theme": theme} | wanted)
    return answer.json()


async def test_it_is_found_under_both_themes(caller, engine, themes):
    item = await say(caller, engine)
    assert (item["theme"], item["also"]) == (themes["login"], [themes["delivery"]])
    assert [part["theme"] for part in item["segments"]] == [themes["login"], themes["delivery"]]
    assert [BOTH[part["start"] : part["end"]] for part in item["segments"]] == BOTH.replace(" but ", "|but ").split("|")
    for theme in themes.values():
        assert item["id"] in [each["id"] for each in (await listed(caller, theme))["items"]]


async def test_what_an_older_release_read_is_found_once_themes_were_sought(caller, engine, themes, database):
    item = await say(caller, engine)
    await database.feedback.update_one({"_id": item["id"]}, {"$unset": {"several_themes": ""}})
    assert item["id"] not in [each["id"] for each in (await listed(caller, themes["delivery"]))["items"]]
    await mentions.settle(caller.workspace, "fake-1")
    assert item["id"] in [each["id"] for each in (await listed(caller, themes["delivery"]))["items"]]


async def test_one_that_says_one_thing_has_no_parts(caller, engine, themes):
    item = await say(caller, engine, "login crash once more")
    assert (item["theme"], item["also"], item["segments"]) == (themes["login"], [], [])


async def test_pages_of_a_theme_hold_each_feedback_once(caller, engine, themes):
    for start in range(100, 105):
        await say(caller, engine, BOTH, start)
    seen, after = [], None
    while True:
        found = await feedback.page(caller.workspace, Filters(theme=themes["delivery"]), after=after, limit=3)
        seen += [item.id for item in found.items]
        after = found.next
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 13


async def test_it_counts_once_for_each_theme(caller, engine, themes, watch):
    await say(caller, engine)
    await insights.rebuild(caller.workspace, now=watch())
    rows = [row["counts"] for row in await counted.rollups(caller.workspace)]
    for theme in themes.values():
        assert sum(counts["themes"].get(theme, 0) for counts in rows) == 9
    assert sum(counts["total"] for counts in rows) == 17


async def test_the_backlog_hears_how_people_feel_about_each_theme(caller, engine, themes, watch):
    await say(caller, engine)
    await backlog.rank(caller.workspace, now=watch())
    items = {item["theme"]: item for item in (await caller.http.get("/v1/backlog")).json()["items"]}
    login, delivery = items[themes["login"]], items[themes["delivery"]]
    assert login["mentions"] == delivery["mentions"] == 9
    assert login["mean_sentiment"] == pytest.approx(-0.5)


async def test_parts_follow_the_themes_that_are_found_anew(caller, engine, themes, watch):
    item = await say(caller, engine)
    await discovery.discover(caller.workspace, now=watch(), find=by_topic)
    sizes = {theme.id: theme.size for theme in await queries.active(caller.workspace)}
    assert sizes == {themes["login"]: 9, themes["delivery"]: 9}

    def only_login(texts, *rest, **more):
        return by_topic([text if "delivery" not in text.partition(" but ")[0] else "" for text in texts], *rest, **more)

    await discovery.discover(caller.workspace, now=watch(), find=only_login)
    one = await feedback.one(caller.workspace, item["id"])
    assert (one.theme, one.also) == (themes["login"], [])
    assert [part.theme for part in one.segments] == [themes["login"], None]


async def test_settling_twice_writes_once(caller, engine, themes, watch):
    item = await say(caller, engine)
    await discovery.discover(caller.workspace, now=watch(), find=by_topic)
    before = (await feedback.one(caller.workspace, item["id"])).model_dump()
    (revision,) = [
        row["revision"] for row in await queries.analysed_feedback(caller.workspace) if row["_id"] == item["id"]
    ]
    await mentions.settle(caller.workspace, "fake-1")
    (again,) = [
        row["revision"] for row in await queries.analysed_feedback(caller.workspace) if row["_id"] == item["id"]
    ]
    assert again == revision
    assert (await feedback.one(caller.workspace, item["id"])).model_dump() == before


async def test_a_theme_that_a_person_chose_stands_for_the_whole_text(caller, engine, themes, watch):
    item = await say(caller, engine)
    answer = await caller.http.patch(f"/v1/feedback/{item['id']}", json={"theme": themes["login"]})
    assert answer.json()["also"] == []
    await discovery.discover(caller.workspace, now=watch(), find=by_topic)
    one = await feedback.one(caller.workspace, item["id"])
    assert (one.theme, one.also) == (themes["login"], [])
    assert item["id"] not in [each["id"] for each in (await listed(caller, themes["delivery"]))["items"]]


async def test_a_page_shows_what_each_part_is_about(caller, app, engine, themes, watch):
    item = await say(caller, engine)
    async with member(app, caller.workspace, watch) as person:
        page = (await person.http.get(f"/feedback/{item['id']}")).text
        one = (await person.http.get(f"/feedback?theme={themes['delivery']}")).text
        theme = (await person.http.get(f"/themes/{themes['delivery']}")).text
    assert page.count("Part by part") == 1
    assert all(f'href="/themes/{id_}"' in page for id_ in themes.values())
    assert "but I love the delivery crash less" in page
    assert f"/feedback/{item['id']}" in one
    assert f"/feedback/{item['id']}" in theme


def row(id_, name, *keywords, model="fake-1", merged_into=None):
    vector = np.eye(4, dtype="<f4")[0].tobytes()
    about = {"_id": id_, "name": name, "keywords": list(keywords), "model": model, "kind": "complaint"}
    where = {"centroid": vector, "anchors": ["voiced|en"], "anchor_centroids": vector, "anchor_thresholds": [0.8]}
    return about | where | {"merged_into": merged_into}


def test_a_theme_draws_what_went_up_in_it_and_goes_by_its_name_while_it_has_no_words():
    themes = [row("th_a", "late"), row("th_b", "other", model="older")]
    merged = [row("th_c", "slow", "slow", merged_into="th_a"), row("th_d", "gone", merged_into="th_e")]
    (known,) = mentions.known_themes(themes, merged, "fake-1")
    assert (known.key, known.keywords) == ("th_a", ["late", "slow"])
    assert [(anchor.space, anchor.language, anchor.threshold) for anchor in known.anchors] == [
        ("voiced", "en", 0.8)
    ] * 2
