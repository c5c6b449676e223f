"""Webhooks in the settings, as an administrator meets them."""

import re
from contextlib import asynccontextmanager
from html import unescape

import pytest

from tests.people import member, stranger
from voc.accounts import service as accounts
from voc.accounts.domain import Role
from voc.webhooks.announcing import Happened, announce
from voc.webhooks.catalogue import EVENTS, Type
from voc.webhooks.domain import SCHEDULE

HERE = "/settings/webhooks"
OUTSIDE = "https://hooks.example.com/in"


class Administrator:
    """Somebody at the settings of a workspace."""

    def __init__(self, browser, workspace):
        self.browser, self.workspace = browser, workspace
        browser.http.headers["accept-language"] = "en"

    async def see(self, path=HERE):
        answer = await self.browser.http.get(path)
        assert answer.status_code == 200, answer.text
        return unescape(answer.text)

    async def send(self, path, form=None, **fields):
        return await self.browser.send(path, fields, form=form or path)

    async def add(self, url=OUTSIDE, **fields):
        """Through the form; returns the page of the new webhook and its secret."""
        answer = await self.send(f"{HERE}/new", url=url, **({"events": ["*"]} | fields))
        assert answer.status_code == 201, answer.text
        secret = re.search(r'value="(whsec_[^"]+)"', unescape(answer.text))[1]
        return re.search(rf'href="({HERE}/wh_\w+)"', answer.text)[1], secret


@asynccontextmanager
async def administrator(app, watch, role=Role.admin):
    workspace = (await accounts.create_workspace("Acme", now=watch())).id
    async with member(app, workspace, watch, role) as browser:
        yield Administrator(browser, workspace)


async def test_a_stranger_signs_in_first_and_others_may_not(app, watch):
    async with stranger(app) as nobody:
        answer = await nobody.http.get(HERE, headers={"accept": "text/html"})
    assert (answer.status_code, answer.headers["location"][:6]) == (303, "/login")
    async with administrator(app, watch, Role.product) as kim:
        for path in (HERE, f"{HERE}/new", f"{HERE}/wh_x", f"{HERE}/wh_x/deliveries/whd_x"):
            assert (await kim.browser.http.get(path)).status_code == 403


async def test_an_empty_page_leads_to_the_first_webhook(app, watch):
    async with administrator(app, watch) as kim:
        assert "Nobody is told yet" in await kim.see()
        path, secret = await kim.add(description="Data team", events=["theme.created"])
        shown = await kim.see()
        assert OUTSIDE in shown
        assert "theme.created" in shown
        for page in (HERE, path):
            assert secret not in await kim.see(page)
        assert "checked" in re.search(r'value="theme.created"[^>]*>', await kim.see(path))[0]


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"url": "https://10.0.0.1/"}, "VOC_EGRESS__ALLOWED_HOSTS"), ({"url": ""}, "begins with https://"),
     ({"url": "https://kim:pw@a.example/"}, "user or a password"), ({"url": "https://2130706433/"}, "four numbers"),
     ({"url": "https://8.8.8.8:22/"}, "This port"), ({"url": "http://8.8.8.8/"}, "Only addresses that begin"),
     ({"url": "nowhere"}, "begins with https://"), ({"events": []}, "Choose at least one")],
)  # fmt: skip
async def test_what_does_not_fit_is_explained_and_kept_in_the_form(app, watch, fields, said):
    async with administrator(app, watch) as kim:
        answer = await kim.send(f"{HERE}/new", **({"url": OUTSIDE, "events": ["*"], "description": "Mine"} | fields))
        assert answer.status_code == 422
        assert said in unescape(answer.text)
        assert 'value="Mine"' in answer.text
        path, _ = await kim.add()
        changed = await kim.send(path, **({"url": OUTSIDE, "events": ["*"]} | fields))
        assert changed.status_code == 422
        assert said in unescape(changed.text)
        assert "Nobody is told yet" not in await kim.see()


async def test_settings_are_changed_and_patterns_of_the_api_stay(app, watch, new_caller):
    async with administrator(app, watch) as kim:
        caller = await new_caller(workspace=kim.workspace)
        made = (await caller.http.post("/v1/webhooks", json={"url": OUTSIDE, "events": ["theme.*"]})).json()
        path = f"{HERE}/{made['id']}"
        assert "checked" in re.search(r'value="theme\.\*"[^>]*>', await kim.see(path))[0]
        answer = await kim.send(path, url=OUTSIDE + "/2", events=["theme.*", "response.completed"], description="x")
        assert "Saved." in await kim.see(answer.headers["location"])
        kept = (await caller.http.get(f"/v1/webhooks/{made['id']}")).json()
        assert (kept["url"], kept["events"]) == (OUTSIDE + "/2", ["theme.*", "response.completed"])


