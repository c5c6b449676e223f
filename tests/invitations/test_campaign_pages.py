"""Campaigns as pages: from the first step to the last invitation, through the front door."""

import csv
import io
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st
from litestar import Litestar

from tests.inviting import Company, Post
from tests.people import Browser, member, stranger
from tests.surveying import publish
from voc.accounts.domain import Role
from voc.asks import policy
from voc.asks.domain import Segment
from voc.invitations.campaign_pages import clocks, figures, funnel
from voc.invitations.hours import Quiet, is_quiet
from voc.invitations.regions import KOREA

LIST = "id,email,phone,name\na,a@example.com,,Ahn\nb,,010-1234-5678,Bae\nc,,,Choi\n"


class Author:
    """Somebody who writes campaigns."""

    def __init__(self, browser: Browser, company: Company) -> None:
        self.browser, self.company = browser, company

    async def page(self, path: str, status: int = 200, **headers: str) -> str:
        """HTML of a page."""
        answer = await self.browser.http.get(path, headers=headers)
        assert answer.status_code == status, answer.text
        return answer.text

    async def begin(self, kind: str = "people", **fields: Any) -> str:
        """The path of a new draft."""
        entered = {"survey": self.company.survey["id"], "name": "Autumn", "kind": kind} | fields
        answer = await self.browser.send("/campaigns/new", entered)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"].removesuffix("/people")

    async def save(self, path: str, step: str, status: int = 303, **fields: Any) -> Any:
        """Send the form of a step."""
        answer = await self.browser.send(f"{path}/{step}", fields)
        assert answer.status_code == status, answer.text
        return answer

    async def stored(self, path: str) -> Any:
        """The campaign as programs see it."""
        return await self.company.ok("GET", f"/v1{path}")


@pytest_asyncio.fixture(loop_scope="session")
async def author(app: Litestar, company: Company, post: Post) -> AsyncIterator[Author]:
    """Of the company."""
    async with member(app, company.workspace, post.watch, Role.admin) as browser:
        yield Author(browser, company)


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


async def test_a_survey_comes_chosen_from_its_share_tab(author: Author):
    survey = author.company.survey["id"]
    assert f'<option value="{survey}" selected>' in await author.page(f"/campaigns/new?survey={survey}")


async def test_who_gets_it_and_who_does_not_is_said_before_anything_is_sent(author: Author, post: Post):
    path = await author.begin(pasted=LIST + "d,d@example.com,,Do\n")
    person = (await author.company.ok("GET", "/v1/customers/d"))["id"]
    await author.company.ok(
        "POST", f"/v1/customers/{person}/consents", json={"channel": "email", "purpose": "survey", "given": False}
    )
    shown = await author.page(f"{path}/reach", **{"HX-Request": "true"})
    assert "<html" not in shown
    assert numbers(shown) == ["2", "2"]
    assert "No address on these channels" in shown
    assert "Asked for no such messages" in shown
    assert "a@example.com" not in shown, "addresses are masked"
    await post.settle()
    assert await post.deliveries(author.company.workspace) == []


async def test_who_was_asked_lately_is_left_out(author: Author, post: Post):
    survey = await publish(author.company.caller, targeting={"frequency": {"every_days": 90}})
    first = await author.begin(survey=survey["id"], pasted="a@example.com")
    await author.save(first, "start")
    await post.settle()
    second = await author.begin(survey=survey["id"], pasted="a@example.com\nb@example.com")
    shown = await author.page(f"{second}/reach")
    assert numbers(shown) == ["1", "1"]
    assert "Was asked this survey not long ago" in shown


async def test_the_forecast_is_what_then_happens(author: Author, post: Post):
    path = await author.begin(pasted=LIST)
    assert "Start: ask 2 people" in await author.page(f"{path}/start")
    await author.save(path, "start")
    await post.settle()
    sent = await post.sent(author.company.workspace)
    assert sorted(row["channel"] for row in sent) == ["email", "sms"]
    page = await author.page(path)
    assert "0 of 2 people answered" in page
    assert "1 person got nothing" in page


async def test_everybody_but_a_segment_is_left_alone(author: Author, post: Post):
    pros = Segment.model_validate({"name": "Pros", "where": {"on": "customer:plan", "is": "equals", "value": "pro"}})
    await policy.save(author.company.workspace, segments={"pros": pros})
    await author.begin(pasted="email,plan\na@example.com,pro\nb@example.com,free")
    path = await author.begin("segment", segment="pros")
    assert numbers(await author.page(f"{path}/reach")) == ["1", "0"]
    assert (await author.save("/campaigns", "new", 422, kind="segment", segment="nobody")).status_code == 422


