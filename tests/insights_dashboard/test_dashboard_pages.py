"""The dashboard, as members meet it: its numbers come from counters, and its tables hold all of them."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from tests.engine import declared_tasks, engine  # noqa: F401  pytest finds fixtures by name
from tests.people import member, stranger
from voc.asks import policy
from voc.asks.domain import Segment
from voc.backlog.documents import BacklogItem
from voc.customers import service as customers
from voc.customers.domain import customer_id
from voc.customers.service import Sighting

CHARTS = ("nps", "csat", "ces", "response_rate", "drivers", "themes", "kinds", "moods")
SURVEY = {
    "name": "After delivery",
    "hidden": ["department"],
    "questions": [
        {"id": "nps", "type": "nps", "text": {"en": "Would you recommend us?"}},
        {"id": "why", "type": "text", "text": {"en": "Why?"}},
    ],
}


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def own_counters(database, engine):  # noqa: F811
    """No overview of an earlier test."""
    await database.overviews.delete_many({})


@pytest_asyncio.fixture(loop_scope="session")
async def browser(app, caller, watch):
    """A member of the workspace."""
    async with member(app, caller.workspace, watch) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def survey(caller):
    """The id of a published survey."""
    made = (await caller.http.post("/v1/surveys", json=SURVEY)).json()
    assert (await caller.http.post(f"/v1/surveys/{made['id']}/publish")).status_code == 200
    return made["id"]


@pytest.fixture
def settled(engine, watch):  # noqa: F811
    """Lets everything be read and counted."""

    async def settle():
        for _ in range(3):
            watch.turn(timedelta(minutes=5))
            await engine.settle(rounds=30)

    return settle


@pytest.fixture
def answer(caller, survey):
    """Sends responses."""
    sent = 0

    async def answer(scores, **fields):
        nonlocal sent
        for score in scores:
            sent += 1
            body = {"survey": survey, "submission_id": f"r-{sent}", "answers": {"nps": score}} | fields
            assert (await caller.http.post("/v1/responses", json=body)).status_code == 202

    return answer


async def numbers(browser, chart, query=""):
    """The rows of a chart's CSV, as dictionaries."""
    answer = await browser.http.get(f"/insights/csv/{chart}{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"] == f'attachment; filename="{chart}.csv"'
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("language", ["en", "ko"])
async def test_an_empty_workspace_is_told_what_fills_the_page(browser, language):
    shown = await browser.http.get(f"/insights?lang={language}")
    assert shown.status_code == 200
    assert {"en": "Nothing to see yet", "ko": "아직 볼 것이 없습니다"}[language] in shown.text
    assert "<figure" not in shown.text
    assert [await numbers(browser, chart) for chart in ("drivers", "themes", "kinds", "moods")] == [[], [], [], []]


async def test_a_few_answers_show_their_interval_and_no_arrow(browser, answer, settled):
    await answer([10, 10, 0])
    await settled()
    shown = (await browser.http.get("/insights")).text
    assert "+33" in shown
    assert "n = 3" in shown
    assert "Nothing from the 13 weeks before to compare with." in shown
    assert "i-arrow-up" not in shown.split('id="nps"')[1].split("</figure>")[0]
    assert 'data-unsure data-says="23 Feb 2026 – 1 Mar 2026: +33' in shown
    assert "Nobody answered in this time: CSAT, CES, Response rate." in shown
    assert 'id="ces"' not in shown
    assert "Nobody knows yet what a theme costs" in shown


async def test_a_change_is_told_in_words(app, caller, answer, settled, watch):
    await answer([0] * 40)
    await settled()
    watch.turn(timedelta(weeks=13))
    await answer([10] * 40)
    await settled()
    async with member(app, caller.workspace, watch) as browser:
        shown = (await browser.http.get("/insights")).text
        assert "Up +200" in shown
        assert "Chance alone rarely does as much." in shown
        await answer([5] * 40)
        await settled()
        assert "상승 +100" in (await browser.http.get("/insights?lang=ko")).text


