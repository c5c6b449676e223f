"""Whether people keep asking: the rule by itself, and what it does to a published answer."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.faq.asking import RETURNING, SPEAKING
from tests.people import member
from voc.faq.asked_on import LEVEL, Voice, keeps_being_asked, tail

PUBLISHED = datetime(2026, 3, 1, tzinfo=UTC)
WEEK = timedelta(weeks=1)


def voices(weeks, start=0):
    """So many people in each week from `start` on, all different."""
    return [
        Voice(PUBLISHED + (start + week) * WEEK + timedelta(hours=1 + n % 160), f"p{start + week}-{n}")
        for week, count in enumerate(weeks)
        for n in range(count)
    ]


def judged(before, after, others=(), weeks=None):
    asked = [*voices(before, -len(before)), *voices(after)]
    heard = PUBLISHED - len(before) * WEEK
    now = PUBLISHED + (weeks or len(after)) * WEEK
    return keeps_being_asked(asked, others, published=PUBLISHED, heard=heard, now=now)


def test_more_askers_than_before_are_told_with_their_figures():
    found = judged([1] * 8, [5, 6])
    assert (found.before, found.weeks_before, found.after, found.weeks_after) == (8, 8, 11, 2)
    assert found.expected == 2.0
    assert found.p < 0.001


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([3] * 8, [3, 3, 3, 3]),
        ([3] * 8, [0, 0]),
        ([0] * 8, [2]),
        ([1], [9]),
    ],
)
def test_as_ever_fewer_too_few_or_an_unknown_past_say_nothing(before, after):
    assert judged(before, after) is None


def test_one_person_counts_once_a_week():
    asked = [*voices([1] * 8, -8), *[Voice(PUBLISHED + n * timedelta(hours=3), "same") for n in range(50)]]
    heard = PUBLISHED - 8 * WEEK
    assert keeps_being_asked(asked, [], published=PUBLISHED, heard=heard, now=PUBLISHED + WEEK) is None


def test_everybody_asking_more_makes_no_answer_stale():
    others = [*voices([20] * 8, -8), *voices([100, 120])]
    assert judged([1] * 8, [5, 6], others) is None


def test_a_week_that_is_not_over_is_not_looked_at():
    asked = [*voices([1] * 8, -8), *voices([12])]
    early = PUBLISHED + WEEK - timedelta(minutes=1)
    assert keeps_being_asked(asked, [], published=PUBLISHED, heard=PUBLISHED - 8 * WEEK, now=early) is None


@given(st.integers(1, 60), st.floats(0.05, 0.95))
def test_the_tail_is_a_probability_and_falls(total, share):
    tails = [tail(k, total, share) for k in range(total + 1)]
    assert all(0 <= one <= 1 for one in tails)
    assert all(one >= other - 1e-12 for one, other in zip(tails, tails[1:], strict=False))
    assert tails[-1] == pytest.approx(share**total) or share == 1


def test_of_answers_that_change_nothing_at_most_one_in_twenty_is_ever_taken_back():
    draw, wrong = np.random.default_rng(7), 0
    for rate in (0.5, 2, 8) * 100:
        counts = draw.poisson(rate, 8 + 26)
        asked = voices(counts, -8)
        heard = PUBLISHED - 8 * WEEK
        nights = (PUBLISHED + week * WEEK for week in range(1, 27))
        wrong += any(keeps_being_asked(asked, [], published=PUBLISHED, heard=heard, now=night) for night in nights)
    assert wrong / 300 <= LEVEL


async def said(desk, texts, at, name):
    rows = [
        {"submission_id": f"{name}-{n}", "text": text, "channel": "email", "customer": f"{name}-{n}"}
        | {"occurred_at": (at + timedelta(hours=n)).isoformat()}
        for n, text in enumerate(texts)
    ]
    assert (await desk.http.post("/v1/feedback", json=rows)).is_success
    await desk.engine.settle()


async def test_an_answer_that_people_keep_asking_for_is_stale_with_the_figures(desk, app, watch):
    await said(desk, RETURNING, desk.watch() - timedelta(weeks=5), "old")
    await desk.document()
    await desk.mine()
    (entry,) = await desk.entries()
    for state in ("approved", "published"):
        await desk.patch(entry["id"], state=state)
    desk.watch.turn(timedelta(days=8))
    await said(desk, [*RETURNING, *(f"{text} please" for text in RETURNING)], desk.watch() - timedelta(days=3), "new")
    await desk.mine()
    after = await desk.one(entry["id"])
    assert (after["state"], after["live"], after["stale"]["why"]) == ("stale", None, "asked")
    told = after["stale"]["askings"]
    assert (told["before"], told["after"], told["weeks_after"]) == (4, 8, 1)
    assert after["trail"][-1]["askings"] == told
    async with member(app, desk.workspace, watch) as browser:
        page = (await browser.http.get(f"/faq/{entry['id']}")).text
    assert "People keep asking" in page
    assert "8 asked in 1 weeks" in page or "8 asked in 1 week" in page
    for state in ("approved", "published"):
        assert (await desk.patch(entry["id"], state=state)).status_code == 200
    await desk.mine()
    assert (await desk.one(entry["id"]))["state"] == "published"


async def test_questions_about_something_else_leave_it_published(desk):
    id_ = await desk.published()
    desk.watch.turn(timedelta(days=8))
    await said(desk, [*SPEAKING] * 4, desk.watch() - timedelta(days=3), "new")
    await desk.mine()
    after = await desk.one(id_)
    assert (after["state"], after["stale"]) == ("published", None)
