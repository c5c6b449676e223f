"""What stands behind an item, and what becomes of it when its theme is merged away and comes back."""

import re
from datetime import timedelta

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from tests.people import member
from tests.themes.sorting import by_topic, in_two, send, texts
from voc.backlog import service as ranking
from voc.backlog.documents import BacklogItem
from voc.backlog.service import item_id
from voc.backlog.workflow import quoting
from voc.feedback.documents import Feedback
from voc.feedback.schemas import FeedbackOut
from voc.themes import discovery, queries, rearranging
from voc.themes.documents import Theme

DECIDED = ("status", "title", "owner", "department", "effort", "due", "tracker_url", "notes", "history", "revision")


@pytest_asyncio.fixture(loop_scope="session")
async def heard(caller, engine, watch, monkeypatch):
    """A caller with two themes and their items, one of them praised by somebody, too."""
    monkeypatch.setattr(discovery.discover, "__kwdefaults__", discovery.discover.__kwdefaults__ | {"find": by_topic})
    monkeypatch.setattr(rearranging.run, "__kwdefaults__", {"divide": in_two})
    said = [*texts(8, "login"), "I love the login page", *texts(6, "delivery")]
    await send(caller, engine, said)
    body = {"submission_id": "again", "text": "login crash again, as ever", "channel": "sms", "customer": "c-0"}
    await caller.http.post("/v1/feedback", json=body)
    await caller.http.post("/v1/feedback", json=body | {"submission_id": "nobody", "customer": None})
    await engine.settle()
    await discovery.discover(caller.workspace, now=watch())
    await ranking.rank(caller.workspace, now=watch())
    caller.themes = {theme.name: theme.id for theme in await queries.active(caller.workspace)}
    caller.items = {name: item_id(theme) for name, theme in caller.themes.items()}
    return caller


async def read(shop, item):
    return (await shop.http.get(f"/v1/backlog/{item}")).json()


async def test_who_asked_is_listed_once_each_those_who_said_it_most_first(heard):
    path = f"/v1/backlog/{heard.items['login']}/customers"
    body = (await heard.http.get(path)).json()
    assert (body["customers"], body["unsigned"], body["next"]) == (9, 1, None)
    assert [(who["label"], who["mentions"]) for who in body["items"]][0] == ("c-0", 2)
    seen, cursor = [], None
    while cursor is not None or not seen:
        params = {"limit": 4} | ({"cursor": cursor} if cursor else {})
        page = (await heard.http.get(path, params=params)).json()
        seen += [who["id"] for who in page["items"]]
        cursor = page["next"]
    assert seen == [who["id"] for who in body["items"]]
    assert (await heard.http.get("/v1/backlog/bl_missing/customers")).status_code == 404


async def test_who_asked_beside_something_else_is_among_them(heard):
    login, rows = heard.themes["login"], Feedback.get_pymongo_collection()
    beside = await rows.find({"workspace": heard.workspace, "theme": heard.themes["delivery"]}).to_list()
    for row in beside[:2]:
        await rows.update_one(
            {"_id": row["_id"]}, {"$set": {"also": [heard.themes["delivery"], login], "several_themes": True}}
        )
    body = (await heard.http.get(f"/v1/backlog/{heard.items['login']}/customers")).json()
    counted = {who["id"]: who["mentions"] for who in body["items"]}
    assert {row["customer"] for row in beside[:2]} <= counted.keys()
    assert sum(counted.values()) == 10 + 2
    assert body["unsigned"] == 1


async def test_the_item_shows_voices_for_and_one_against_it_and_the_way_to_each(heard, app, watch):
    async with member(app, heard.workspace, watch) as browser:
        page = (await browser.http.get(f"/backlog/{heard.items['login']}")).text
        against = page.partition("A voice against it")[2].partition("</section>")[0]
        assert "I love the login page" in against
        assert "I love the login page" not in page.partition("What they say")[2].partition("</section>")[0]
        assert page.count('href="/customers/') >= 6
        assert "Everybody who asked" in page
        everybody = (await browser.http.get(f"/backlog/{heard.items['login']}/customers")).text
        assert everybody.count('href="/customers/cus') == 9
        assert "A voice against it" not in (await browser.http.get(f"/backlog/{heard.items['delivery']}")).text


async def test_of_a_quote_that_speaks_of_two_things_the_part_about_the_item_is_marked(heard, engine, app, watch):
    both = ("login crash again and again", "but the delivery crash is new to me")
    await send(heard, engine, [" ".join(both)], start=100)
    (said,) = (await heard.http.get("/v1/feedback", params={"q": "new to me"})).json()["items"]
    quoted = {"$set": {"quotes": [said["id"]]}}
    await BacklogItem.get_pymongo_collection().update_one({"_id": heard.items["login"]}, quoted)
    async with member(app, heard.workspace, watch) as browser:
        page = (await browser.http.get(f"/backlog/{heard.items['login']}")).text
    told = page.partition("What they say")[2].partition("</section>")[0]
    (marked,) = re.findall(r"<mark class=.part[^>]*>([^<]*)</mark>", told)
    assert marked.strip() == both[0]


