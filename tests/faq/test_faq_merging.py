"""Two entries that ask the same are made one by a person, night after night, and exactly two again when they say so."""

from hypothesis import given
from hypothesis import strategies as st

from tests.faq.asking import SPEAKING
from tests.faq.test_faq_pages import post
from tests.faq.test_faq_transitions import steps, taken
from tests.people import member
from voc.errors import VocError
from voc.faq import merging
from voc.faq.content import Content
from voc.faq.domain import Entry, merged, moved, possible
from voc.faq.states import Action, State

PASSING = {"revision", "changed_at", "trail"}
LANGUAGES = "# Language\n\nYou change the app language in the settings.\n"


async def two(desk):
    """An entry with an answer that four ask, and one without that two ask."""
    answered = await desk.returning()
    await desk.ask(*SPEAKING)
    await desk.mine()
    (other,) = [entry for entry in await desk.entries() if entry["id"] != answered["id"]]
    assert (answered["askers"], other["askers"], other["state"]) == (4, 2, "unanswered")
    return answered, other


async def merge(desk, one, into):
    return await desk.http.post(f"/v1/faqs/{one['id']}/merge", json={"into": into["id"]})


async def test_whoever_asks_either_is_counted_where_it_is_answered(desk):
    answered, other = await two(desk)
    done = await merge(desk, other, answered)
    assert (done.status_code, done.json()["state"], done.json()["into"]) == (200, "merged", answered["id"])
    await desk.ask("Hello, how do I change the language of the app please?")
    for _ in range(2):
        await desk.mine()
        after = await desk.one(answered["id"])
        assert (after["askers"], after["state"], after["question"]) == (7, "suggested", answered["question"])
        assert other["question"] in after["aliases"]
        assert [entry["id"] for entry in await desk.entries(state="open")] == [answered["id"]]
    assert (await desk.one(other["id"]))["askers"] == 3


async def test_separate_again_each_is_what_it_was(desk):
    answered, other = await two(desk)
    before = [await desk.one(each["id"]) for each in (answered, other)]
    await merge(desk, other, answered)
    await desk.mine()
    undone = await desk.http.post(f"/v1/faqs/{other['id']}/separate")
    assert undone.status_code == 200
    await desk.mine()
    after = [await desk.one(each["id"]) for each in (answered, other)]
    assert after[1]["trail"][-2]["into"] == after[1]["trail"][-1]["into"] == answered["id"]
    versions = {"version", "versions"}  # the wordings of the answered one came and went
    for was, now, passing in zip(before, after, (PASSING | versions, PASSING), strict=True):
        assert {name: value for name, value in now.items() if name not in passing} == {
            name: value for name, value in was.items() if name not in passing
        }
    await desk.document(LANGUAGES, "language.md")
    await desk.mine()
    assert (await desk.one(other["id"]))["state"] == "suggested", "no person worked on it, so it is drafted again"


async def test_what_a_person_wrote_keeps_its_words_and_counts_both(desk):
    answered, other = await two(desk)
    await desk.patch(answered["id"], question="How do returns work?")
    await merge(desk, other, answered)
    await desk.mine()
    after = await desk.one(answered["id"])
    assert (after["question"], after["askers"]) == ("How do returns work?", 6)


async def test_what_cannot_be_one_is_refused(desk):
    answered, other = await two(desk)
    korean = {"language": "ko", "question": "반품은 어떻게 하나요?"}
    foreign = (await desk.http.post("/v1/faqs", json=korean)).json()
    for into in (other, foreign):
        assert (await merge(desk, other, into)).status_code == 400
    assert (await merge(desk, other, {"id": "faq_" + "0" * 26})).status_code == 404
    assert (await merge(desk, other, answered)).status_code == 200
    assert (await merge(desk, other, answered)).status_code == 409
    assert (await merge(desk, answered, other)).status_code == 400, "it answers nothing itself"
    for state in ("approved", "published"):
        await desk.patch(answered["id"], state=state)
    await desk.http.post(f"/v1/faqs/{other['id']}/separate")
    assert (await merge(desk, answered, other)).status_code == 409, "it is given out"
    assert (await desk.http.post(f"/v1/faqs/{answered['id']}/separate")).status_code == 409


async def test_a_colleague_ticks_both_and_undoes_it_on_the_page(desk, app, watch):
    answered, other = await two(desk)
    async with member(app, desk.workspace, watch) as browser:
        done = await post(browser, "/faq/merge", item=[other["id"], answered["id"]])
        assert done.headers["location"] == f"/faq/{answered['id']}?done=gathered"
        page = (await browser.http.get(done.headers["location"])).text
        assert "Merged into this" in page
        assert f'action="/faq/{other["id"]}/decide"' in page
        page = (await browser.http.get(f"/faq/{other['id']}")).text
        assert "Another entry answers this" in page
        assert 'name="sentence"' not in page
        assert "<b>Merged</b>" in page, "the trail says what was done, once"
        await post(browser, f"/faq/{other['id']}/decide", action="separate")
        assert (await desk.one(other["id"]))["state"] == "unanswered"
        page = (await browser.http.get(f"/faq/{other['id']}")).text
        assert f'<option value="{answered["id"]}">' in page
        done = await post(browser, f"/faq/{other['id']}/merge", into=answered["id"])
        assert done.headers["location"] == f"/faq/{other['id']}?done=merge"
        assert (await post(browser, "/faq/merge", item=[other["id"]])).status_code == 400


async def test_strangers_merge_nothing(desk, new_caller):
    answered, other = await two(desk)
    stranger = await new_caller()
    answer = await stranger.http.post(f"/v1/faqs/{other['id']}/merge", json={"into": answered["id"]})
    assert answer.status_code == 404
    own = await stranger.http.post("/v1/faqs", json={"language": "en", "question": "Mine?"})
    answer = await stranger.http.post(f"/v1/faqs/{own.json()['id']}/merge", json={"into": answered["id"]})
    assert answer.status_code == 404


@given(steps)
def test_merging_and_separating_leave_no_trace_but_in_the_trail(walk):
    entry = Entry(state=State.unanswered, content=Content(question="?"))
    for action, content, _ in walk:
        if action not in (Action.merge, Action.separate):
            try:
                entry = taken(entry, action, content)
            except VocError:
                continue
        if possible(entry, Action.merge):
            there = merged(entry, "faq_1", by="mem_1", at=0)
            assert (there.state, there.into, there.live) == (State.merged, "faq_1", None)
            assert not possible(there, Action.publish)
            back = moved(there, Action.separate, by="mem_1", at=0)
            assert back.model_copy(update={"lines": entry.lines}) == entry


chains = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdefz") | st.none(), min_size=1)


@given(chains)
def test_every_chain_of_merges_ends_at_one_that_answers(into):
    found = merging.answering([{"_id": id_, "into": to} for id_, to in into.items()])
    for id_, end in found.items():
        assert into[id_] is not None
        assert into[end] is None
    assert not set(found) & set(found.values())
