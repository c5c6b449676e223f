"""A week on one page."""

from datetime import date, timedelta

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from tests.engine import declared_tasks, engine  # noqa: F401  pytest finds fixtures by name
from tests.people import member
from voc.backlog.documents import BacklogItem
from voc.insights.report.composing import week_of

SURVEY = {"name": "Weekly", "questions": [{"id": "nps", "type": "nps", "text": {"en": "Would you recommend us?"}}]}
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(st.none() | days, days)
def test_a_report_is_of_a_week_that_has_begun(asked, today):
    first = week_of(asked, today)
    assert first.weekday() == 0
    assert first <= today
    if asked is None:
        assert first + timedelta(days=6) < today


@pytest_asyncio.fixture(loop_scope="session")
async def survey(caller, database, engine):  # noqa: F811
    """The id of a published survey, and no overview of an earlier test."""
    await database.overviews.delete_many({})
    made = (await caller.http.post("/v1/surveys", json=SURVEY)).json()
    assert (await caller.http.post(f"/v1/surveys/{made['id']}/publish")).status_code == 200
    return made["id"]


@pytest.fixture
def happened(caller, survey, watch, engine):  # noqa: F811
    """Lets customers answer and complain, and counts it."""
    sent = 0

    async def happen(scores, complaints):
        nonlocal sent
        for score in scores:
            sent += 1
            body = {"survey": survey, "submission_id": f"w-{sent}", "answers": {"nps": score}}
            assert (await caller.http.post("/v1/responses", json=body)).status_code == 202
        for _ in range(complaints):
            sent += 1
            said = {"submission_id": f"w-{sent}", "text": f"login crash {sent}", "channel": "email"}
            assert (await caller.http.post("/v1/feedback", json=said)).status_code == 202
        for _ in range(3):
            watch.turn(timedelta(minutes=5))
            await engine.settle(rounds=30)

    return happen


async def test_the_last_whole_week_stands_beside_the_one_before(app, caller, happened, watch):
    await happened([0] * 31, 1)  # Sunday, 1 March
    watch.turn(timedelta(days=7))
    await happened([10] * 32, 3)
    watch.turn(timedelta(days=1))
    async with member(app, caller.workspace, watch) as browser:
        shown = (await browser.http.get("/insights/report")).text
        assert "The week from 2 Mar 2026 to 8 Mar 2026" in shown
        assert "+100" in shown
        assert "Up +200" in shown
        assert "on the week before (" in shown
        complaints = shown.split("Complaint</span>")[1]
        said = "/feedback?kind=complaint&amp;since={}&amp;until={}"
        this = complaints.index(f'<a href="{said.format("2026-03-02", "2026-03-08")}">3</a>')
        assert this < complaints.index(f'<a href="{said.format("2026-02-23", "2026-03-01")}">1</a>')
        assert "Week after" not in shown
        before = (await browser.http.get("/insights/report?week=2026-03-01&lang=ko")).text
        assert "2026. 2. 23.부터 2026. 3. 1.까지의 주" in before
        assert "비교할 한 주 전의 답변이 없습니다." in before
        assert "다음 주" in before
        for nonsense in ("tomorrow", "0001-01-01", "9999-12-31"):
            assert (await browser.http.get(f"/insights/report?week={nonsense}")).status_code == 200


async def test_a_quiet_week_says_so_and_items_stand_with_their_places(app, caller, new_caller, watch, survey):
    async with member(app, caller.workspace, watch) as browser:
        shown = (await browser.http.get("/insights/report")).text
        assert "Nobody answered a score this week or the week before." in shown
        assert "Nothing rises beyond chance." in shown
        assert "Nothing is ranked yet." in shown
        ranked = {"rank": 1, "rank_best": 1, "rank_worst": 4, "score": 1.0, "factors": [], "weekly_mentions": [1] * 8}
        share = {"share": 0.2, "share_mid": 0.2, "share_low": 0.1, "share_high": 0.3, "active_customers": 60}
        said = {"customers": 12, "mentions": 14, "mean_sentiment": -0.5, "mean_urgency": 0.2, "quotes": []}
        about = {"_id": "bl_week", "theme": "th_week", "title": "<i>Login</i>", "kind": "complaint", "language": "en"}
        times = {"first_ranked_at": watch(), "ranked_at": watch(), "workspace": caller.workspace, "active": True}
        row = about | ranked | share | said | times | {"keywords": []}
        await BacklogItem.get_pymongo_collection().insert_one(row)
        shown = (await browser.http.get("/insights/report")).text
        assert "Fix: &lt;i&gt;Login" in shown
        assert "place 1 to 4" in shown
        assert "10.0–30.0%" in shown
    outsider = await new_caller()
    async with member(app, outsider.workspace, watch) as other:
        assert "bl_week" not in (await other.http.get("/insights/report")).text
