"""Submissions that arrive at the same time are stored together, and each hears of its own."""

import asyncio
from collections import Counter

from voc.feedback.gathering import Gathering
from voc.feedback.schemas import Received


def verbatim(submission, text="The app crashes"):
    return {"submission_id": submission, "text": text, "channel": "app"}


async def test_many_at_once_are_all_stored_each_under_its_own_id(caller, database):
    answers = await asyncio.gather(*(caller.http.post("/v1/feedback", json=verbatim(f"s-{n}")) for n in range(60)))
    assert {answer.status_code for answer in answers} == {202}
    rows = await database.feedback.find({"workspace": caller.workspace}).to_list()
    assert {row["submission_id"]: row["_id"] for row in rows} == {
        f"s-{n}": answer.json()["id"] for n, answer in enumerate(answers)
    }


async def test_repeats_and_conflicts_in_the_same_moment_are_told_apart_by_workspace(new_caller):
    here, there = await new_caller(), await new_caller()
    bodies = [verbatim("s-1"), verbatim("s-1"), verbatim("s-1", "Another text")] * 8
    sent = [caller.http.post("/v1/feedback", json=body) for body in bodies for caller in (here, there)]
    answers = await asyncio.gather(*sent)
    for mine in (answers[::2], answers[1::2]):
        assert Counter(answer.status_code for answer in mine) in ({202: 16, 409: 8}, {202: 8, 409: 16})
        stored = [answer.json() for answer in mine if answer.status_code == 202]
        assert sum(one["status"] == "stored" for one in stored) == 1
        assert len({one["id"] for one in stored}) == 1


async def test_an_error_reaches_everyone_who_waited_and_nobody_else():
    calls = []

    async def store(rows):
        calls.append(len(rows))
        await asyncio.sleep(0)
        if len(rows) > 1:
            raise ConnectionError("gone")
        return [Received(status="stored", id=row["_id"]) for row in rows]

    gathering = Gathering(store, limit=10, lanes=1)
    told = await asyncio.gather(*(gathering.add({"_id": f"{n}"}) for n in range(4)), return_exceptions=True)
    assert calls == [1, 3]
    assert [isinstance(one, ConnectionError) for one in told] == [False, True, True, True]
    assert (await gathering.add({"_id": "later"})).id == "later"


async def test_a_sender_who_leaves_does_not_hold_up_the_others():
    async def store(rows):
        await asyncio.sleep(0.01)
        return [Received(status="stored", id=row["_id"]) for row in rows]

    gathering = Gathering(store, limit=2, lanes=1)
    adding = [asyncio.ensure_future(gathering.add({"_id": f"{n}"})) for n in range(6)]
    await asyncio.sleep(0)
    adding[0].cancel()
    adding[2].cancel()
    told = await asyncio.gather(*adding, return_exceptions=True)
    assert [one.id if isinstance(one, Received) else None for one in told] == [None, "1", None, "3", "4", "5"]
