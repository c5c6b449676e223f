"""Targets, the scorecard and its page: honest verdicts, and nothing of others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.people import member
from tests.surveying import publish
from voc.accounts.domain import Role
from voc.insights.metrics import METRICS
from voc.insights.metrics.samples import sample
from voc.insights.targets.domain import LIMITS, Verdict, verdict
from voc.insights.targets.views import entered, goal_of
from voc.results import counters
from voc.values import Scope

PAGE = "/insights/scorecard"
HITS = st.integers(0, 300)


@given(HITS, HITS, st.floats(0, 1), st.sampled_from(["response_rate", "churn"]))
def test_a_verdict_stands_only_where_the_whole_interval_does(hits, others, goal, kind):
    metric = METRICS[kind]
    found = metric.estimate(sample({1: hits, 0: others}))
    said = verdict(metric, found, goal)
    if found is None or found.low < goal < found.high:
        assert said == Verdict.open
    elif said != Verdict.open:
        better = found.value >= goal if metric.higher_is_better else found.value <= goal
        assert better == (said == Verdict.met)


def test_of_churn_less_is_better():
    few, many = sample({1: 2, 0: 998}), sample({1: 400, 0: 600})
    churn = METRICS["churn"]
    assert verdict(churn, churn.estimate(few), 0.05) == Verdict.met
    assert verdict(churn, churn.estimate(many), 0.05) == Verdict.missed
    assert verdict(churn, churn.estimate(sample({})), 0.05) == Verdict.open


@given(st.sampled_from(list(LIMITS)), st.integers(0, 10_000))
def test_a_goal_is_read_as_it_is_shown(unit, part):
    low, high = LIMITS[unit]
    goal = round(low + (high - low) * part / 10_000, 2 if high > 1 else 4)
    assert goal_of(unit, entered(unit, goal)) == pytest.approx(goal)


@pytest.fixture
def answered(caller, watch, database):
    """Has a survey answered by department: the scores of each."""

    async def answered(scores):
        for name in ("responses", "survey_buckets"):
            await database[name].delete_many({})
        survey = (await publish(caller, hidden=["department"]))["id"]
        number = 0
        for department, given_ in scores.items():
            for score in given_:
                number += 1
                body = {"survey": survey, "submission_id": f"r-{number}", "answers": {"nps": score}}
                hidden = {"hidden": {"department": department}} if department else {}
                assert (await caller.http.post("/v1/responses", json=body | hidden)).status_code == 202
        while not (await counters.settle(now=watch(), timer=lambda: 0.0)).is_over():
            pass

    return answered


async def put(caller, goal, value="billing", **fields):
    body = {"metric": "nps", "by": "department", "value": value, "goal": goal} | fields
    return await caller.http.put("/v1/targets", json=body)


async def test_a_target_is_set_replaced_listed_and_taken_away(caller, new_caller):
    made = (await put(caller, 30)).json()
    assert (made["metric"], made["by"], made["value"], made["goal"]) == ("nps", "department", "billing", 30)
    again = (await put(caller, 40)).json()
    assert (again["id"], again["goal"], bool(again["set_by"])) == (made["id"], 40, True)
    whole = await caller.http.put("/v1/targets", json={"metric": "churn", "goal": 0.02})
    assert (whole.json()["by"], whole.json()["value"]) == (None, None)
    listed = (await caller.http.get("/v1/targets")).json()
    assert ([each["metric"] for each in listed["items"]], listed["next"]) == (["churn", "nps"], None)
    assert len((await caller.http.get("/v1/targets", params={"metric": "nps"})).json()["items"]) == 1
    stranger = await new_caller()
    assert (await stranger.http.get("/v1/targets")).json()["items"] == []
    assert (await stranger.http.delete(f"/v1/targets/{made['id']}")).status_code == 404
    assert (await caller.http.delete(f"/v1/targets/{made['id']}")).status_code == 204
    assert (await caller.http.delete(f"/v1/targets/{made['id']}")).status_code == 404


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"metric": "love"}, 404),
        ({"by": "shoe size"}, 400),
        ({"goal": 101}, 400),
        ({"goal": "much"}, 400),
        ({"value": None}, 400),
        ({"by": None}, 400),
        ({"metric": "csat", "goal": 50}, 400),
    ],
)
async def test_a_target_that_nobody_could_meet_is_refused(caller, fields, status):
    assert (await put(caller, **({"goal": 30} | fields))).status_code == status


async def test_a_scorecard_says_what_can_be_said(caller, answered):
    await answered({"billing": [10] * 40, "sales": [0] * 40, "support": [10, 0, 7], "": [9]})
    for name in ("billing", "sales", "support", "field"):
        await put(caller, 20, value=name)
    card = (await caller.http.get("/v1/targets/scorecard")).json()
    assert (card["metric"], card["by"]) == ("nps", "department")
    said = {line["group"]["value"]: line["verdict"] for line in card["lines"]}
    assert said == {"billing": "met", "sales": "missed", "support": "open", "field": "open"}
    assert (card["total"]["target"], card["total"]["verdict"]) == (None, None)
    assert card["total"]["group"]["estimate"]["n"] == 84
    assert (await caller.http.get("/v1/targets/scorecard", params={"by": "shoe"})).status_code == 400


async def test_who_may_only_read_sets_nothing(caller, new_caller):
    reader = await new_caller(Scope.read, workspace=caller.workspace)
    assert (await put(reader, 30)).status_code == 403
    assert (await reader.http.get("/v1/targets/scorecard")).status_code == 200


@pytest.mark.parametrize("language", ["en", "ko"])
async def test_the_page_shows_figure_target_and_verdict(app, caller, watch, answered, language):
    await answered({"billing": [10] * 40, "sales": [0] * 40, "support": [10, 0, 7]})
    for name in ("billing", "sales", "support", "field"):
        await put(caller, 20, value=name)
    async with member(app, caller.workspace, watch) as browser:
        page = await browser.http.get(PAGE, headers={"accept-language": language})
    assert page.status_code == 200
    text = page.text
    met, missed, unsure, few, none = {
        "en": ("Met", "Not met", "Cannot tell yet", "promoters 1, passives 1, detractors 1", "no answers"),
        "ko": ("달성", "미달", "아직 알 수 없음", "추천 1, 중립 1, 비추천 1", "답변 없음"),
    }[language]
    names = ("billing", "sales", "support", "field")
    rows = {name: text.split(f'scope="row">{name}<')[1].split("</tr>")[0] for name in names}
    said = {name: [word for word in (met, missed, unsure, few, none) if f"{word}<" in rows[name]] for name in names}
    assert said == {"billing": [met], "sales": [missed], "support": [unsure, few], "field": [unsure, none]}


@pytest.mark.parametrize("metric", list(METRICS))
async def test_every_metric_has_a_page_before_anybody_answered(app, caller, watch, metric):
    async with member(app, caller.workspace, watch) as browser:
        for days in ("30", "90", "365", "nonsense"):
            params = {"metric": metric, "days": days, "by": "nonsense"}
            assert (await browser.http.get(PAGE, params=params)).status_code == 200


async def test_a_target_is_set_and_taken_away_on_the_page(app, caller, watch, answered):
    await answered({"billing": [10, 9]})
    fields = {"metric": "nps", "by": "department", "days": "30", "value": "billing"}
    async with member(app, caller.workspace, watch) as browser:
        sent = await browser.send(PAGE, fields | {"goal": "−12,5"})
        assert (sent.status_code, sent.headers["location"].partition("?")[0]) == (303, PAGE)
        (target,) = (await caller.http.get("/v1/targets")).json()["items"]
        assert (target["value"], target["goal"]) == ("billing", -12.5)
        assert "Kim" in (await browser.http.get(sent.headers["location"])).text
        refused = await browser.send(PAGE, fields | {"goal": "a lot"})
        assert (refused.status_code, "a lot" in refused.text) == (422, True)
        assert (await browser.send(PAGE, fields | {"goal": ""})).status_code == 303
    assert (await caller.http.get("/v1/targets")).json()["items"] == []


async def test_who_may_only_read_sees_no_form(app, caller, watch, answered):
    await answered({"billing": [10, 9]})
    async with member(app, caller.workspace, watch, Role.viewer) as browser:
        page = await browser.http.get(PAGE)
        assert (page.status_code, 'name="goal"' in page.text) == (200, False)
