"""The pages of alerts, as members meet them."""

from datetime import UTC, date, datetime

import pytest
import pytest_asyncio

from tests.people import member
from voc.accounts.domain import Role
from voc.clock import stamp
from voc.insights.alerts import domain, service, watching
from voc.insights.alerts.documents import Alert
from voc.insights.trends.weeks import Rise, Weeks
from voc.themes.documents import Theme
from voc.values import new_id

TODAY = date(2026, 3, 1)


@pytest_asyncio.fixture(loop_scope="session")
async def browser(app, caller, watch):
    """A member of the workspace."""
    async with member(app, caller.workspace, watch) as made:
        yield made


@pytest.fixture
def alert(caller, watch):
    """Keeps an alert of a new theme; answers its id."""

    async def keep(name, *, before=8, now=40):
        theme, born = new_id("th", watch()), datetime(2026, 1, 1, tzinfo=UTC)
        fields = {"name": name, "kind": "complaint", "language": "en", "state": "active", "size": 0, "quotes": []}
        rest = {"keywords": [], "named_by": None, "revision": 0, "created_at": born, "updated_at": born}
        await Theme.get_pymongo_collection().insert_one({"_id": theme, "workspace": caller.workspace} | fields | rest)
        ratio = 10.0 if before else None
        rise = Rise(
            theme=theme, weeks=Weeks(before=(before,) * 8, now=now), expected=before, ratio=ratio, ratio_low=3,
            ratio_high=20, p=1e-9, p_adjusted=1e-8, emerging=True,
        )  # fmt: skip
        standing = domain.look(None, rise, day=TODAY, at=stamp(watch()))
        row = {"_id": watching.alert_id(theme), "workspace": caller.workspace, "theme": theme, "revision": 0}
        await Alert.get_pymongo_collection().insert_one(row | service.fields_of(row["_id"], standing))
        return row["_id"]

    return keep


@pytest.mark.parametrize("language", ["en", "ko"])
async def test_the_list_and_the_alert_show_their_numbers(browser, alert, language):
    id_ = await alert("<b>Login</b> fails")
    await alert("Nobody spoke of it before", before=0)
    shown = (await browser.http.get(f"/alerts?lang={language}")).text
    assert "&lt;b&gt;Login" in shown
    assert {"en": "40 people spoke of it", "ko": "40명이 말했습니다"}[language] in shown
    assert "10.0×" in shown
    assert {"en": "Chance: below 0.0001", "ko": "우연일 확률: 0.0001 미만"}[language] in shown
    one = (await browser.http.get(f"/alerts/{id_}?lang={language}")).text
    assert {"en": "Still rising", "ko": "계속 늘고 있음"}[language] in one
    assert one.count("<tr>") == 10
    assert {"en": "Opened: 40 people", "ko": "열림: 한 주에 40명"}[language] in one


async def test_closing_offers_to_take_it_back(browser, alert):
    id_ = await alert("Login fails")
    page = f"/alerts/{id_}"
    await browser.send(page, {"act": "acknowledge"})
    assert "Somebody looks after it · Kim" in (await browser.http.get(page)).text
    answer = await browser.send(page, {"act": "close"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/alerts?closed={id_}")
    listed = (await browser.http.get(answer.headers["location"])).text
    assert "Closed: Login fails" in listed
    assert page in (await browser.http.get("/alerts?state=closed")).text
    await browser.send(page, {"act": "take_back"}, form=f"/alerts?closed={id_}")
    assert page in (await browser.http.get("/alerts")).text


async def test_an_empty_page_says_what_would_be_here_and_its_next_step(browser, alert, caller):
    shown = (await browser.http.get("/alerts")).text
    assert "Nothing rises" in shown
    assert "Import feedback" in shown
    body = {"submission_id": "said", "text": "Login fails", "channel": "email"}
    assert (await caller.http.post("/v1/feedback", json=body)).status_code == 202
    assert "Import feedback" not in (await browser.http.get("/alerts")).text
    await alert("Login fails")
    assert "Nothing here at the moment" in (await browser.http.get("/alerts?state=calm")).text


async def test_strangers_and_readers_are_kept_out(app, browser, alert, caller, new_caller, watch):
    id_ = await alert("Login fails")
    stranger = await new_caller()
    async with member(app, stranger.workspace, watch) as other:
        assert (await other.http.get(f"/alerts/{id_}")).status_code == 404
        assert (await other.http.get(f"/alerts?closed={id_}")).status_code == 404
    async with member(app, caller.workspace, watch, Role.viewer) as reader:
        assert 'name="act"' not in (await reader.http.get(f"/alerts/{id_}")).text
        assert (await reader.send(f"/alerts/{id_}", {"act": "close"}, form="/alerts")).status_code == 403
    assert (await browser.send(f"/alerts/{id_}", {"act": "shout"})).status_code == 400
