"""A campaign while it is written: its people, its words, its times; nothing of it is sent."""

import re

import pytest

from tests.invitations.campaign_author import LIST, Author
from tests.inviting import Post


async def test_a_survey_comes_chosen_from_its_share_tab(author: Author):
    survey = author.company.survey["id"]
    assert f'<option value="{survey}" selected>' in await author.page(f"/campaigns/new?survey={survey}")


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