@pytest.mark.parametrize(("praised", "shown"), [("delivery", True), ("search", False)])
async def test_praise_of_the_nearest_praised_theme_stands_against_it_only_if_it_is_near_enough(
    heard, engine, app, watch, praised, shown
):
    await send(heard, engine, [f"I love the {praised}"], start=100)
    (said,) = (await heard.http.get("/v1/feedback", params={"kind": "praise", "q": praised})).json()["items"]
    theme = await Theme.get_pymongo_collection().find_one({"_id": heard.themes["delivery"]})
    fields = {"kind": "praise", "quotes": [said["id"]], "anchors": [], "anchor_voters": []}
    await Theme.get_pymongo_collection().insert_one(theme | {"_id": "th_praise" + praised} | fields)
    moved = {"$set": {"theme": "th_praise" + praised}}
    await Feedback.get_pymongo_collection().update_one({"_id": said["id"]}, moved)
    async with member(app, heard.workspace, watch) as browser:
        page = (await browser.http.get(f"/backlog/{heard.items['delivery']}")).text
        against = page.partition("A voice against it")[2].partition("</section>")[0]
        assert (f"I love the {praised}" in against) is shown
    await Theme.get_pymongo_collection().delete_one({"_id": "th_praise" + praised})


async def test_undoing_a_merge_brings_the_item_back_exactly_as_it_was(heard, engine, app, watch):
    login, delivery = heard.themes["login"], heard.themes["delivery"]
    item = heard.items["delivery"]
    fields = {"status": "planned", "title": "Deliver in the slot", "department": "Logistics", "effort": 3}
    await heard.http.patch(f"/v1/backlog/{item}", json=fields)
    await heard.http.post(f"/v1/backlog/{item}/notes", json={"text": "The depot is short of vans"})
    before = await read(heard, item)
    await heard.http.post(f"/v1/themes/{login}/merge", json={"themes": [delivery]})
    watch.turn(timedelta(minutes=1))
    await engine.settle()
    merged = await read(heard, item)
    assert (merged["active"], {name: merged[name] for name in DECIDED}) == (False, {n: before[n] for n in DECIDED})
    listed = (await heard.http.get("/v1/backlog", params={"status": "open"})).json()["items"]
    assert [each["id"] for each in listed] == [heard.items["login"]]
    async with member(app, heard.workspace, watch) as browser:
        assert "Its theme is part of another one now." in (await browser.http.get(f"/backlog/{item}")).text
    await heard.http.post(f"/v1/themes/{login}/undo")
    watch.turn(timedelta(minutes=1))
    await engine.settle()
    after = await read(heard, item)
    assert (after["active"], {name: after[name] for name in DECIDED}) == (True, {n: before[n] for n in DECIDED})


def said(number, text, *, customer=None, channel="review"):
    blank = dict.fromkeys(FeedbackOut.model_fields) | {"hidden": [], "attributes": {}, "corrected": [], "attempts": 0}
    at = {"occurred_at": "2026-03-01T12:00:00Z", "received_at": "2026-03-01T12:00:00Z", "state": "analysed"}
    own = {"id": f"fb_{number}", "text": text, "customer": customer, "channel": channel, "source": "api"}
    return FeedbackOut.model_validate(blank | at | own)


def test_quotes_are_of_different_people_words_and_channels():
    typical = [
        said(0, "The app logs me out when I pay", customer="c-0"),
        said(1, "The app logs me out when I pay!", customer="c-1"),
        said(2, "Signed out in the middle of my order", customer="c-0"),
        said(3, "결제할 때마다 로그아웃됩니다", customer="c-3"),
    ]
    others = [said(4, "I had to sign in twice today", customer="c-4", channel="sms"), said(5, "I am thrown out")]
    assert [row.id for row in quoting.diverse(typical, others)] == ["fb_0", "fb_3", "fb_4"]
    four = [*typical, said(6, "Paying ends the session", channel="chat"), said(7, "세션이 끊겨요")]
    assert [row.id for row in quoting.diverse(four, others)] == ["fb_0", "fb_6", "fb_3", "fb_7"]


@given(st.lists(st.tuples(st.text("abcd ", max_size=12), st.sampled_from([None, "c-1", "c-2"])), max_size=12))
def test_quotes_are_few_never_twice_and_never_of_one_customer_twice(texts_and_customers):
    rows = [said(number, text, customer=who) for number, (text, who) in enumerate(texts_and_customers)]
    chosen = quoting.diverse(rows[:6], rows[6:])
    known = [row.customer for row in chosen if row.customer]
    assert len(chosen) <= quoting.MOST
    assert len({row.id for row in chosen}) == len(chosen)
    assert len(set(known)) == len(known)
    assert bool(chosen) == bool(rows)


@pytest.mark.parametrize(
    ("one", "other", "alike"), [("같은 말", "같은 말", 1.0), ("abc", "xyz", 0.0), ("", "abc", 0.0)]
)
def test_likeness_is_the_share_of_pairs_of_letters_that_two_texts_share(one, other, alike):
    assert quoting.likeness(one, other) == quoting.likeness(other, one) == alike
