"""A person who is erased takes their words out of questions, wordings and versions; what others say stays."""

from tests.faq.asking import RETURNING
from voc.faq import mining, remembering
from voc.faq.documents import FaqEntry, FaqVector, FaqVersion

THEIRS = "Hi! how can I return my product, zanzibar edition?"


async def kept(desk):
    """Everything that is stored of entries, as one text."""
    mine = {"workspace": desk.workspace}
    rows = await FaqEntry.get_pymongo_collection().find(mine).to_list()
    rows += await FaqVersion.get_pymongo_collection().find(mine).to_list()
    return repr(rows).casefold()


async def erase(desk, customer):
    assert (await desk.http.delete(f"/v1/customers/{customer}")).status_code == 200


async def asked(desk):
    """Four people and the one who is erased; an entry about it, published."""
    await desk.document()
    await desk.ask(*RETURNING)
    await desk.ask(THEIRS, each="erased")
    await desk.mine()
    (entry,) = await desk.entries()
    assert "zanzibar" in await kept(desk)
    return entry


async def test_their_wording_goes_from_every_version_and_from_what_is_given_out(desk):
    entry = await asked(desk)
    for state in ("approved", "published"):
        await desk.patch(entry["id"], state=state)
    await desk.patch(entry["id"], category="a")
    await erase(desk, "erased-5")
    assert "zanzibar" not in await kept(desk)
    after = await desk.one(entry["id"])
    assert (after["question"], after["live"] is not None, after["answer"]) == (
        entry["question"],
        True,
        entry["answer"],
    )
    assert len(after["members"]) == 4
    of_theirs = {"workspace": desk.workspace}
    vectors = await FaqVector.get_pymongo_collection().find(of_theirs).to_list()
    assert {row["of"] for row in vectors} <= {*after["members"], entry["id"]}


async def test_what_others_say_as_well_and_what_a_colleague_wrote_stays(desk):
    entry = await asked(desk)
    await desk.patch(entry["id"], question="How about the Zanzibar Edition?", aliases=["how do I return a product"])
    for number in (2, 1):
        await erase(desk, f"customer-{number}")
    await erase(desk, "erased-5")
    after = await desk.one(entry["id"])
    assert after["question"] == "How about the Zanzibar Edition?"
    assert "zanzibar edition?" not in (await kept(desk)).replace("how about the zanzibar edition?", "")


async def test_a_question_of_theirs_is_replaced_by_anothers(desk):
    entry = await asked(desk)
    row = await FaqEntry.get_pymongo_collection().find_one({"_id": entry["id"]})
    change = {"$set": {"content": row["content"] | {"question": "How can I return my product, zanzibar edition?"}}}
    await FaqEntry.get_pymongo_collection().update_one({"_id": entry["id"]}, change)
    await erase(desk, "erased-5")
    after = await desk.one(entry["id"])
    assert "zanzibar" not in await kept(desk)
    assert "return" in after["question"]


async def test_who_is_erased_while_the_night_works_is_forgotten_all_the_same(desk, monkeypatch):
    await desk.document()
    await desk.ask(*RETURNING)
    await desk.ask(THEIRS, each="erased")
    whole = remembering.vectors

    async def then_erased(*args):
        found = await whole(*args)
        await erase(desk, "erased-5")
        return found

    monkeypatch.setattr(mining.remembering, "vectors", then_erased)
    await desk.mine()
    assert len(await desk.entries()) == 1
    assert "zanzibar" not in await kept(desk)


async def test_a_strangers_erasure_takes_nothing_from_us(desk, new_caller):
    await asked(desk)
    stranger = await new_caller()
    said = {"submission_id": "x", "text": THEIRS, "channel": "email", "customer": "erased-5"}
    await stranger.http.post("/v1/feedback", json=said)
    assert (await stranger.http.delete("/v1/customers/erased-5")).status_code == 200
    assert "zanzibar" in await kept(desk)