async def test_pasted_addresses_become_people_once(author: Author):
    path = await author.begin(pasted="Kim <kim@example.com>; lee@example.com\n010-2222-3333\nkim@example.com")
    assert (await author.stored(path))["people"] == 3
    await author.save(path, "people", survey=author.company.survey["id"], kind="people", pasted="lee@example.com")
    assert (await author.stored(path))["people"] == 3


async def test_an_unreadable_list_makes_no_draft(author: Author):
    before = (await author.company.ok("GET", "/v1/campaigns"))["items"]
    fields = {"survey": author.company.survey["id"], "kind": "people"}
    page = await author.browser.http.get("/campaigns/new")
    token = re.search(r'name="_csrf_token" value="(\w+)"', page.text)
    assert token
    answer = await author.browser.http.post(
        "/campaigns/new", data=fields | {"_csrf_token": token[1]}, files={"file": ("x.csv", b"colour\nred\n")}
    )
    assert answer.status_code == 422
    assert (await author.company.ok("GET", "/v1/campaigns"))["items"] == before


async def test_single_customers_are_added_and_the_list_is_emptied(author: Author):
    other = await author.begin(pasted=LIST)
    path = await author.begin()
    found = await author.page(f"{path}/people?q=Bae")
    customer = re.search(r'name="customer" value="(cus_\w+)"', found)
    assert customer
    for _ in range(2):
        await author.browser.send(f"{path}/pick", {"customer": customer[1]}, form=f"{path}/people")
    assert (await author.stored(path))["people"] == 1
    await author.browser.send(f"{path}/empty", {}, form=f"{path}/people")
    assert (await author.stored(path))["people"] == 0
    assert (await author.stored(other))["people"] == 3


async def test_a_discarded_draft_is_gone_and_a_started_campaign_cannot_be(author: Author, post: Post):
    path = await author.begin(pasted=LIST)
    answer = await author.browser.send(f"{path}/discard", {}, form=f"{path}/people")
    assert answer.headers["location"] == "/campaigns?done=discarded"
    await author.page(path, 404)
    path = await author.begin(pasted=LIST)
    token_page = f"{path}/people"
    form = re.search(r'name="_csrf_token" value="(\w+)"', await author.page(token_page))
    assert form
    await author.save(path, "start")
    for action in ("discard", "empty"):
        answer = await author.browser.http.post(f"{path}/{action}", data={"_csrf_token": form[1]})
        assert answer.status_code == 409, action
    assert (await author.stored(path))["people"] == 3


async def test_typing_keeps_the_words_and_shows_what_they_make(author: Author):
    path = await author.begin(pasted=LIST)
    token = re.search(r'name="_csrf_token" value="(\w+)"', await author.page(f"{path}/message"))
    assert token
    fields = {"channel_1": "sms", "channel_2": "email", "purpose": "survey", "way": "link", "language": "en"}
    words = {"subject_en": "For {{name|you}}", "text_en": "Dear {{name|customer}}, {{link}} 감사"}
    shown = await author.browser.http.post(
        f"{path}/message", data=fields | words | {"_csrf_token": token[1]}, headers={"HX-Request": "true"}
    )
    assert shown.status_code == 200
    assert "<html" not in shown.text
    assert "Dear Jimin Kim, http" in shown.text
    assert "UCS-2" in shown.text
    assert "For Jimin Kim" in shown.text
    stored = await author.stored(path)
    assert stored["channels"] == ["sms", "email"]
    assert stored["messages"]["en"]["subject"] == "For {{name|you}}"


async def test_the_mail_in_the_frame_can_do_nothing(author: Author):
    path = await author.begin(pasted=LIST)
    answer = await author.browser.http.get(f"{path}/mail?language=en")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"]
    assert "Jimin Kim" in answer.text
    assert "/i/" not in answer.text, "no link of a sample is anybody's"
    assert "p.gif" not in answer.text


