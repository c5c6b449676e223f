"""Who wrote a note takes it back; the history says so, and undoing brings it back."""

from tests.people import member
from voc.values import Scope


async def write(shop, item, text, http=None):
    answer = await (http or shop.http).post(f"/v1/backlog/{item}/notes", json={"text": text})
    return next(note for note in answer.json()["notes"] if note["text"] == text)


async def notes(shop, item):
    return (await shop.http.get(f"/v1/backlog/{item}")).json()["notes"]


async def test_a_note_of_ones_own_is_taken_back_and_brought_back_word_for_word(shop):
    item = shop.items[0]
    written = [await write(shop, item, text) for text in ("One", "Two, at last", "Three")]
    path = f"/v1/backlog/{item}/notes/{written[1]['id']}"
    assert (await shop.http.delete(path)).status_code == 204
    assert await notes(shop, item) == [written[0], written[2]]
    assert (await shop.http.delete(path)).status_code == 404
    history = (await shop.http.get(f"/v1/backlog/{item}")).json()["history"]
    assert history[-1]["steps"] == [{"field": "notes", "before": written[1]["id"], "after": None}]
    assert "at last" not in str(history)
    await shop.http.post(f"/v1/backlog/{item}/undo")
    assert await notes(shop, item) == written


async def test_nobody_takes_back_what_somebody_else_wrote(shop, new_caller):
    item = shop.items[0]
    note = await write(shop, item, "Mine")
    path = f"/v1/backlog/{item}/notes/{note['id']}"
    colleague = await new_caller(Scope.read, Scope.write, workspace=shop.workspace)
    reader = await new_caller(Scope.read, workspace=shop.workspace)
    stranger = await new_caller()
    answers = [await each.http.delete(path) for each in (colleague, reader, stranger)]
    assert [each.status_code for each in answers] == [403, 403, 404]
    assert answers[0].json()["type"] == "urn:voc:problem:not-yours"
    assert await notes(shop, item) == [note]


async def test_the_page_offers_it_to_who_wrote_it_and_undo_after_it(shop, app, watch):
    item = shop.items[0]
    await write(shop, item, "By a program")
    async with member(app, shop.workspace, watch) as kim, member(app, shop.workspace, watch) as min_:
        await kim.send(f"/backlog/{item}/notes", {"text": "By Kim"}, form=f"/backlog/{item}")
        mine = next(note for note in await notes(shop, item) if note["text"] == "By Kim")
        path = f"/backlog/{item}/notes/{mine['id']}/remove"
        page = (await kim.http.get(f"/backlog/{item}")).text
        assert page.count("/remove") == page.count(path) > 0
        assert path not in (await min_.http.get(f"/backlog/{item}")).text
        assert (await min_.send(path, {}, form=f"/backlog/{item}")).status_code == 403
        answer = await kim.send(path, {}, form=f"/backlog/{item}")
        after = (await kim.http.get(answer.headers["location"], params={"lang": "en"})).text
        assert "By Kim" not in after
        assert "took a note back" in after
        assert f'action="/backlog/{item}/undo"' in after
