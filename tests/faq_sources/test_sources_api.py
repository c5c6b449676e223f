"""Documents in over the API: kept before they are acknowledged, read once, replaced as a whole."""

import numpy as np
import pytest

from tests.faq_sources.giving import RETURNS
from tests.faq_sources.papers import pdf
from voc.faq.sources import apart, removing, working
from voc.faq.sources.documents import FaqPassage, FaqSource, FaqSourceText, FaqUploadPart
from voc.values import Scope


async def left(shelf):
    """Rows of the workspace in each collection."""
    mine = {"workspace": shelf.workspace}
    return [await each.find(mine).count() for each in (FaqSource, FaqUploadPart, FaqSourceText, FaqPassage)]


async def test_a_document_is_kept_read_and_cut(shelf):
    answer = await shelf.give(read=False)
    assert answer.status_code == 202
    id_ = answer.json()["id"]
    assert (await shelf.source(id_))["state"] == "pending"
    assert await left(shelf) == [1, 1, 0, 0]
    await shelf.engine.settle()
    source = await shelf.source(id_)
    known = {name: source[name] for name in ("state", "title", "language", "version", "passages", "problem", "address")}
    assert known == {
        "state": "done", "title": "Returns", "language": "en", "version": 1, "passages": 2, "problem": None,
        "address": "docs/returns.md",
    }  # fmt: skip
    assert await left(shelf) == [1, 0, 1, 2], "the file itself is gone"
    passage = (await shelf.passages())["Send it back within 14 days."]
    assert passage["heading"] == ["Returns"]
    assert np.linalg.norm(np.frombuffer(passage["embedding"], "<f2").astype(float)) == pytest.approx(1, abs=0.01)
    text = await shelf.text(id_)
    spans = [text["text"][place["start"] : place["end"]] for place in text["places"]]
    assert spans == ["Send it back within 14 days.", "Shipping takes three days."]


async def test_the_same_again_changes_nothing(shelf):
    id_ = (await shelf.give()).json()["id"]
    before = await shelf.source(id_)
    shelf.engine.watch.turn(working.LEFT_AFTER / 7)
    assert (await shelf.give()).json() == {"id": id_, "address": "docs/returns.md", "outcome": "unchanged"}
    after = await shelf.source(id_)
    assert after == before | {"checked_at": after["checked_at"]}
    assert await left(shelf) == [1, 0, 1, 2]
    waiting = [(await shelf.give("Another text.", read=False)).json()["outcome"] for _ in range(2)]
    assert waiting == ["stored", "waiting"]


async def test_a_changed_document_keeps_the_passages_that_did_not_change(shelf):
    id_ = (await shelf.give()).json()["id"]
    before = await shelf.passages()
    await shelf.give(RETURNS.replace("14", "30"))
    source, after = await shelf.source(id_), await shelf.passages()
    assert (source["version"], source["passages"]) == (2, 2)
    assert set(after) == {"Send it back within 30 days.", "Shipping takes three days."}
    assert after["Shipping takes three days."] == before["Shipping takes three days."]
    assert await left(shelf) == [1, 0, 1, 2]


async def test_what_cannot_be_read_leaves_what_was_read_before(shelf):
    id_ = (await shelf.give(pdf(["Words that are there."]), "manual.pdf")).json()["id"]
    await shelf.give(pdf([], []), "manual.pdf")
    source = await shelf.source(id_)
    assert (source["state"], source["problem"], source["version"]) == ("refused", "scanned", 1)
    assert "OCR" in source["advice"]
    assert set(await shelf.passages()) == {"Words that are there."}
    await shelf.give(pdf(["Words that are there."]), "manual.pdf")
    source = await shelf.source(id_)
    assert (source["state"], source["problem"], source["version"]) == ("done", None, 1)


async def test_personal_data_are_taken_out_before_anything_is_stored(shelf):
    id_ = (await shelf.give("Ask Kim at kim.minsu@example.com or 010-1234-5678.", "a.txt")).json()["id"]
    text = await shelf.text(id_)
    assert "kim.minsu" not in text["text"]
    assert "[EMAIL]" in text["text"]
    (said,) = await shelf.passages()
    assert said == text["text"]


async def test_a_file_at_rest_does_not_show_its_words(shelf):
    await shelf.give("A secret word: abracadabra.", "a.txt", read=False)
    (part,) = await FaqUploadPart.get_pymongo_collection().find({"workspace": shelf.workspace}).to_list()
    assert "abracadabra" not in str(part)


