"""New feedback joins the theme whose members it is like; what fits nowhere waits until themes are looked for."""

import time
from datetime import timedelta

import numpy as np
from sorting import by_topic, send, texts

from voc.analysed import Analysed
from voc.themes import assigning, discovery, domain, queries
from voc.themes.vectors import pack

MODEL = "fake-1"


def unit(rows):
    return (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float32)


def around(centre, count, spread=0.1, seed=0):
    noise = np.random.default_rng(seed).standard_normal((count, len(centre)))
    return unit(centre + spread * noise)


def theme(id_, rows, voting=True, threshold=0.8, **more):
    """A stored theme of these members, and their vectors."""
    ids = [f"fb-{id_}-{n}" for n in range(len(rows))]
    centroid = unit(rows.sum(axis=0)).astype("<f4").tobytes()
    stored = {
        "_id": id_, "model": MODEL, "merged_into": None, "anchors": ["voiced|en"], "anchor_centroids": centroid,
        "anchor_thresholds": [threshold],
    }  # fmt: skip
    if voting:
        stored |= {"anchor_voters": [ids], "anchor_voter_thresholds": [threshold]}
    return stored | more, {(MODEL, each): pack(row) for each, row in zip(ids, rows, strict=True)}


def assigner(*pairs, merged=()):
    vectors = {key: packed for _, own in (*pairs, *merged) for key, packed in own.items()}
    return assigning.Assigner([row for row, _ in pairs], [row for row, _ in merged], vectors)


def text(row, kind="complaint", language="en", model=MODEL):
    return Analysed(model, language, kind, 0.9, 0.0, 0.0, np.asarray(row, dtype=np.float32))


AXES = np.eye(12, dtype=np.float32)


def test_a_text_joins_the_theme_whose_members_it_is_like_and_a_stranger_waits():
    found = assigner(theme("th_a", around(AXES[0], 9)), theme("th_b", around(AXES[1], 9)))
    assert [found.nearest(text(row)) for row in AXES[:3]] == ["th_a", "th_b", None]
    assert found.nearest(text(AXES[0], kind="praise")) is None
    assert found.nearest(text(AXES[0], language="ko")) is None
    assert found.nearest(text(AXES[0], model="older")) is None


def test_a_theme_of_two_halves_takes_nothing_from_between():
    halves = np.vstack([around(AXES[0], 9), around(AXES[1], 9, seed=1)])
    voted, by_centroid = (assigner(theme("th_a", halves, voting, threshold=0.8)) for voting in (True, False))
    between = unit(AXES[0] + AXES[1])
    assert [voted.nearest(text(row)) for row in (AXES[0], AXES[1], between)] == ["th_a", "th_a", None]
    assert by_centroid.nearest(text(between)) == "th_a"


def test_themes_of_before_members_voted_draw_by_their_centroid():
    old, new = theme("th_a", around(AXES[0], 9), voting=False), theme("th_b", around(AXES[1], 9))
    found = assigner(old, new)
    assert [found.nearest(text(row)) for row in AXES[:3]] == ["th_a", "th_b", None]


def test_a_theme_whose_voters_were_all_erased_draws_by_its_centroid():
    row, _ = theme("th_a", around(AXES[0], 9))
    assert assigner((row, {})).nearest(text(AXES[0])) == "th_a"


def test_what_votes_for_a_merged_theme_votes_for_its_heir():
    heir, other = theme("th_b", around(AXES[1], 9)), theme("th_c", around(AXES[2], 9))
    gone = theme("th_a", around(AXES[0], 9), merged_into="th_b")
    lost = theme("th_d", around(AXES[3], 9), merged_into="th_e")
    found = assigner(heir, other, merged=[gone, lost])
    assert [found.nearest(text(row)) for row in AXES[:4]] == ["th_b", "th_b", "th_c", None]


def test_without_themes_everything_waits():
    assert assigner().nearest(text(AXES[0])) is None


def test_a_text_is_placed_in_a_millisecond_among_120_themes():
    rng = np.random.default_rng(0)
    centres = unit(rng.standard_normal((120, 384)))
    found = assigner(*(theme(f"th_{i:03}", around(row, 40, 0.05, i)) for i, row in enumerate(centres)))
    took = []
    for row in centres:
        started = time.thread_time()
        found.nearest(text(row))
        took.append(time.thread_time() - started)
    assert min(took) < 1e-3  # beside other work, the threads of a product wait for each other


async def test_what_is_stored_of_a_theme_names_its_voters_and_stays_small(caller, engine, watch, database):
    await send(caller, engine, texts(60, "login"))
    await discovery.discover(caller.workspace, now=watch(), find=by_topic)
    stored = await database.themes.find_one({"workspace": caller.workspace})
    ((*voters,),) = stored["anchor_voters"]
    assert len(voters) == 40
    assert {row["_id"] for row in await queries.analysed_feedback(caller.workspace)} > set(voters)
    assert sum(map(len, voters)) < 2_000


async def test_feedback_that_is_erased_votes_no_more(caller, engine, watch, database, monkeypatch):
    await send(caller, engine, texts(8, "login"))
    await discovery.discover(caller.workspace, now=watch(), find=by_topic)
    themes = await queries.active_rows(caller.workspace)
    before = await assigning.assigner(caller.workspace, themes, [])
    assert await assigning.assigner(caller.workspace, themes, []) is before
    await database.analyses.delete_many({"workspace": caller.workspace})
    monkeypatch.setattr(assigning, "KEPT_SECONDS", -1.0)
    for _ in range(2):
        after = await assigning.assigner(caller.workspace, [themes[0] | {"anchor_thresholds": [0.81]}], [])
    assert after is not before


async def test_what_waits_is_looked_at_again_at_night(caller, engine, watch, monkeypatch):
    by_itself = discovery.discover.__kwdefaults__ | {"find": by_topic}
    monkeypatch.setattr(discovery.discover, "__kwdefaults__", by_itself)
    await send(caller, engine, texts(24, "login"))
    watch.turn(timedelta(minutes=5))
    await engine.settle()
    await send(caller, engine, texts(4, "delivery"), start=100)
    watch.turn(timedelta(minutes=5))
    await engine.settle()
    assert [item["theme"] for item in await latest(caller)] == [None] * 4
    progress = await queries.progress(caller.workspace)
    assert (progress.due(), progress.worthwhile()) == (True, False)
    watch.turn(domain.NIGHTLY)
    await engine.settle()
    assert len({item["theme"] for item in await latest(caller)} - {None}) == 1


async def latest(caller):
    return (await caller.http.get("/v1/feedback", params={"limit": 4})).json()["items"]
