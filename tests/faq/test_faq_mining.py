"""Entries follow what customers ask, and no person's words are written over."""

from tests.faq.asking import RETURNING, SPEAKING
from voc.faq import suggesting


async def test_a_question_of_several_people_is_suggested_with_its_source(desk):
    entry = await desk.returning()
    assert (entry["state"], entry["askers"], entry["questions"], entry["language"]) == ("suggested", 4, 4, "en")
    assert entry["question"] == "How can I return a product?"
    assert 0 < entry["askers_low"] < 4
    (said, *_) = entry["answer"]
    assert said["text"] == "You can return any unopened product within 14 days of delivery."
    assert said["support"] == "quoted"
    source = said["source"]
    assert source["quote"] == said["text"]
    page = await desk.http.get(source["url"].partition("#")[0], follow_redirects=True)
    assert page.status_code in (200, 401), page.status_code


async def test_what_no_source_answers_is_unanswered(desk):
    await desk.ask(*SPEAKING)
    await desk.mine()
    (entry,) = await desk.entries()
    assert (entry["state"], entry["answer"], entry["askers"]) == ("unanswered", [], 2)
    assert not entry["question"].startswith("Hi")


async def test_what_one_person_asks_is_no_frequent_question(desk):
    await desk.http.post(
        "/v1/feedback",
        json=[
            {"submission_id": f"s{n}", "text": text, "channel": "email", "customer": "same"}
            for n, text in enumerate(RETURNING)
        ],
    )
    await desk.engine.settle()
    await desk.mine()
    assert await desk.entries() == []


async def test_what_asks_hardly_anything_is_none_either(desk):
    await desk.ask("how so?", "how so??", "how?", "how so")
    await desk.mine()
    assert await desk.entries() == []


async def test_entries_keep_their_ids_and_people_their_words(desk):
    entry = await desk.returning()
    await desk.patch(entry["id"], question="How do returns work?")
    await desk.ask(*(f"{text} again" for text in RETURNING[:2]))
    await desk.mine()
    (after,) = await desk.entries()
    assert (after["id"], after["question"], after["askers"]) == (entry["id"], "How do returns work?", 6)
    assert after["answer"] == entry["answer"]
    assert after["state"] == "edited"


async def test_what_a_person_wrote_takes_the_place_of_an_untouched_suggestion(desk):
    suggestion = await desk.returning()
    body = {"question": suggestion["question"], "language": "en"}
    written = (await desk.http.post("/v1/faqs", json=body)).json()
    await desk.mine()
    assert [(entry["id"], entry["askers"]) for entry in await desk.entries()] == [(written["id"], 4)]


async def test_mining_twice_changes_nothing(desk):
    entry = await desk.returning()
    await desk.mine()
    (after,) = await desk.entries()
    assert {name: (value, entry[name]) for name, value in after.items() if value != entry[name]} == {}


async def test_themes_being_found_has_questions_grouped(desk):
    await desk.document()
    await desk.ask(*RETURNING)
    from voc import outbox
    from voc.queue import Task

    await outbox.request(desk.workspace, Task.mine_questions, at=desk.watch())
    await desk.engine.settle()
    assert [entry["askers"] for entry in await desk.entries()] == [4]


async def test_what_is_no_question_makes_no_entry_however_many_say_it(desk):
    await desk.ask("I was charged twice for one order", "I was charged twice for my order")
    await desk.mine()
    assert await desk.entries() == []


async def test_a_link_to_the_other_language_goes_when_it_is_found_no_more(desk):
    await desk.returning()
    await desk.ask(*SPEAKING)
    await desk.mine()
    one, other = [entry["id"] for entry in await desk.entries()]
    await suggesting.linked(desk.workspace, [one, other], [(one, other)], desk.watch())
    assert [entry["other"] for entry in await desk.entries()] == [other, one]
    await desk.mine()
    assert [entry["other"] for entry in await desk.entries()] == [None, None]
