"""Campaigns as pages: who sees them, and what they show of one that runs."""

import csv
import io
from typing import Any

from litestar import Litestar

from tests.invitations.campaign_author import LIST, Author
from tests.inviting import Post
from tests.people import member, stranger
from tests.surveying import publish
from voc.accounts.domain import Role


async def test_a_stranger_is_asked_to_sign_in(app: Litestar, author: Author):
    path = await author.begin(pasted="a@example.com")
    async with stranger(app) as nobody:
        for place in ("/campaigns", "/campaigns/new", path, f"{path}/reach", f"{path}/mail", "/settings/sending"):
            answer = await nobody.http.get(place)
            assert answer.status_code in (303, 302, 401), place
            assert "Autumn" not in answer.text


async def test_another_companys_campaign_is_not_found(author: Author, app: Litestar, new_caller: Any, post: Post):
    path = await author.begin(pasted="a@example.com")
    other = await new_caller()
    async with member(app, other.workspace, post.watch) as foreign:
        for step in ("", "/people", "/message", "/timing", "/start", "/reach", "/mail", "/invitations.csv"):
            assert (await foreign.http.get(path + step)).status_code == 404, step


async def test_an_empty_page_gives_the_one_next_step(app: Litestar, new_caller: Any, post: Post):
    caller = await new_caller()
    async with member(app, caller.workspace, post.watch) as browser:
        assert "Publish a survey first" in (await browser.http.get("/campaigns")).text
        await publish(caller)
        shown = (await browser.http.get("/campaigns")).text
    assert 'href="/campaigns/new"' in shown
    assert "Publish a survey first" not in shown


async def test_quiet_hours_need_both_ends(author: Author):
    answer = await author.save("/settings", "sending", 422, quiet_from="21:00", zone="Asia/Seoul", country="KR")
    assert 'id="w-quiet_from"' in answer.text
    assert (await author.company.ok("GET", "/v1/sending-rules"))["quiet_from"] is None


async def test_rules_are_for_administrators_and_starting_is_for_writers(author: Author, app: Litestar, post: Post):
    path = await author.begin(pasted=LIST)
    async with member(app, author.company.workspace, post.watch, Role.viewer) as reader:
        assert (await reader.http.get("/settings/sending")).status_code == 403
        assert (await reader.http.get("/campaigns/new")).status_code == 403
        shown = (await reader.http.get(f"{path}/start")).text
    assert "What was sent cannot be called back" not in shown


async def test_pause_resume_and_stop_do_what_they_say(author: Author, post: Post):
    path = await author.begin(pasted=LIST)
    await author.save(path, "start")
    for action, state in (("pause", "paused"), ("resume", "running"), ("finish", "done")):
        answer = await author.browser.send(f"{path}/move/{action}", {}, form=path)
        assert answer.status_code == 303
        assert (await author.stored(path))["state"] == state
    answer = await author.browser.send(f"{path}/copy", {}, form=path)
    copy = await author.stored(answer.headers["location"].removesuffix("/people"))
    assert (copy["state"], copy["people"]) == ("draft", 0)


async def test_the_export_holds_every_invitation_and_no_address(author: Author, post: Post):
    path = await author.begin(pasted=LIST.replace("Ahn", "=1+1"))
    await author.save(path, "start")
    await post.settle()
    answer = await author.browser.http.get(f"{path}/invitations.csv")
    assert answer.headers["content-disposition"].startswith("attachment")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert sorted(row["state"] for row in rows) == ["sent", "sent", "withheld"]
    assert "'=1+1" in {row["name"] for row in rows}
    assert "example.com" not in answer.text
    only = await author.browser.http.get(f"{path}/invitations.csv?state=withheld")
    assert [row["reason"] for row in csv.DictReader(io.StringIO(only.text.removeprefix("\ufeff")))] == ["no-address"]


async def test_lists_are_narrowed_by_the_address(author: Author, post: Post):
    path = await author.begin(pasted=LIST)
    await author.save(path, "start")
    await post.settle()
    await author.begin(name="Spring")
    assert "Autumn" not in await author.page("/campaigns?state=draft")
    assert "Spring" not in await author.page("/campaigns?q=autu")
    shown = await author.page(f"{path}?state=withheld")
    assert "Choi" in shown
    assert "Ahn" not in shown
