"""The list and an entry's page, as colleagues use them."""

import re

import pytest

from tests.people import member


@pytest.fixture
async def review(desk, app, watch):
    """An entry with a draft, and a colleague who looks at it."""
    entry = await desk.returning()
    async with member(app, desk.workspace, watch) as browser:
        yield desk, entry, browser


async def post(browser, path, **fields):
    page = await browser.http.get("/faq")
    token = re.search(r'name="_csrf_token" value="([^"]+)"', page.text)[1]
    return await browser.http.post(path, data=fields | {"_csrf_token": token})


async def test_the_list_shows_what_is_asked_and_leads_to_it(review):
    _, entry, browser = review
    page = (await browser.http.get("/faq")).text
    assert f'href="/faq/{entry["id"]}"' in page
    assert "4 askers" in page
    assert "Nothing matches" in (await browser.http.get("/faq?q=nowhere")).text
    assert entry["question"] in (await browser.http.get("/faq?state=suggested&language=en")).text
    assert (await browser.http.get("/faq?state=nowhere")).status_code == 400


async def test_each_sentence_stands_beside_its_source(review):
    _, entry, browser = review
    page = (await browser.http.get(f"/faq/{entry['id']}")).text
    source = entry["answer"][0]["source"]
    assert f"<mark>{source['quote']}</mark>" in page
    assert f'href="{source["url"]}"' in page
    opened = await browser.http.get(source["url"].partition("#")[0])
    assert f'id="{source["passage"]}"' in opened.text
    askers = await browser.http.get(f"/faq/{entry['id']}/askers")
    assert "how can I return a product" in askers.text


async def test_edit_approve_publish_and_restore_by_forms(review):
    desk, entry, browser = review
    path = f"/faq/{entry['id']}"
    said = entry["answer"][0]
    wish = {"question": "How do returns work?", "aliases": "one\ntwo", "category": "Returns", "audience": ""}
    done = await post(
        browser, f"{path}/edit", **wish, sentence=[said["text"], "Ask us."], passage=[said["source"]["passage"], ""]
    )
    assert done.headers["location"] == f"{path}?done=edited"
    after = await desk.one(entry["id"])
    assert (after["question"], after["aliases"], after["category"]) == (
        "How do returns work?",
        ["one", "two"],
        "Returns",
    )
    assert [each["support"] for each in after["answer"]] == ["quoted", "own"]
    for action in ("approve", "publish"):
        assert (await post(browser, f"{path}/decide", action=action)).status_code == 303
    exported = await browser.http.get("/faq/export?format=jsonld&category=Returns")
    assert "How do returns work?" in exported.text
    await post(browser, f"{path}/restore", version=str(entry["version"]))
    assert (await desk.one(entry["id"]))["question"] == entry["question"]
    assert (await browser.http.get(f"{path}?done=restored")).status_code == 200


async def test_what_the_source_does_not_say_is_told_and_dropped(review):
    desk, entry, browser = review
    path, passage = f"/faq/{entry['id']}", entry["answer"][0]["source"]["passage"]
    wish = {"question": entry["question"], "aliases": ""}
    planted = "You can return anything within 90 days."
    await post(browser, f"{path}/edit", **wish, sentence=[planted], passage=[passage])
    await desk.engine.settle()
    assert "Its source does not say this." in (await browser.http.get(path)).text
    refused = await post(browser, f"{path}/decide", action="approve")
    assert refused.status_code == 409
    assert "A sentence says what its source does not say." in refused.text
    await post(browser, f"{path}/edit", **wish, sentence=[planted], passage=[passage], drop="0")
    after = await desk.one(entry["id"])
    assert (after["state"], after["answer"]) == ("unanswered", [])


async def test_contradictions_stand_side_by_side(desk, app, watch):
    await desk.document("# Terms\n\nYou can return any unopened product within 30 days of delivery.\n", "terms.md")
    entry = await desk.returning()
    async with member(app, desk.workspace, watch) as browser:
        page = (await browser.http.get(f"/faq/{entry['id']}")).text
        assert "Sources that contradict each other" in page
        assert page.count('name="right"') == 2
        await post(browser, f"/faq/{entry['id']}/choose", conflict="0", right="one")
        assert 'name="right"' not in (await browser.http.get(f"/faq/{entry['id']}")).text
    assert (await desk.one(entry["id"]))["conflicts"][0]["chosen"] == entry["conflicts"][0]["one"]["text"]


async def test_several_are_approved_at_once(review):
    desk, entry, browser = review
    done = await post(browser, "/faq/together", item=[entry["id"]], state="approved", at_language="en")
    assert done.headers["location"] == "/faq?language=en&done=1&left=0"
    assert "1 entry was changed." in (await browser.http.get(done.headers["location"])).text
    assert (await desk.one(entry["id"]))["state"] == "approved"
    assert (await post(browser, "/faq/together", state="approved")).status_code == 400


async def test_an_entry_that_a_colleague_writes(desk, app, watch):
    async with member(app, desk.workspace, watch) as browser:
        done = await post(browser, "/faq/new", question="Where are you?", language="en")
        page = await browser.http.get(done.headers["location"])
        assert "No source answers this." in page.text
        assert (await post(browser, "/faq/new", question=" ", language="en")).status_code == 400


async def test_hostile_words_are_text_on_the_page(desk, app, watch):
    hostile = '<script>alert(1)</script>"><img onerror=x>'
    body = {"language": "en", "question": hostile, "answer": [hostile]}
    id_ = (await desk.http.post("/v1/faqs", json=body)).json()["id"]
    await desk.patch(id_, category=hostile, aliases=[hostile])
    async with member(app, desk.workspace, watch) as browser:
        for path in ("/faq", f"/faq/{id_}", f"/faq/{id_}/askers"):
            page = (await browser.http.get(path)).text
            assert "<script>alert" not in page
            assert "<img onerror" not in page
