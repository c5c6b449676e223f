"""One issue stays one alert, from the counters to the API."""

from datetime import UTC, date, datetime, timedelta

import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from tests.engine import declared_tasks, engine  # noqa: F401  fixtures
from tests.people import member
from voc.clock import stamp
from voc.insights import service
from voc.insights.alerts import domain, watching
from voc.insights.alerts import service as deciding
from voc.insights.alerts.documents import Alert
from voc.insights.alerts.domain import AlertState, What
from voc.insights.trends.weeks import Rise, Weeks
from voc.themes.documents import Theme

TODAY = date(2026, 3, 1)
LOGIN, PRICE = "th_01KJMMA2G0YYH8S5BRGV7XWBDA", "th_01KJMMA2G0YYH8S5BRGV7XWBDB"


def rise(emerging=True, now=40):
    told = {"expected": 10.0, "ratio": now / 10, "ratio_low": 1.0, "ratio_high": 9.0, "p": 1e-6, "p_adjusted": 1e-5}
    return Rise(theme=LOGIN, weeks=Weeks(before=(10,) * 8, now=now), emerging=emerging, **told)


def looks(*emerging, start=0, known=None):
    """The alert after a look on each of some days in a row."""
    for back, each in enumerate(emerging):
        day = TODAY + timedelta(days=start + back)
        known = domain.look(known, rise(each), day=day, at=back)
    return known


def whats(known):
    return [entry.what for entry in known.history]


def test_what_goes_on_stays_one_alert():
    known = looks(True, True, False, True, True)
    assert (known.state, known.times, whats(known)) == (AlertState.open, 1, [What.opened])


def test_an_alert_calms_after_a_week_of_silence_and_opens_again_after_that():
    known = looks(True, *[False] * 7)
    assert (known.state, known.rising) == (AlertState.open, False)
    calm = looks(False, start=8, known=known)
    assert calm.state == AlertState.calm
    again = looks(True, start=9, known=calm)
    assert (again.state, again.times) == (AlertState.open, 2)
    assert whats(again) == [What.opened, What.calmed, What.reopened]


def test_a_closed_alert_stays_closed_until_it_has_calmed():
    closed = domain.close(looks(True), by="mem_1", at=5)
    still = looks(True, False, True, start=1, known=closed)
    assert still.state == AlertState.closed
    calm = looks(*[False] * 8, start=4, known=still)
    assert calm.state == AlertState.closed
    again = looks(True, start=12, known=calm)
    assert (again.state, again.closed_by, again.times) == (AlertState.open, None, 2)


def test_a_closing_can_be_taken_back():
    known = looks(True)
    back = domain.take_back(domain.close(known, by="mem_1", at=5), by="mem_1", at=6)
    assert (back.state, back.closed_by, whats(back)[1:]) == (AlertState.open, None, [What.closed, What.taken_back])
    assert domain.take_back(back, by="mem_1", at=7) == back


@given(st.lists(st.sampled_from(["up", "down", "gone", "close", "back", "seen"]), max_size=40))
def test_an_alert_opens_as_often_as_it_says_and_looking_twice_is_looking_once(steps):
    known = looks(True)
    for number, step in enumerate(steps, start=1):
        day = TODAY + timedelta(days=number)
        if step in ("up", "down", "gone"):
            found = {"up": rise(), "down": rise(False), "gone": None}[step]
            known = domain.look(known, found, day=day, at=number)
            assert domain.look(known, found, day=day, at=number) == known
        else:
            act = {"close": domain.close, "back": domain.take_back, "seen": domain.acknowledge}[step]
            known = act(known, by="mem_1", at=number)
            assert act(known, by="mem_1", at=number) == known
    if len(known.history) < domain.HISTORY_LIMIT:
        assert known.times == sum(what in (What.opened, What.reopened) for what in whats(known))
    assert (known.closed_by is not None) == (known.state == AlertState.closed)


def test_nothing_opens_without_a_rise():
    assert domain.look(None, rise(False), day=TODAY, at=1) is None
    assert domain.look(None, None, day=TODAY, at=1) is None


@pytest_asyncio.fixture(loop_scope="session")
async def themes(caller):
    """Two themes in use, and no alert of an earlier test that had them."""
    await Alert.get_pymongo_collection().delete_many({})
    for id_, name in ((LOGIN, "Login fails"), (PRICE, "Price")):
        fields = {"name": name, "kind": "complaint", "language": "en", "state": "active", "size": 0, "quotes": []}
        rest = {"keywords": [], "named_by": None, "revision": 0, "created_at": datetime(2026, 1, 1, tzinfo=UTC)}
        row = (
            {"_id": id_}
            | fields
            | rest
            | {"updated_at": datetime(2026, 1, 1, tzinfo=UTC), "workspace": caller.workspace}
        )
        await Theme.get_pymongo_collection().replace_one({"_id": id_}, row, upsert=True)


