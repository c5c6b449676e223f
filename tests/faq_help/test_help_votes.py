"""Whether answers helped: once per visitor, without a cookie, and what they missed feeds the loop."""

from datetime import timedelta

from tests.people import member
from voc.faq.help import queries
from voc.faq.help.documents import HelpVote, HelpWrites
from voc.faq.help.voting import WRITES_LIMIT

RETURN = "Can I send it back?"


async def vote(shop, browser, helped, question=RETURN, **more):
    return await browser.post(f"{shop.path}/{shop.entries[question]}/vote", data={"helped": helped} | more)


async def counted(shop, question=RETURN):
    found = (await queries.votes(shop.workspace)).get(shop.entries[question])
    return (found.helped, found.all) if found else (0, 0)


async def test_a_visitor_counts_once_per_entry_and_the_last_word_stands(shop, visitor):
    one, other = visitor(), visitor(program="Chrome")
    for _ in range(3):
        assert (await vote(shop, one, "yes")).status_code == 303
    assert await counted(shop) == (1, 1)
    await vote(shop, other, "yes")
    assert await counted(shop) == (2, 2)
    await vote(shop, one, "no")
    assert await counted(shop) == (1, 2)
    await vote(shop, one, "yes", "Who are you?")
    assert await counted(shop, "Who are you?") == (1, 1)


async def test_nothing_at_rest_tells_who_voted_or_links_two_votes(shop, visitor):
    browser = visitor(address="198.51.100.77")
    await vote(shop, browser, "yes")
    await vote(shop, browser, "yes", "Who are you?")
    rows = await HelpVote.get_pymongo_collection().find({"workspace": shop.workspace}).to_list()
    rows += await HelpWrites.get_pymongo_collection().find({"workspace": shop.workspace}).to_list()
    assert "198.51" not in str(rows)
    assert "Firefox" not in str(rows)
    assert len({row["_id"] for row in rows}) == 3


async def test_who_was_not_helped_is_asked_and_what_they_miss_is_feedback(shop, visitor):
    browser = visitor()
    back = (await vote(shop, browser, "no", lang="en")).headers["location"]
    asked = (await browser.get(back)).text
    assert "What was missing?" in asked
    path = f"{shop.path}/{shop.entries[RETURN]}/missing"
    words = {"text": "how do I print the label? call 010-1234-5678", "lang": "en"}
    for _ in range(2):
        answer = await browser.post(path, data=words)
        assert answer.status_code == 303
    assert "Thank you" in (await browser.get(answer.headers["location"])).text
    await shop.engine.settle()
    (said,) = (await shop.caller.http.get("/v1/feedback")).json()["items"]
    assert (said["kind"], said["channel"]) == ("question", "web")
    assert "010-1234" not in said["text"]
    assert said["attributes"] == {"faq_entry": shop.entries[RETURN], "faq_question": RETURN}
    assert (await browser.post(path, data={"text": "  "})).status_code == 303
    assert len((await shop.caller.http.get("/v1/feedback")).json()["items"]) == 1


async def test_nobody_votes_on_what_is_not_given_out_or_elsewhere(shop, visitor, new_caller):
    other = await new_caller()
    browser = visitor()
    answer = await browser.post(f"/help/{other.workspace}/{shop.entries[RETURN]}/vote", data={"helped": "yes"})
    assert answer.status_code == 404
    assert (await browser.post(f"{shop.path}/faq_none/vote", data={"helped": "yes"})).status_code == 404
    assert (await browser.post(f"{shop.path}/faq_none/missing", data={"text": "x"})).status_code == 404
    assert (await vote(shop, browser, "perhaps")).status_code == 400
    assert await counted(shop) == (0, 0)


async def test_one_place_writes_no_more_than_people_do(shop, visitor):
    statuses = [(await vote(shop, visitor(program=f"P{n}"), "yes")).status_code for n in range(WRITES_LIMIT + 1)]
    assert statuses == [303] * WRITES_LIMIT + [429]
    refused = await vote(shop, visitor(program="new"), "yes")
    assert int(refused.headers["retry-after"]) > 0
    assert await counted(shop) == (WRITES_LIMIT, WRITES_LIMIT)
    assert (await vote(shop, visitor(address="203.0.113.8"), "yes")).status_code == 303
    shop.watch.turn(timedelta(hours=1))
    assert (await vote(shop, visitor(), "yes")).status_code == 303
    hours = await HelpWrites.get_pymongo_collection().find({"workspace": shop.workspace}).to_list()
    assert len(hours) == 1, "hours that ended are forgotten"


async def test_neighbours_behind_one_ipv6_line_are_one_place(shop, visitor):
    await vote(shop, visitor(address="2001:db8:1:2::1"), "yes")
    await vote(shop, visitor(address="2001:db8:1:2:ffff::9"), "yes")
    await vote(shop, visitor(address="2001:db8:1:3::1"), "yes")
    assert await counted(shop) == (2, 2)


async def test_colleagues_see_what_visitors_said(shop, app, watch, visitor):
    await vote(shop, visitor(), "yes")
    await vote(shop, visitor(program="Chrome"), "no")
    async with member(app, shop.workspace, watch) as kim:
        page = (await kim.http.get(shop.path)).text
    assert "1 of 2 visitors were helped." in page
    assert "visitors were helped" not in (await visitor().get(shop.path)).text


async def test_whoever_searched_comes_back_to_what_they_found(shop, visitor):
    back = (await vote(shop, visitor(), "yes", lang="ko", q="send & back")).headers["location"]
    assert back == f"{shop.path}?thanked={shop.entries[RETURN]}&q=send+%26+back&lang=ko#{shop.entries[RETURN]}"
    assert "evil" not in (await vote(shop, visitor(), "yes", lang="evil")).headers["location"]
