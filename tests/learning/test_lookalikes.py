"""One correction is offered to texts like it, after a preview, and may be taken back."""

import pytest

from voc.feedback.domain import How
from voc.learning import finding, queries, service
from voc.learning.documents import Lookalikes
from voc.learning.domain import LikeField, NothingToCarry, NotReady, drawn


def no_opinion(texts, likeness, kind, heads=None):
    return likeness


@pytest.fixture
def look(caller, engine, watch):
    async def run(id_, field=LikeField.kind):
        made = await service.look_for_alike(caller.workspace, id_, field, by="mb_1", now=watch())
        await finding.run([made], now=watch(), work=engine.context.settings.work, merits=no_opinion)
        return made

    return run


async def found(caller, made):
    return [each["feedback"] for each in (await queries.lookalikes(caller.workspace, made))["found"]]


async def test_texts_read_alike_and_like_it_are_found(caller, send, look):
    first, second, far, praise = await send(
        ["login crash one", "login crash two", "delivery crash", "I love the login"]
    )
    await caller.http.patch(f"/v1/feedback/{first}", json={"kind": "question"})
    assert await found(caller, await look(first)) == [second]


async def test_a_preview_changes_nothing_and_only_the_chosen_follow(caller, send, look, watch, database):
    first, second, third = await send(["login crash one", "login crash two", "login crash three"])
    await caller.http.patch(f"/v1/feedback/{first}", json={"kind": "question"})
    made = await look(first)
    assert (await database.feedback.find_one({"_id": second}))["kind"] == "complaint"
    foreign = "fb_01KJMMA2G032JW513P5W6A1662"
    assert await service.apply(caller.workspace, made, [second, foreign], by="mb_1", now=watch()) == 1
    rows = {row["_id"]: row for row in await database.feedback.find({"workspace": caller.workspace}).to_list()}
    assert (rows[second]["kind"], rows[third]["kind"]) == ("question", "complaint")
    assert rows[second]["judgements"]["kind"]["how"] == How.alike


async def test_undoing_leaves_what_somebody_has_looked_at_since(caller, send, look, watch, database):
    first, second, third = await send(["login crash one", "login crash two", "login crash three"])
    await caller.http.patch(f"/v1/feedback/{first}", json={"kind": "question"})
    made = await look(first)
    await service.apply(caller.workspace, made, [second, third], by="mb_1", now=watch())
    await caller.http.patch(f"/v1/feedback/{third}", json={"kind": "idea"})
    await service.undo(caller.workspace, made, now=watch())
    kinds = {row["_id"]: row["kind"] for row in await database.feedback.find({"workspace": caller.workspace}).to_list()}
    assert kinds == {first: "question", second: "complaint", third: "idea"}


async def test_a_decision_that_was_cut_off_is_carried_out_by_a_worker(
    caller, send, look, watch, database, engine, monkeypatch
):
    first, second = await send(["login crash one", "login crash two"])
    await caller.http.patch(f"/v1/feedback/{first}", json={"kind": "question"})
    made = await look(first)

    async def killed(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(service, "carry_out", killed)
        with pytest.raises(KeyboardInterrupt):
            await service.apply(caller.workspace, made, [second], by="mb_1", now=watch())
    with pytest.raises(NotReady):
        await service.undo(caller.workspace, made, now=watch())
    await finding.run([made], now=watch(), work=engine.context.settings.work, merits=no_opinion)
    assert (await database.feedback.find_one({"_id": second}))["kind"] == "question"
    assert (await Lookalikes.get_pymongo_collection().find_one({"_id": made}))["state"] == "done"


async def test_what_nobody_judged_has_nothing_to_carry_over(caller, send, watch):
    (id_,) = await send(["login crash"])
    with pytest.raises(NothingToCarry):
        await service.look_for_alike(caller.workspace, id_, LikeField.kind, by="m", now=watch())


def test_a_sample_hardly_changes_when_members_come_and_go():
    members = [f"fb_{n}" for n in range(400)]
    before, after = drawn("th_a", members), drawn("th_a", [*members[20:], *(f"fb_new_{n}" for n in range(20))])
    assert len(set(before) & set(after)) >= 40
    assert drawn("th_b", members) != before
