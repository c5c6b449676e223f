"""What documents and replies say later: answers that they contradict, and models that come after."""

from datetime import timedelta

import numpy as np
import pytest

from tests.engine import WORDS
from tests.faq.asking import HELP, RETURNING
from tests.faq.test_faq_pages import post
from tests.people import member
from voc import inference
from voc.faq.documents import FaqVector
from voc.faq.sources import queries as sources

LATER = "# Terms\n\nYou can return any unopened product within 30 days of delivery.\n"


async def test_a_new_document_that_says_otherwise_takes_the_answer_back(desk, app, watch):
    id_ = await desk.published()
    await desk.document(LATER, "terms.md")
    await desk.mine()
    entry = await desk.one(id_)
    assert (entry["state"], entry["live"], entry["stale"]["why"]) == ("stale", None, "conflict")
    (conflict,) = entry["conflicts"]
    assert ("14 days" in conflict["one"]["text"], "30 days" in conflict["other"]["text"]) == (True, True)
    assert (conflict["reason"], conflict["chosen"]) == ("number", None)
    assert (await desk.patch(id_, state="approved")).json()["reasons"] == ["conflict"]
    async with member(app, desk.workspace, watch) as browser:
        page = (await browser.http.get(f"/faq/{id_}")).text
        assert "Another source says otherwise" in page
        assert page.count('name="right"') == 2
        await post(browser, f"/faq/{id_}/choose", conflict="0", right="one")
    for state in ("approved", "published"):
        assert (await desk.patch(id_, state=state)).status_code == 200
    await desk.mine()
    assert (await desk.one(id_))["state"] == "published"


async def test_a_changed_document_is_looked_at_again(desk):
    await desk.document("# Terms\n\nWrite to us if a product is broken.\n", "terms.md")
    id_ = await desk.published()
    await desk.mine()
    assert (await desk.one(id_))["state"] == "published"
    await desk.document(LATER, "terms.md")
    await desk.mine()
    assert (await desk.one(id_))["stale"]["why"] == "conflict"


async def test_what_says_nothing_against_it_leaves_it_published(desk):
    id_ = await desk.published()
    await desk.document("# Postage\n\nReturned products are sent back free of charge.\n", "terms.md")
    await desk.mine()
    assert (await desk.one(id_))["state"] == "published"


async def test_a_colleagues_own_word_stands_against_old_documents_and_not_against_new_ones(desk):
    await desk.document()
    await desk.ask(*RETURNING)
    await desk.mine()
    (entry,) = await desk.entries()
    own = "You can return any unopened product within 60 days of delivery."
    await desk.patch(entry["id"], answer=[{"text": own}])
    for state in ("approved", "published"):
        assert (await desk.patch(entry["id"], state=state)).status_code == 200
    await desk.mine()
    assert (await desk.one(entry["id"]))["state"] == "published"
    desk.watch.turn(timedelta(hours=1))
    await desk.document(LATER, "terms.md")
    await desk.mine()
    after = await desk.one(entry["id"])
    assert (after["state"], [each["one"]["text"] for each in after["conflicts"]]) == ("stale", [own])


CONTRADICTIONS = {
    "en number": (RETURNING, HELP, LATER, "number"),
    "en denial": (
        RETURNING,
        HELP,
        "# Terms\n\nYou cannot return any unopened product after delivery.\n",
        ("denial", "opposite"),
    ),
    "ko number": (
        ("상품 반품은 언제까지 가능한가요?", "상품 반품 언제까지 가능한가요?", "반품은 언제까지 가능한가요?"),
        "# 반품\n\n상품 반품은 수령 후 7일 이내에 가능합니다.\n",
        "# 약관\n\n상품 반품은 수령 후 14일 이내에 가능합니다.\n",
        "number",
    ),
    "ko denial": (
        ("개봉한 상품도 반품이 가능한가요?", "개봉한 상품 반품 가능한가요?", "개봉한 상품은 반품이 가능한가요?"),
        "# 반품\n\n개봉한 상품도 반품이 가능합니다.\n",
        "# 약관\n\n개봉한 상품은 반품이 불가합니다.\n",
        ("denial", "opposite"),
    ),
}


@pytest.mark.parametrize("case", CONTRADICTIONS)
async def test_a_planted_contradiction_blocks_publishing(desk, case, monkeypatch):
    for ending in ("나요", "가요"):
        monkeypatch.setitem(WORDS, ending, "question")
    asked, one, other, reason = CONTRADICTIONS[case]
    await desk.document(one, "one.md")
    await desk.document(other, "other.md")
    await desk.ask(*asked)
    await desk.mine()
    (entry,) = await desk.entries()
    assert entry["conflicts"], entry["answer"]
    assert {each["reason"] for each in entry["conflicts"]} <= ({reason} if isinstance(reason, str) else {*reason})
    refused = await desk.patch(entry["id"], state="approved")
    assert (refused.status_code, refused.json()["reasons"]) == (409, ["conflict"])


async def test_questions_are_embedded_once_and_again_by_another_model(desk, monkeypatch):
    told = []
    whole = inference.embedded

    def counted(texts, languages):
        told.extend(texts)
        return whole(texts, languages)

    monkeypatch.setattr(inference, "embedded", counted)
    await desk.returning()
    assert len(told) == 4
    await desk.mine()
    assert len(told) == 4
    await desk.ask("how long does delivery take?")
    await desk.mine()
    assert len(told) == 5
    monkeypatch.setattr(inference, "version", lambda: "another")
    analyse = inference.analyse
    monkeypatch.setattr(inference, "analyse", lambda texts: [one._replace(model="another") for one in analyse(texts)])
    before = {row["_id"] for row in await sources.read_by_others(desk.workspace, "another")}
    await desk.mine()
    assert len(told) == 10
    assert before
    assert await sources.read_by_others(desk.workspace, "another") == []
    assert {row["_id"] for row in await sources.citable(desk.workspace, "another")} == before
    (entry,) = await desk.entries()
    assert entry["answer"]
    rows = await FaqVector.get_pymongo_collection().find({"workspace": desk.workspace}).to_list()
    assert {row["model"] for row in rows} == {"another"}
    vector = np.frombuffer(rows[0]["embedding"], "<f2").astype(np.float32)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=0.01)
