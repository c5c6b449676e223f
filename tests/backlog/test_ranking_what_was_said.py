"""The ranking from what comes in to what is shown."""

import math
import re
from datetime import timedelta

from tests.backlog.hearing import heard, ranked, say, troubles, verbatim
from tests.people import member
from tests.themes.sorting import by_topic
from voc.customers import merging
from voc.customers.domain import customer_id
from voc.themes import discovery

PASTED = "login crash after the update of number {} and nobody at the support answers my messages"


def factor(item, name):
    return next((each for each in item["factors"] if each["name"] == name), None)


async def test_what_costs_points_comes_before_what_is_raised_as_often(caller, engine, watch):
    items = await heard(caller, engine, watch)
    assert [items[title]["rank"] for title in ("login", "search", "delivery")] == [1, 2, 3]
    assert items["login"]["driver"]["cost_low"] > 1.5
    assert items["delivery"]["driver"]["cost_low"] < 0.5
    assert (items["search"]["driver"], factor(items["search"], "driver")) == (None, None)
    for item in items.values():
        assert math.isclose(sum(each["log"] for each in item["factors"]), math.log(item["score"]), abs_tol=1e-9)


async def test_a_campaign_from_one_source_moves_a_theme_by_no_more_than_one_respondent(caller, engine, watch):
    await heard(caller, engine, watch)
    await say(caller, engine, [verbatim(PASTED.format(1), 1, rating=0, rating_scale=10)])
    one = await ranked(caller, watch)
    await say(caller, engine, [verbatim(PASTED.format(n), n, rating=0, rating_scale=10) for n in range(2, 502)])
    many = await ranked(caller, watch)
    assert one["login"]["customers"] == many["login"]["customers"] == 31
    assert many["login"]["mentions"] == 531
    assert many["login"]["active_customers"] == one["login"]["active_customers"] == 121
    for title in one:
        assert math.isclose(many[title]["score"], one[title]["score"], rel_tol=1e-6)
        assert (many[title]["rank_best"], many[title]["rank_worst"]) == (
            one[title]["rank_best"],
            one[title]["rank_worst"],
        )


async def test_one_customer_who_writes_often_counts_once_in_mood_and_score(caller, engine, watch):
    await heard(caller, engine, watch)
    said = [verbatim("delivery crash of mine", 0, rating=0, rating_scale=10, customer="loud")]
    await say(caller, engine, said)
    once = await ranked(caller, watch)
    said = [verbatim("delivery crash of mine", n, rating=0, rating_scale=10, customer="loud") for n in range(1, 60)]
    await say(caller, engine, said)
    often = await ranked(caller, watch)
    for title in once:
        assert math.isclose(often[title]["score"], once[title]["score"], rel_tol=1e-6)


async def test_a_theme_that_nobody_raises_any_more_fades(caller, engine, watch):
    then = (watch() - timedelta(days=180)).isoformat()
    await say(caller, engine, [each | {"occurred_at": then} for each in troubles()])
    await discovery.discover(caller.workspace, now=watch(), find=by_topic)
    before = await ranked(caller, watch)
    await say(caller, engine, [verbatim(f"search crash lately {n}", n, customer=f"n-{n}") for n in range(5)])
    after = await ranked(caller, watch)
    assert factor(before["login"], "recency")["value"] == 1.0
    assert math.isclose(factor(after["login"], "recency")["value"], 0.5, abs_tol=0.01)
    assert factor(after["search"], "recency")["value"] > 0.5


async def test_money_and_segments_count_once_somebody_says_by_what(caller, engine, watch):
    plans = {"l": ("free", 10), "d": ("enterprise", 1000), "h": ("free", 10), "s": ("free", "1,0")}
    said = troubles()
    for each in said:
        plan, worth = plans[each["customer"][0]]
        each["customer"] = {"id": each["customer"], "attributes": {"plan": plan, "worth": worth}}
    await say(caller, engine, said)
    await discovery.discover(caller.workspace, now=watch(), find=by_topic)
    items = await ranked(caller, watch)
    assert factor(items["delivery"], "revenue") is None
    assert items["login"]["rank"] == 1
    wish = {"revenue_attribute": "worth", "segment_attribute": "plan"}
    wish |= {"segment_weights": [{"value": "enterprise", "weight": 3}]}
    assert (await caller.http.patch("/v1/backlog/weights", json=wish)).status_code == 200
    items = await ranked(caller, watch)
    assert factor(items["delivery"], "segments")["value"] == 3.0
    assert factor(items["login"], "segments")["value"] == 1.0
    assert factor(items["delivery"], "revenue")["value"] > 3 > 1 > factor(items["login"], "revenue")["value"]
    one, other = (customer_id(caller.workspace, ref) for ref in ("l-1", "d-1"))
    await merging.merge(caller.workspace, into=other, other=one, now=watch(), by="test")
    assert factor((await ranked(caller, watch))["login"], "segments")["value"] > 1.0


