"""Crashes, races, limits and odd letters: what an entry and the night's work withstand."""

from tests.faq.asking import HELP, RETURNING, SPEAKING
from tests.faq.test_faq_pages import post
from tests.people import member
from voc import inference, outbox
from voc.faq import checking, storing
from voc.faq.documents import FaqEntry
from voc.faq.domain import LINES_LIMIT
from voc.faq.sources import queries as sources


async def test_a_check_judges_the_passage_that_it_looked_at_and_no_other(desk, monkeypatch):
    await desk.document("# Postage\n\nYou can pay by card.\n", "other.md")
    entry = await desk.returning()
    passage = entry["answer"][0]["source"]["passage"]
    said = "Within 14 days of delivery you can return any unopened product."
    others = {row["_id"] for row in await sources.citable(desk.workspace, inference.version())}
    (elsewhere, *_) = sorted(others - {passage})
    await desk.patch(entry["id"], answer=[{"text": said, "passage": passage}])
    write = storing.write

    async def meanwhile(*args, **named):
        monkeypatch.setattr(storing, "write", write)
        await desk.patch(entry["id"], answer=[{"text": said, "passage": elsewhere}])
        await write(*args, **named)

    monkeypatch.setattr(storing, "write", meanwhile)
    await checking.check(desk.workspace, entry["id"], now=desk.watch())
    (after,) = (await desk.one(entry["id"]))["answer"]
    assert (after["source"]["passage"], after["support"]) == (elsewhere, "unchecked")


async def test_one_full_entry_does_not_end_the_night(desk):
    entry = await desk.returning()
    full = [{"id": f"faqv_{n}", "number": n, "by": "voc", "at": n} for n in range(LINES_LIMIT)]
    change = {"$set": {"versions": full, "content.answer": []}}
    await FaqEntry.get_pymongo_collection().update_one({"_id": entry["id"]}, change)
    await desk.ask(*SPEAKING)
    await desk.mine()
    assert {each["askers"] for each in await desk.entries()} == {4, 2}


async def test_a_check_whose_request_was_lost_is_made_by_the_night(desk, monkeypatch):
    entry = await desk.returning()
    passage = entry["answer"][0]["source"]["passage"]

    async def lost(*_, **__):
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr(outbox, "request", lost)
        said = [{"text": "Return it within 14 days.", "passage": passage}]
        assert (await desk.patch(entry["id"], answer=said)).status_code == 500
    await desk.mine()
    await desk.engine.settle()
    assert (await desk.one(entry["id"]))["answer"][0]["support"] != "unchecked"


async def test_what_runs_on_for_pages_is_no_question_that_others_ask(desk):
    tale = "how can I return a product " + "that I bought and then used and then washed " * 60 + "?"
    await desk.document()
    await desk.ask(*RETURNING, tale, tale.replace("bought", "found"))
    await desk.mine()
    (entry,) = await desk.entries()
    assert max(len(each) for each in (entry["question"], *entry["aliases"])) <= 2_000
    assert (await desk.patch(entry["id"], question=entry["question"], aliases=entry["aliases"])).status_code == 200


async def test_odd_letters_of_a_document_leave_its_sentences_quoted_after_a_save(desk, app, watch):
    odd = HELP.replace("unopened product", "un\u00adopened  pro\u200bduct")
    await desk.document(odd)
    await desk.ask(*RETURNING)
    await desk.mine()
    (entry,) = await desk.entries()
    (said,) = entry["answer"]
    async with member(app, desk.workspace, watch) as browser:
        wish = {"question": entry["question"], "aliases": "", "category": "Returns"}
        fields = {"sentence": [said["text"]], "passage": [said["source"]["passage"]]}
        done = await post(browser, f"/faq/{entry['id']}/edit", **wish, **fields)
    assert done.status_code == 303
    after = await desk.one(entry["id"])
    assert (after["category"], [each["support"] for each in after["answer"]]) == ("Returns", ["quoted"])


async def test_emoji_and_pasted_invisible_letters_are_no_reason_to_refuse(desk):
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    body = {"language": "en", "question": f"Who {family} are\u200b you?", "answer": ["\ufeffUs."]}
    entry = (await desk.http.post("/v1/faqs", json=body)).json()
    assert (entry["question"], entry["answer"][0]["text"]) == (f"Who {family} are you?", "Us.")
    assert (await desk.http.post("/v1/faqs", json=body | {"question": "\u200b\u200d"})).status_code == 400