@pytest.mark.parametrize(
    ("address", "content", "status", "says"),
    [
        ("a.exe", "x", 422, "Save it as Markdown"),
        ("a.md", "", 422, "no text"),
        ("a.md", b"x" * (20 * 1024 * 1024 + 1), (413, 422), "arger"),
        ("\n \t", "x", 400, "address"),
        ("a" * 501 + ".md", "x", 400, ""),
    ],
    ids=["kind", "empty", "large", "nameless", "long name"],
)
async def test_what_is_not_taken_leaves_nothing(shelf, address, content, status, says):
    answer = await shelf.give(content, address, read=False)
    assert answer.status_code in (status if isinstance(status, tuple) else (status,))
    assert says in answer.text
    assert await left(shelf) == [0, 0, 0, 0]


async def test_a_removed_source_is_gone_with_all_that_was_read_of_it(shelf):
    id_ = (await shelf.give()).json()["id"]
    assert (await shelf.http.delete(f"/v1/faq-sources/{id_}")).status_code == 204
    assert await left(shelf) == [0, 0, 0, 0]
    assert (await shelf.http.delete(f"/v1/faq-sources/{id_}")).status_code == 404


async def test_a_stranger_and_a_reader_change_nothing(shelf, new_caller):
    id_ = (await shelf.give()).json()["id"]
    stranger, reader = await new_caller(), await new_caller(Scope.read, workspace=shelf.workspace)
    assert (await stranger.http.get(f"/v1/faq-sources/{id_}")).status_code == 404
    assert (await stranger.http.delete(f"/v1/faq-sources/{id_}")).status_code == 404
    assert (await stranger.http.get("/v1/faq-sources")).json() == {"items": [], "next": None}
    assert (await reader.http.get(f"/v1/faq-sources/{id_}")).status_code == 200
    assert (await reader.http.delete(f"/v1/faq-sources/{id_}")).status_code == 403
    answer = await reader.http.post("/v1/faq-sources", params={"address": "a.md"}, content=b"x")
    assert answer.status_code == 403


async def test_a_long_list_is_read_page_by_page_without_losing_any(shelf):
    for number in range(5):
        await shelf.give(f"Words {number}.", f"{number}.txt", read=False)
    await shelf.engine.settle()
    seen, cursor = [], None
    while True:
        asked = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await shelf.http.get("/v1/faq-sources", params=asked)).json()
        assert len(page["items"]) <= 2
        seen += [each["address"] for each in page["items"]]
        if (cursor := page["next"]) is None:
            break
    assert sorted(seen) == [f"{number}.txt" for number in range(5)]
    assert (await shelf.http.get("/v1/faq-sources", params={"cursor": "x"})).status_code == 400


async def test_a_worker_that_dies_anywhere_leaves_nothing_half(shelf, monkeypatch):
    id_ = (await shelf.give()).json()["id"]
    await shelf.give(RETURNS.replace("14", "30"), read=False)
    steps = [(working, "_insert_text"), (working, "_switch"), (removing, "forget_passages"), (working, "_forget_file")]
    for module, name in steps:
        with monkeypatch.context() as patch:

            async def dies(*_, **__):
                raise KeyboardInterrupt

            patch.setattr(module, name, dies)
            with pytest.raises(KeyboardInterrupt):
                await shelf.engine.settle()
        shelf.engine.published.clear()
        text = (await shelf.text(id_))["text"]
        assert ("14" in text) != ("30" in text)
        shelf.engine.watch.turn(working.LEFT_AFTER / 7)
    await shelf.engine.settle()
    assert (await shelf.source(id_))["version"] == 2
    assert set(await shelf.passages()) == {"Send it back within 30 days.", "Shipping takes three days."}
    assert await left(shelf) == [1, 0, 1, 2]


async def test_what_comes_while_an_older_version_is_read_is_read_after_it(shelf, monkeypatch):
    id_ = (await shelf.give("First words.", "a.txt", read=False)).json()["id"]
    read = apart.read

    async def slowly(*words, **named):
        monkeypatch.setattr(apart, "read", read)
        await shelf.give("Second words.", "a.txt", read=False)
        return await read(*words, **named)

    monkeypatch.setattr(apart, "read", slowly)
    await shelf.engine.settle()
    assert (await shelf.text(id_))["text"] == "Second words."
    assert set(await shelf.passages()) == {"Second words."}
    assert await left(shelf) == [1, 0, 1, 1]


async def test_a_breaking_model_parks_the_source_and_it_can_be_tried_again(shelf):
    id_ = (await shelf.give("This is poison.", "a.txt")).json()["id"]
    for _ in range(8):
        shelf.engine.watch.turn(working.LEFT_AFTER / 7)
        await shelf.engine.settle()
    assert (await shelf.source(id_))["state"] == "parked"
