"""Questions are put down by the web process and answered by a worker; what was found stands for a while."""

from datetime import timedelta

import numpy as np

from voc.queue import Queue, Task, queue_of
from voc.searching import domain, finding
from voc.searching.documents import MeaningSearch

SAID = ["login crash one", "login crash 둘", "delivery late", "the price, I wish it were less", "I love the login"]
SEARCHES = "/v1/feedback/searches"


async def ask(caller, question, **params):
    """The search of a question, and what it has found by now."""
    asked = await caller.http.post(SEARCHES, json={"question": question})
    assert asked.status_code == 202, asked.text
    return (await caller.http.get(f"{SEARCHES}/{asked.json()['id']}", params=params)).json()


def ids(body):
    return [item["feedback"]["id"] for item in body["items"]]


async def test_a_question_finds_what_is_alike_the_nearest_first(caller, send, answer):
    told = await send(SAID)
    waiting = await ask(caller, "login?")
    assert (waiting["state"], waiting["items"]) == ("searching", [])
    await answer()
    body = await ask(caller, "login?")
    assert body["state"] == "found"
    assert set(ids(body)) == {told[0], told[1], told[4]}
    likeness = [item["likeness"] for item in body["items"]]
    assert likeness == sorted(likeness, reverse=True)
    assert min(likeness) >= domain.LEAST_LIKENESS
    assert (body["looked_at"], body["is_complete"]) == (5, True)


async def test_the_dispatcher_wakes_a_worker_that_holds_the_model(caller, send, engine):
    await send(SAID)
    await ask(caller, "login?")
    await engine.tick()
    assert Task.search_meaning in [task for task, _ in engine.published]
    assert queue_of(Task.search_meaning) == Queue.inference
    engine.published.clear()


async def test_filters_narrow_and_pages_follow_one_another(caller, send, answer):
    told = await send([f"login crash {n}" for n in range(5)] + ["I love the login"])
    await ask(caller, "login?")
    await answer()
    assert ids(await ask(caller, "login?", kind="praise")) == [told[5]]
    assert ids(await ask(caller, "login?", since="2027-01-01T00:00:00Z")) == []
    first = await ask(caller, "login?", limit=4)
    rest = await ask(caller, "login?", limit=4, cursor=first["next"])
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (4, 2, None)
    assert len({*ids(first), *ids(rest)}) == 6


async def test_what_was_found_stands_and_is_looked_for_again_later(caller, send, answer, watch):
    await send(SAID[:1])
    await ask(caller, "why does the login fail?")
    assert await answer() == 1
    await send(["login crash two"])
    assert len(ids(await ask(caller, "why does the login fail?"))) == 1
    assert await answer() == 0
    watch.turn(domain.KEPT + timedelta(seconds=1))
    finding._kept.clear()
    assert (await ask(caller, "why does the login fail?"))["state"] == "searching"
    assert await answer() == 1
    assert len(ids(await ask(caller, "why does the login fail?"))) == 2


async def test_blanks_and_case_make_no_other_search(caller):
    one, two, other = [(await ask(caller, text))["id"] for text in ("Log  in", " log in ", "log out")]
    assert one == two != other


async def test_personal_data_are_not_kept(caller, database):
    await ask(caller, "did kim@example.com write to us?")
    row = await database.meaning_searches.find_one({"workspace": caller.workspace})
    assert "kim@example.com" not in str(row)


async def test_erased_feedback_is_not_shown(caller, send, answer):
    told = await send(["login one", "login two"])
    await ask(caller, "login?")
    await answer()
    assert (await caller.http.delete("/v1/customers/c-0")).status_code == 200
    assert ids(await ask(caller, "login?")) == [told[1]]


async def test_a_part_of_a_text_is_enough(caller, send, answer):
    told = await send(["delivery was quick but login is broken", "price is fine"])
    await ask(caller, "login")
    await answer()
    assert ids(await ask(caller, "login")) == [told[0]]


async def test_noise_is_not_compared(caller, send, answer):
    await send(["login casino"])
    await ask(caller, "login")
    await answer()
    assert ids(await ask(caller, "login")) == []


async def test_nothing_alike_is_nothing_found(caller, send, answer):
    await send(["delivery late"])
    await ask(caller, "login")
    await answer()
    body = await ask(caller, "login")
    assert (body["state"], body["items"]) == ("found", [])


