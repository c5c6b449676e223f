"""A person who is erased takes along what they were offered, what they said to it, and their wordings of questions."""

from contextlib import suppress
from datetime import timedelta

import pytest

from tests.resting import resting
from tests.surveying import publish
from voc.faq import erasing, mining

SECRET = "forget-me-7261"
ASKED = f"how can I return the product {SECRET}"
OTHERS = ("Hello, how can I return a product?", "how do I return a product", "Hi! how can I return my product?")
SENDING, REPAIRS = "May I send a product back?", "Do you repair broken phones?"


class CutOff(Exception):
    """The process ends here."""


async def leftovers(database, workspace, words):
    """Collections where `words` stand anywhere."""
    return sorted(name for name, text in (await resting(database, workspace)).items() if words in text)


async def ask(counter, *texts, who="other"):
    for n, text in enumerate(texts):
        said = {"submission_id": f"{who}-{n}", "text": text, "channel": "email", "customer": f"{who}-{n}"}
        assert (await counter.caller.http.post("/v1/feedback", json=said)).is_success
    await counter.engine.settle()
    await mining.mine(counter.workspace, now=counter.watch())


async def meet(counter, survey, words, **said):
    """Finish a survey, see what follows, and answer it; the submission."""
    counter.watch.turn(timedelta(minutes=1))
    submission = await counter.says(words, survey=survey, customer="me-0", visitor="v-secret")
    await counter.engine.settle()
    assert (await counter.after(submission))["offer"]
    assert (await counter.tells(submission, **said)).status_code == 202
    return submission


async def erased(counter):
    found = (await counter.caller.http.get("/v1/customers")).json()["items"]
    me = next(each["id"] for each in found if each["ref"] == "me-0")
    answer = await counter.caller.http.delete(f"/v1/customers/{me}")
    assert answer.status_code == 200, answer.text
    return me


@pytest.mark.parametrize("touched", [True, False])
async def test_nothing_that_was_offered_or_asked_stays(counter, database, touched):
    await ask(counter, *OTHERS)
    await ask(counter, ASKED, who="me")
    (entry,) = (await counter.caller.http.get("/v1/faqs")).json()["items"]
    assert SECRET in str(entry["aliases"]) + entry["question"]
    if touched:
        answer = [{"text": "Within 14 days."}]
        aliases = [ASKED, "May I send it back?"]
        change = {"answer": answer, "question": "How can I return a product?", "aliases": aliases}
        for wish in (change, {"state": "approved"}, {"state": "published"}):
            assert (await counter.caller.http.patch(f"/v1/faqs/{entry['id']}", json=wish)).status_code == 200
    else:  # another question, since whoever writes the same one takes the suggestion's place
        await counter.publish(REPAIRS)
    survey = await publish(counter.caller)
    first = await meet(counter, survey, f"{SENDING if touched else REPAIRS} {SECRET}", helped=False)
    second = await meet(counter, survey, f"it crashed, {SECRET}", text=f"on my {SECRET} phone")
    others = await leftovers(database, counter.workspace, "other-0")
    assert {"feedback", "responses", "faq_entries", "faq_versions"} <= {
        *await leftovers(database, counter.workspace, SECRET)
    }
    ids = [row["_id"] for row in await database.faq_live_offers.find({"workspace": counter.workspace}).to_list()]
    assert len(ids) == 2
    me = await erased(counter)
    for words in (SECRET, me, "v-secret", "me-0", first, second, *ids):
        assert await leftovers(database, counter.workspace, words) == [], words
    assert await leftovers(database, counter.workspace, "other-0") == others
    await counter.engine.settle()
    entries = {each["question"]: each for each in (await counter.caller.http.get("/v1/faqs")).json()["items"]}
    if touched:
        assert entries["How can I return a product?"]["aliases"] == ["May I send it back?"]
    assert max(each["askers"] for each in entries.values()) == len(OTHERS)


async def test_what_others_were_offered_stays(counter, database):
    await counter.publish()
    await counter.says("fine", customer="me-0")
    submission = await counter.says("How can I return a product?", customer="you-0")
    await counter.engine.settle()
    await counter.after(submission)
    await erased(counter)
    rows = await database.faq_live_offers.find({"workspace": counter.workspace}).to_list()
    assert [bool(row["customer"]) for row in rows] == [True]


async def test_an_erasure_that_was_cut_off_takes_offers_along_when_it_goes_on(counter, database, monkeypatch):
    await counter.publish()
    submission = await counter.says("How can I return a product?", customer="me-0")
    await counter.engine.settle()
    await counter.after(submission)

    async def cut(*_):
        raise CutOff

    with monkeypatch.context() as patch:
        patch.setattr(erasing, "_forget", cut)
        with suppress(CutOff):  # a server answers 500; in one process it may come through
            await counter.caller.http.delete("/v1/customers/me-0")
    assert len(await database.faq_live_offers.find({"workspace": counter.workspace}).to_list()) == 1
    await erased(counter)
    assert await database.faq_live_offers.find({"workspace": counter.workspace}).to_list() == []