async def test_a_test_asks_nobody_and_reaches_only_its_author(author: Author, post: Post):
    path = await author.begin(pasted=LIST)
    answer = await author.browser.send(
        f"{path}/test", {"to": "me@example.com", "language": "en"}, form=f"{path}/message"
    )
    assert answer.status_code == 303
    await post.settle()
    sent = await post.deliveries(author.company.workspace)
    assert [(row["customer"], row["status"]) for row in sent] == [(None, "sent")]
    assert "/preview?a=" in sent[0]["content"]["html"]
    assert (await author.stored(path))["funnel"]["sent"] == 0
    wrong = await author.browser.send(f"{path}/test", {"to": "nobody"}, form=f"{path}/message")
    assert wrong.status_code == 422


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"often": "again", "every_days": "0"}, "every_days"),
        ({"pace": "paced", "throttle_per_hour": "fast"}, "throttle_per_hour"),
        ({"when": "later", "starts_at": "soon"}, "starts_at"),
        ({"reminders": "2", "remind_after_days": "61"}, "remind_after_days"),
        ({"expires_days": ""}, "expires_days"),
    ],
)
async def test_times_that_do_not_fit_are_named(author: Author, fields: dict[str, str], wrong: str):
    path = await author.begin(pasted=LIST)
    good = {"when": "now", "often": "once", "pace": "fast", "reminders": "0", "expires_days": "30"}
    before = await author.stored(path)
    answer = await author.save(path, "timing", 422, **(good | fields))
    assert f'id="w-{wrong}"' in answer.text
    assert await author.stored(path) == before


async def test_times_are_kept_as_they_were_entered(author: Author):
    path = await author.begin(pasted=LIST)
    fields = {"when": "later", "starts_at": "2031-03-04T09:30", "zone": "Asia/Seoul", "often": "once", "pace": "paced"}
    more = {"throttle_per_hour": "1,200", "reminders": "1", "remind_after_days": "4", "expires_days": "20"}
    await author.save(path, "timing", **fields, **more)
    stored = await author.stored(path)
    assert stored["starts_at"] == "2031-03-04T00:30:00Z"
    assert (stored["throttle_per_hour"], stored["reminders"], stored["remind_after_days"]) == (1200, 1, 4)
    assert 'value="2031-03-04T09:30"' in await author.page(f"{path}/timing")


async def test_advertising_waits_for_a_sender_that_can_be_reached(author: Author):
    path = await author.begin(pasted=LIST)
    await author.save(path, "message", channel_1="email", purpose="advertising", way="link")
    assert "Advertising names the sender" in await author.page(f"{path}/start")
    refused = await author.save(path, "start")
    assert refused.headers["location"].endswith("/start?refused=1")
    assert (await author.stored(path))["state"] == "draft"
    saved = await author.save("/settings", "sending", sender_contact="02-123-4567", zone="Asia/Seoul", country="KR")
    assert saved.headers["location"] == "/settings/sending?saved=1"
    shown = await author.page(f"{path}/start")
    assert "Advertising names the sender" not in shown
    assert "Did not agree to advertising" in shown


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


def numbers(shown: str) -> list[str]:
    """How many get it, and how many do not."""
    return re.findall(r'<b class="num">([\d,]+)</b><span>', shown)


@given(st.lists(st.integers(0, 10_000), min_size=6, max_size=6).map(lambda each: sorted(each, reverse=True)))
def test_shares_lie_in_their_intervals_and_between_nothing_and_all(counts: list[int]):
    names = ("queued", "sent", "delivered", "opened", "started", "completed")
    for step in funnel.steps(dict(zip(names, counts, strict=True))):
        assert (step.share is None) == (step.of == 0)
        assert 0 <= step.whole <= 1
        if step.share is not None:
            assert step.low is not None
            assert step.high is not None
            assert 0 <= step.low <= step.share <= step.high <= 1


@given(
    st.integers(1, 500),
    st.integers(1, 1000),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
)
def test_nothing_is_promised_for_the_night(count: int, per_hour: int, begins: datetime):
    assert KOREA.night is not None
    quiet: list[Quiet] = [KOREA.night]
    found = clocks.window(count, per_hour=per_hour, begins=begins, quiet=quiet, zone="Asia/Seoul")
    assert begins <= found.first <= found.last
    assert found.last - found.first >= timedelta(hours=(count - 1) / per_hour) - timedelta(seconds=1)
    for at in (found.first, found.last):
        assert not is_quiet(quiet, ZoneInfo("Asia/Seoul"), at)


@given(
    st.lists(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)), min_size=1, max_size=40),
    st.sampled_from(["Asia/Seoul", "America/New_York", "UTC"]),
)
def test_every_sending_stands_in_one_bar(times: list[datetime], zone: str):
    found = figures.bars(times, zone=zone)
    assert sum(bar.count for bar in found.bars) == found.n == len(times)
    assert len(found.bars) <= figures.BARS_MOST + 1
    assert found.bars[0].at <= min(times)
    assert max(times) < found.bars[-1].at + timedelta(seconds=found.seconds)
