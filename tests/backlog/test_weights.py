"""What a workspace weighs: shown to all, changed by whoever may write, followed by the next ranking."""

import pytest

from tests.backlog.hearing import heard
from tests.people import member
from voc.accounts.domain import Role
from voc.values import Scope

PATH = "/v1/backlog/weights"


async def test_weights_are_as_usual_until_somebody_changes_one(caller):
    usual = (await caller.http.get(PATH)).json()
    assert (usual["reach"], usual["half_life_days"], usual["revenue_attribute"]) == (1.0, 180.0, None)
    changed = (await caller.http.patch(PATH, json={"urgency": 0.5, "half_life_days": 90})).json()
    assert changed == usual | {"urgency": 0.5, "half_life_days": 90.0}
    assert (await caller.http.patch(PATH, json={"severity": 2})).json() == changed | {"severity": 2.0}
    assert (await caller.http.get(PATH)).json() == changed | {"severity": 2.0}


@pytest.mark.parametrize(
    "wrong",
    [
        {"reach": -1},
        {"reach": 4},
        {"reach": None},
        {"half_life_days": 0},
        {"reech": 1},
        {"segment_weights": [{"value": "", "weight": 1}]},
        {"segment_weights": [{"value": "a", "weight": 0}]},
    ],
)
async def test_what_cannot_be_weighed_is_refused_and_nothing_changes(caller, wrong):
    before = (await caller.http.get(PATH)).json()
    assert (await caller.http.patch(PATH, json=wrong | {"urgency": 2})).status_code == 400
    assert (await caller.http.get(PATH)).json() == before


async def test_weights_of_another_workspace_stay_its_own(caller, new_caller):
    await caller.http.patch(PATH, json={"reach": 2})
    other = await new_caller()
    assert (await other.http.get(PATH)).json()["reach"] == 1.0


async def test_who_may_only_read_changes_nothing(caller, new_caller, app, watch):
    reader = await new_caller(Scope.read, workspace=caller.workspace)
    assert (await reader.http.get(PATH)).status_code == 200
    assert (await reader.http.patch(PATH, json={"reach": 2})).status_code == 403
    async with member(app, caller.workspace, watch, Role.viewer) as browser:
        shown = (await browser.http.get("/backlog/weights")).text
        assert "disabled" in shown
        assert "Save</button>" not in shown


async def test_a_change_ranks_again(caller, engine, watch, app):
    items = await heard(caller, engine, watch)
    assert items["login"]["rank"] == 1
    async with member(app, caller.workspace, watch) as browser:
        assert "So far 90 of 120 customers gave one." in (await browser.http.get("/backlog/weights")).text
    await caller.http.patch(PATH, json={"driver": 0, "reach": 0, "severity": 0, "urgency": 0, "recency": 0})
    await engine.settle()
    after = (await caller.http.get("/v1/backlog")).json()["items"]
    assert {item["score"] for item in after} == {1.0}


async def test_the_page_keeps_what_is_entered_and_says_what_does_not_fit(caller, app, watch):
    async with member(app, caller.workspace, watch) as browser:
        shown = (await browser.http.get("/backlog/weights")).text
        assert 'name="half_life_days"' in shown
        fields = dict.fromkeys(("reach", "driver", "severity", "urgency", "recency", "effort", "revenue"), "1")
        fields |= {"segments": "0.5", "half_life_days": "30", "segment_attribute": "plan"}
        fields |= {"segment_weights": "enterprise = 3\nfree=0,5\n"}
        saved = await browser.send("/backlog/weights", fields)
        assert (saved.status_code, saved.headers["location"]) == (303, "/backlog/weights?saved=1")
        kept = (await caller.http.get(PATH)).json()
        assert kept["segment_weights"] == [{"value": "enterprise", "weight": 3.0}, {"value": "free", "weight": 0.5}]
        wrong = await browser.send("/backlog/weights", fields | {"reach": "many"})
        assert wrong.status_code == 422
        assert 'id="w-reach"' in wrong.text
        assert (await caller.http.get(PATH)).json() == kept
        back = await browser.send("/backlog/weights/usual", {}, form="/backlog/weights")
        assert back.status_code == 303
        assert (await caller.http.get(PATH)).json()["half_life_days"] == 180.0
