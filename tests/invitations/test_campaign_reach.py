"""Who a campaign reaches, and who not and why: said before anything is sent."""

import re

from tests.invitations.campaign_author import LIST, Author
from tests.inviting import Post
from tests.surveying import publish
from voc.asks import policy
from voc.asks.domain import Segment


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


def numbers(shown: str) -> list[str]:
    """How many get it, and how many do not."""
    return re.findall(r'<b class="num">([\d,]+)</b><span>', shown)