async def test_a_test_event_is_sent_and_its_page_tells_what_became_of_it(app, watch, engine, receiver):
    async with administrator(app, watch) as kim:
        path, _ = await kim.add(receiver.url)
        answer = await kim.send(f"{path}/test", form=path)
        assert "Not called yet." in await kim.see(answer.headers["location"])
        receiver.answer(200)
        await engine.settle()
        shown = await kim.see(answer.headers["location"])
        assert "HTTP 200" in shown
        assert "said" in shown
        assert '"type": "webhook.test"' in shown
        answer = await kim.send(f"{answer.headers['location']}/redeliver", form=path)
        assert "on its way again" in await kim.see(answer.headers["location"])
        await engine.settle()
        assert len(receiver.taken) == 2


async def test_a_stopped_webhook_says_so_and_catches_up(app, watch, engine, receiver):
    async def happens(key):
        event = [Happened(key=key, at=watch(), data={})]
        await announce(kim.workspace, Type.theme_created, event, now=watch())

    async with administrator(app, watch) as kim:
        path, _ = await kim.add(receiver.url)
        receiver.answer(500)
        await happens("a")
        await engine.settle()
        assert "It has failed since:" in await kim.see(path)
    for pause in SCHEDULE[1:]:
        watch.turn(pause)
        await engine.settle()
    await happens("b")
    async with member(app, kim.workspace, watch, Role.admin) as browser:
        kim = Administrator(browser, kim.workspace)
        assert "took nothing for three days" in await kim.see(path)
        assert "Stopped" in await kim.see()
        for status, rows in (("missed", 1), ("failed", 1), ("delivered", 0), ("", 2)):
            assert (await kim.see(f"{path}?status={status}")).count("<code>theme.created</code></a>") == rows
        await kim.send(f"{path}/switch", form=path, on="yes")
        receiver.answer(200)
        answer = await kim.send(f"{path}/redeliver", form=path)
        assert "2 events are on their way again." in await kim.see(answer.headers["location"])
        await engine.settle()
        assert len(set(receiver.ids())) == 2
        assert (await kim.see(f"{path}?status=delivered")).count("<code>theme.created</code></a>") == 2
        assert "Stopped" not in await kim.see()


async def test_the_log_is_paged(app, watch):
    async with administrator(app, watch) as kim:
        path, _ = await kim.add()
        events = [Happened(key=str(n), at=watch(), data={}) for n in range(30)]
        await announce(kim.workspace, Type.theme_created, events, now=watch())
        first = await kim.see(path)
        more = re.search(rf'href="({path}\?cursor=[^"]+)"', first)[1]
        rows = [set(re.findall(r"deliveries/(whd_\w+)", page)) for page in (first, await kim.see(more))]
        assert (len(rows[0]), len(rows[1]), len(rows[0] | rows[1])) == (25, 5, 30)


async def test_a_new_secret_is_shown_once(app, watch):
    async with administrator(app, watch) as kim:
        path, before = await kim.add()
        answer = await kim.send(f"{path}/secret", form=path)
        after = re.search(r'value="(whsec_[^"]+)"', unescape(answer.text))[1]
        assert after != before
        assert "The previous secret signs, too" in await kim.see(path)
        assert after not in await kim.see(path)


async def test_switching_off_can_be_undone_and_removing_says_what_goes(app, watch):
    async with administrator(app, watch) as kim:
        path, _ = await kim.add()
        answer = await kim.send(f"{path}/switch", form=path)
        shown = await kim.see(answer.headers["location"])
        assert "Undo" in shown
        assert f'action="{path}/test"' not in shown
        await kim.send(f"{path}/switch", form=path, on="yes")
        assert f'action="{path}/test"' in await kim.see(path)
        answer = await kim.send(f"{path}/remove", form=path)
        assert "Removed." in await kim.see(answer.headers["location"])
        assert (await kim.browser.http.get(path)).status_code == 404


@pytest.mark.parametrize("language", ["en", "ko"])
async def test_every_event_is_explained_in_both_languages(app, watch, language):
    async with administrator(app, watch) as kim:
        kim.browser.http.headers["accept-language"] = language
        shown = await kim.see(f"{HERE}/new")
        hints = re.findall(r'<code>([\w.]+)</code><span class="hint">([^<]+)</span>', shown)
        words = {event.type.value: event.about for event in EVENTS if event.type != Type.test}
        assert [name for name, _ in hints] == list(words)
        if language == "en":
            assert dict(hints) == words