async def test_the_points_add_up_to_the_whole(app, caller, answer, settled, watch):
    for scores in ([10, 9, 3], [0], [8, 8]):
        await answer(scores)
        await settled()
        watch.turn(timedelta(weeks=1))
    async with member(app, caller.workspace, watch) as browser:
        weeks = await numbers(browser, "nps")
        assert [row["n"] for row in weeks][-4:] == ["3", "1", "2", "0"]
        assert len(weeks) == 13
        months = await numbers(browser, "nps", "?step=month")
        assert len(months) == 12
        assert sum(int(row["n"]) for row in months) == 6
        assert "<b>0</b>" in (await browser.http.get("/insights?step=month")).text


async def test_groups_stand_side_by_side_and_one_can_be_chosen(browser, answer, settled):
    await answer([10] * 3, hidden={"department": "billing"})
    await answer([0], hidden={"department": "<b>field</b>"})
    await settled()
    shown = (await browser.http.get("/insights?by=department")).text
    assert "&lt;b&gt;field" in shown
    assert "value=billing" in shown
    rows = await numbers(browser, "nps", "?by=department&value=billing")
    assert rows[-1]["value"] == "100.0"
    one = (await browser.http.get("/insights?by=department&value=billing")).text
    assert "+100" in one
    assert "Nobody of this group answered." in (await browser.http.get("/insights?by=department&value=sales")).text


async def test_a_cell_leads_to_what_was_said(browser, caller, answer, settled):
    vip = Segment(name="VIP", where={"on": "device", "is": "equals", "value": "phone"})
    await policy.save(caller.workspace, segments={"vip": vip})
    await answer([2, 2], answers={"nps": 2, "why": "login crash"}, context={"device": "phone"})
    await answer([9], answers={"nps": 9, "why": "love the price"})
    mail = {"submission_id": "s-1", "text": "login crash again", "channel": "email"}
    await caller.http.post("/v1/feedback", json=mail)
    await settled()
    kinds = (await numbers(browser, "kinds"))[-1]
    assert (kinds["feedback"], kinds["complaint"], kinds["praise"]) == ("4", "3", "1")
    moods = (await numbers(browser, "moods"))[-1]
    assert (moods["low"], moods["even"], moods["high"]) == ("3", "0", "1")
    listed = (await browser.http.get("/feedback?segment=vip")).text
    assert listed.count("data-row>") == 2
    assert "Segment: VIP" in listed
    assert (await browser.http.get("/insights?cross=segment")).status_code == 200


async def test_an_effect_leads_to_its_item(browser, caller, watch, answer, settled):
    await answer([3])
    await settled()
    driver = {"customers": 12, "cost": 1.5, "cost_low": 0.5, "cost_high": 2.5}
    driver |= {"gain": 0.3, "gain_low": 0.1, "gain_high": 0.5}
    ranked = {"rank": 1, "rank_best": 1, "rank_worst": 2, "score": 1.0, "factors": [], "weekly_mentions": [1] * 8}
    share = {"share": 0.2, "share_mid": 0.2, "share_low": 0.1, "share_high": 0.3, "active_customers": 60}
    said = {"customers": 12, "mentions": 14, "mean_sentiment": -0.5, "mean_urgency": 0.2, "driver": driver}
    about = {
        "_id": "bl_seen",
        "theme": "th_seen",
        "keywords": [],
        "quotes": [],
        "title": "<i>Login</i> fails",
        "kind": "complaint",
        "language": "en",
    }
    times = {"first_ranked_at": watch(), "ranked_at": watch(), "workspace": caller.workspace, "active": True}
    await BacklogItem.get_pymongo_collection().insert_one(about | ranked | share | said | times)
    shown = (await browser.http.get("/insights?across=reach")).text
    assert 'data-href="/backlog/bl_seen"' in shown
    assert "&lt;i&gt;Login" in shown
    row = (await numbers(browser, "drivers", "?across=reach"))[0]
    assert (row["reach"], row["effect"], row["customers"]) == ("0.2", "1.5", "12")