async def test_an_item_that_nobody_raises_any_more_keeps_its_page(caller, engine, watch, app, database):
    items = await heard(caller, engine, watch)
    await database.themes.update_many({"workspace": caller.workspace}, {"$set": {"state": "retired"}})
    assert await ranked(caller, watch) == {}
    async with member(app, caller.workspace, watch) as browser:
        page = await browser.http.get(f"/backlog/{items['login']['id']}")
    assert page.status_code == 200
    assert "Reach" in page.text
    assert "The smallest change" not in page.text


async def test_what_stands_for_an_item_in_the_list_is_of_its_kind(caller, engine, watch, database):
    before = (await heard(caller, engine, watch))["login"]["quotes"]
    assert len(before) > 1
    await database.feedback.update_one({"_id": before[0]}, {"$set": {"kind": "praise"}})
    after = (await ranked(caller, watch))["login"]["quotes"]
    assert after == [*before[1:], before[0]]


async def test_an_estimated_effort_divides(caller, engine, watch):
    items = await heard(caller, engine, watch)
    assert factor(items["login"], "effort") is None
    for title, effort in (("login", 5), ("search", 1)):
        answer = await caller.http.patch(f"/v1/backlog/{items[title]['id']}", json={"effort": effort})
        assert answer.status_code == 200
    await engine.settle()
    items = {item["title"]: item for item in (await caller.http.get("/v1/backlog")).json()["items"]}
    assert factor(items["search"], "effort")["log"] > factor(items["delivery"], "effort")["log"] == 0.0
    assert (items["search"]["effort"], items["search"]["rank"]) == (1, 1)


async def test_under_thirty_customers_the_page_says_that_the_order_is_weak(caller, engine, watch, app):
    async def shown():
        await ranked(caller, watch)
        async with member(app, caller.workspace, watch) as browser:
            return (await browser.http.get("/backlog")).text

    few = troubles()[:29]
    await say(caller, engine, few)
    await discovery.discover(caller.workspace, now=watch(), find=by_topic)
    assert "Fewer than 30 customers so far" in await shown()
    await say(caller, engine, troubles()[29:30])
    assert "Fewer than 30 customers so far" not in await shown()


async def test_the_page_says_why_in_words(caller, engine, watch, app):
    items = await heard(caller, engine, watch)
    async with member(app, caller.workspace, watch) as browser:
        first = (await browser.http.get(f"/backlog/{items['login']['id']}")).text
        second = (await browser.http.get(f"/backlog/{items['search']['id']}")).text
        listed = (await browser.http.get("/backlog")).text
    for word in ("Reach", "Effect on the score", "Severity", "Urgency", "Recency", "of 10 points lower"):
        assert word in first
    assert "before it:" in first
    assert "counts as if it hurt the score as much as the average theme here" in second
    assert "The smallest change that would put it before no. 1" in second
    assert "points</a>" in listed
    assert 'href="/backlog/weights"' in first


async def test_the_numbers_of_an_item_open_what_they_count_and_its_score_can_be_checked(caller, engine, watch, app):
    items = await heard(caller, engine, watch)
    login = items["login"]
    async with member(app, caller.workspace, watch) as browser:
        shown = (await browser.http.get(f"/backlog/{login['id']}")).text
    numbers = shown[shown.index('<dl class="numbers">') :].split("</dl>")[0]
    for address in (f"/backlog/{login['id']}/customers", "#why", f"/feedback?theme={login['theme']}"):
        assert f'href="{address}"' in numbers
    assert f"{login['customers']} of {login['active_customers']} customers are {login['share']:.1%}" in shown
    *told, score = re.findall(r"[\d.]+", shown.split("All of them multiplied:")[1].split("</p>")[0])
    assert len(told) == len(login["factors"])
    assert math.isclose(math.prod(map(float, told)), login["score"], rel_tol=0.02)
    assert math.isclose(float(score), login["score"], rel_tol=0.006)