async def test_a_search_that_fails_too_often_says_so_and_may_be_asked_again(caller, send, answer, watch):
    await send(SAID)

    def broken(_):
        raise ValueError("no model")

    await ask(caller, "login?")
    for _ in range(8):
        await answer(broken)
        watch.turn(timedelta(minutes=1))
    row = await MeaningSearch.get_pymongo_collection().find_one({"workspace": caller.workspace})
    assert row["state"] == "parked"
    assert (await ask(caller, "login?"))["state"] == "searching"
    await answer()
    assert len(ids(await ask(caller, "login?"))) == 3


async def test_old_searches_are_removed_though_nobody_asks_again(caller, answer, watch, database, engine):
    await ask(caller, "one")
    watch.turn(timedelta(minutes=30))
    await ask(caller, "two")
    await answer()

    async def standing():
        await engine.settle()
        rows = await database.meaning_searches.find({"workspace": caller.workspace}).to_list()
        return sorted(row["question"] for row in rows)

    assert await standing() == ["one", "two"]
    watch.turn(timedelta(minutes=31))
    assert await standing() == ["two"]
    watch.turn(timedelta(minutes=31))
    assert await standing() == []
    chore = await database.chores.find_one({"_id": f"{caller.workspace}:{Task.tidy_searches}"})
    assert chore["state"] == "done"


async def test_noise_does_not_hide_that_there_was_more(caller, send, answer, monkeypatch):
    monkeypatch.setattr(domain, "LOOKED_AT", 2)
    await send(["login crash", "login late", "login casino"])
    await ask(caller, "is the login broken?")
    await answer()
    body = await ask(caller, "is the login broken?")
    assert (body["looked_at"], body["is_complete"]) == (1, False)


async def test_exactly_as_many_as_are_looked_at_are_all(caller, send, answer, monkeypatch):
    monkeypatch.setattr(domain, "LOOKED_AT", 2)
    await send(["login crash", "login casino"])
    await ask(caller, "is the login broken?")
    await answer()
    assert (await ask(caller, "is the login broken?"))["is_complete"]


async def test_what_holds_the_one_word_that_is_asked_for_stands_first(caller, send, answer):
    told = await send(["결제 오류가 나요", "login crash", "빠른결제가 좋아요", "casino 결제"])
    asked = await ask(caller, "결제")
    assert asked["state"] == "searching"
    await answer()
    body = await ask(caller, "결제")
    assert ids(body)[:2] == [told[0], told[2]] or ids(body)[:2] == [told[2], told[0]]
    assert [item["holds_word"] for item in body["items"][:3]] == [True, True] + [False] * (len(body["items"][:3]) - 2)
    assert told[3] not in ids(body), "advertisements are no feedback"
    assert ids(await ask(caller, "결제", kind="praise")) == []
    first = await ask(caller, "결제", limit=1)
    assert ids(await ask(caller, "결제", limit=1, cursor=first["next"])) == ids(body)[1:2]


async def test_a_sentence_is_compared_by_its_meaning_alone(caller, send, answer):
    told = await send(["the kettle broke", "login crash one"])
    await ask(caller, "the login of the kettle")
    await answer()
    body = await ask(caller, "the login of the kettle")
    assert ids(body) == [told[1]]
    assert [item["holds_word"] for item in body["items"]] == [False]


async def test_a_stranger_finds_nothing(caller, send, answer, new_caller):
    await send(SAID)
    mine = await ask(caller, "login?")
    await answer()
    stranger = await new_caller()
    assert (await stranger.http.get(f"{SEARCHES}/{mine['id']}")).status_code == 404
    assert (await caller.http.get(f"{SEARCHES}/srch_none")).status_code == 404
    assert (await caller.http.post(SEARCHES, json={"question": " "})).status_code == 400


def test_the_nearest_are_those_of_a_plain_comparison():
    chance = np.random.default_rng(0)
    rows = chance.normal(size=(400, 16))
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype("<f2")
    owners = np.sort(chance.integers(0, 150, 400)).astype(np.int32)
    owners = np.unique(owners, return_inverse=True)[1].astype(np.int32)
    names = [f"fb_{n}" for n in range(owners.max() + 1)]
    asked = rows[7].astype(np.float32)
    best = dict.fromkeys(names, -1.0)
    for owner, cosine in zip(owners, rows.astype(np.float32) @ (asked / np.linalg.norm(asked)), strict=True):
        best[names[owner]] = max(best[names[owner]], float(cosine))
    found = finding.nearest(finding.Vectors(names, owners, rows, True, 0.0), asked)
    wanted = sorted((name for name in names if best[name] >= domain.LEAST_LIKENESS), key=lambda name: -best[name])
    assert [name for name, _ in found] == wanted[: domain.FOUND]