async def test_nonsense_narrows_nothing_and_strangers_see_nothing(app, browser, answer, settled, new_caller, watch):
    await answer([10])
    await settled()
    shown = (await browser.http.get("/insights?step=decade&by=shoe&value=9&across=x&cross=y")).text
    assert "n = 1" in shown
    assert (await browser.http.get("/insights?survey=srv_none")).status_code == 404
    assert (await browser.http.get("/insights/csv/love")).status_code == 404
    other = await new_caller()
    async with member(app, other.workspace, watch) as outsider:
        assert "Nothing to see yet" in (await outsider.http.get("/insights")).text
        for chart in CHARTS:
            assert all(not int(row.get("n") or 0) for row in await numbers(outsider, chart))
    async with stranger(app) as nobody:
        assert (await nobody.http.get("/insights")).headers["location"].startswith("/login")


@pytest_asyncio.fixture(loop_scope="session")
async def leaving(caller, database, settled):
    """Notes customers of last year by segment, and when they left."""
    for name in ("customers", "tenure_shards", "tenure_sums"):
        await database[name].delete_many({})

    async def leaving(number, since="2025-06-15", **attributes):
        at = datetime.fromisoformat(since).replace(tzinfo=UTC)
        refs = [f"{since}-{attributes}-{n}" for n in range(number)]
        seen = [
            Sighting(
                id=customer_id(caller.workspace, ref), workspace=caller.workspace, ref=ref, at=at, attributes=attributes
            )
            for ref in refs
        ]
        await customers.note(seen)
        await settled()

    return leaving


async def test_churn_stands_beside_the_scores_by_month_with_its_interval(browser, leaving):
    await leaving(90, plan="pro")
    assert 'id="churn"' not in (await browser.http.get("/insights")).text, "nobody is known to have left"
    await leaving(6, plan="pro", churned_at="2026-02-11")
    await leaving(4, plan="free", churned_at="2026-01-20")
    await leaving(5, plan="free", churned_at="2026-03-01")
    rows = await numbers(browser, "churn")
    assert len(rows) == 12
    known = {row["since"]: (row["n"], round(float(row["value"]), 4)) for row in rows if row["n"] != "0"}
    assert list(known)[0] == "2025-07-01"
    assert known["2026-01-01"] == ("105", round(4 / 105, 4))
    assert known["2026-02-01"] == ("101", round(6 / 101, 4))
    assert "2026-03-01" not in known, "that month is not over"
    for query in ("", "?step=month"):
        shown = (await browser.http.get(f"/insights{query}")).text.split('id="churn"')[1].split("</figure>")[0]
        assert "5.9%" in shown
        assert "2.8% to 12.4%" in shown
        assert "n = 101" in shown
        assert "Feb 2026" in shown
        assert "Not clearly different from the month before: +2.1 pp" in shown
        assert shown.count("<tr data-values") == 8


async def test_churn_of_a_segment_is_its_own_and_no_survey_has_any(caller, browser, survey, leaving):
    pro = Segment(name="Pro", where={"on": "customer:plan", "is": "equals", "value": "pro"})
    await policy.save(caller.workspace, segments={"pro": pro})
    await leaving(30, plan="pro", churned_at="2026-02-11")
    await leaving(10, plan="pro")
    await leaving(40, plan="free")
    assert "37.5%" in (await browser.http.get("/insights")).text
    shown = (await browser.http.get("/insights?by=segment&value=pro")).text.split('id="churn"')[1].split("</figure>")[0]
    assert "<b>75.0%</b>" in shown
    assert ">Pro</a>" in shown
    assert (await numbers(browser, "churn", "?by=segment&value=pro"))[-1]["n"] == "40"
    other = (await browser.http.get("/insights?by=channel&value=email")).text.split('id="churn"')[1]
    assert "This metric is not told apart so; all are shown." in other
    shown = await browser.http.get(f"/insights?survey={survey}")
    assert 'id="churn"' not in shown.text
    assert "churned_at" not in shown.text
    assert await numbers(browser, "churn", f"?survey={survey}") == []