@pytest_asyncio.fixture(loop_scope="session")
async def history(caller, watch, database, engine, themes):  # noqa: F811
    """Nine quiet weeks, and a last one in which many speak of the login; everything read and counted."""
    items, themes_of = [], []
    for back in range(1, 64):
        said = [(LOGIN, 6 if back <= 7 else 1), (PRICE, 2)]
        for theme, number in said:
            for each in range(number):
                at = datetime.combine(TODAY - timedelta(days=back), datetime.min.time(), UTC) + timedelta(hours=9)
                items.append({"submission_id": f"s-{len(items)}", "text": f"said {len(items)}", "channel": "email"}
                             | {"occurred_at": at.isoformat(), "customer": f"c-{back}-{theme[-1]}-{each}"})  # fmt: skip
                themes_of.append(theme)
    answers = (await caller.http.post("/v1/feedback", json=items)).json()["items"]
    for theme in (LOGIN, PRICE):
        ids = [answer["id"] for answer, of in zip(answers, themes_of, strict=True) if of == theme]
        fields = {"theme": theme, "state": "analysed", "uncounted": True}
        await database.feedback.update_many({"_id": {"$in": ids}}, {"$set": fields})
    while not (await service.settle(now=watch())).is_over():
        pass


async def read(caller, **params):
    answer = await caller.http.get("/v1/alerts", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_a_rise_becomes_one_alert_that_shows_its_numbers(caller, history, engine, watch):  # noqa: F811
    assert await read(caller) == []
    watch.turn(timedelta(minutes=2))
    await engine.settle()
    (alert,) = await read(caller, state="open")
    assert (alert["theme"], alert["name"], alert["people"], alert["expected"]) == (LOGIN, "Login fails", 42, 7)
    assert (alert["ratio"], alert["before"], alert["rising"]) == (6, [7] * 8, True)
    assert alert["p"] <= alert["p_adjusted"] < 0.01
    assert (alert["since"], alert["until"]) == ("2026-02-22", "2026-02-28")
    found = (await caller.http.get(alert["evidence"])).json()["items"]
    assert len(found) == 42
    await watching.watch(caller.workspace, now=watch())
    assert await read(caller) == [alert]


async def test_every_theme_says_how_its_week_stands(app, caller, history, watch):
    await watching.watch(caller.workspace, now=watch())
    weeks = {theme["id"]: theme["week"] for theme in (await caller.http.get("/v1/themes")).json()["items"]}
    assert (weeks[LOGIN]["people"], weeks[LOGIN]["expected"], weeks[LOGIN]["emerging"]) == (42, 7, True)
    assert (weeks[PRICE]["people"], weeks[PRICE]["emerging"], weeks[PRICE]["p_adjusted"]) == (14, False, 1)
    assert weeks[LOGIN]["until"] == "2026-02-28"
    async with member(app, caller.workspace, watch) as browser:
        shown = (await browser.http.get(f"/themes/{PRICE}", params={"lang": "en"})).text
    assert "People in the last week: 14, usually 14.0" in shown
    assert "p = 1.00" in shown
    watch.turn(timedelta(days=120))
    await watching.watch(caller.workspace, now=watch())
    assert [theme["week"] for theme in (await caller.http.get("/v1/themes")).json()["items"]] == [None, None]


async def test_it_is_looked_at_every_morning_until_it_calms(caller, history, engine, watch):  # noqa: F811
    watch.turn(timedelta(minutes=2))
    for _ in range(15):
        await engine.settle()
        watch.turn(timedelta(days=1))
    (alert,) = await read(caller, state="calm")
    assert [entry["what"] for entry in alert["history"]] == ["opened", "calmed"]
    assert alert["calm_since"]


async def test_people_acknowledge_close_and_take_back(caller, history, watch, new_caller):
    await watching.watch(caller.workspace, now=watch())
    (alert,) = await read(caller)
    path = f"/v1/alerts/{alert['id']}"
    seen = (await caller.http.patch(path, json={"acknowledged": True})).json()
    assert seen["acknowledged_by"]
    assert seen["acknowledged_at"] == "2026-03-01T12:00:00Z"
    assert (await caller.http.patch(path, json={"closed": True})).json()["state"] == "closed"
    assert await read(caller, state="open") == []
    await watching.watch(caller.workspace, now=watch())
    assert (await caller.http.get(path)).json()["state"] == "closed"
    assert (await caller.http.patch(path, json={"closed": False})).json()["state"] == "open"
    for body, status in (({}, 400), ({"acknowledged": False}, 400), ({"closed": True, "love": 1}, 400)):
        assert (await caller.http.patch(path, json=body)).status_code == status
    stranger = await new_caller()
    assert (await stranger.http.get(path)).status_code == 404
    assert (await stranger.http.patch(path, json={"closed": True})).status_code == 404
    assert await read(stranger) == []


async def test_pages_of_alerts_follow_each_other(caller, watch, themes):
    for number, theme in enumerate((LOGIN, PRICE)):
        known = domain.look(None, rise(), day=TODAY, at=stamp(watch()) + number)
        await _keep(caller.workspace, theme, known)
    first = (await caller.http.get("/v1/alerts", params={"limit": 1})).json()
    second = (await caller.http.get("/v1/alerts", params={"limit": 1, "cursor": first["next"]})).json()
    assert [page["items"][0]["theme"] for page in (first, second)] == [PRICE, LOGIN]
    assert second["next"] is None
    assert (await caller.http.get("/v1/alerts", params={"state": "loud"})).status_code == 400
    assert (await caller.http.get("/v1/alerts", params={"cursor": "x"})).status_code == 400


async def _keep(workspace, theme, known):
    id_ = watching.alert_id(theme)
    row = {"_id": id_, "workspace": workspace, "theme": theme, "revision": 0} | deciding.fields_of(id_, known)
    await Alert.get_pymongo_collection().replace_one({"_id": id_}, row, upsert=True)
