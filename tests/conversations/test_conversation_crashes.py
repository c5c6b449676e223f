"""Whatever dies, comes twice or comes at once: a message has its effects once."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from phones import Phone
from pymongo.errors import ConnectionFailure

from voc.channels import outgoing
from voc.channels.documents import Message
from voc.conversations import keeping, sealing
from voc.feedback import service as feedback
from voc.responses import service as responses

MESSAGE = "9 but slow"
STEPS = [(responses, "receive"), (feedback, "receive"), (outgoing, "queue"), (keeping, "_cleared")]


class Killed(ConnectionFailure):
    """The process died here; the lease ends by itself."""


def dies(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, *, after: bool) -> None:
    """Have the process die before or after one step, once."""
    real = getattr(module, name)
    died: list[bool] = []

    async def once(*args: Any, **named: Any) -> Any:
        if died:
            return await real(*args, **named)
        died.append(True)
        if after:
            await real(*args, **named)
        raise Killed("killed")

    monkeypatch.setattr(module, name, once)


async def wait_for_lease(phone: Phone) -> None:
    phone.watch.turn(timedelta(seconds=phone.settings.work.lease_seconds + 1))


async def told(phone: Phone) -> tuple[Any, ...]:
    """All that a message came to."""
    stored = [(each["answers"], each["finished"]) for each in await phone.responses()]
    return stored, await phone.feedback(), len(await phone.heard())


@pytest.mark.parametrize(("module", "name"), STEPS, ids=lambda each: getattr(each, "__name__", each))
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("says", [MESSAGE, "Where is my parcel?"])
async def test_a_worker_that_dies_anywhere_does_nothing_twice(
    phone: Phone, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, after: bool, says: str
) -> None:
    await phone.is_asked()
    id_ = await phone.writes(says)
    dies(monkeypatch, module, name, after=after)
    try:
        await phone.take(id_)
    except Killed:
        await wait_for_lease(phone)
        assert await phone.take(id_) == 1
    expected = ([({"nps": 9, "why": "slow"}, True)], [], 2) if says == MESSAGE else ([], [says], 2)
    assert await told(phone) == expected
    assert (await phone.row())["outgoing"] is None


async def test_what_a_dead_worker_left_behind_is_done_before_the_next_message(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    await phone.is_asked()
    first = await phone.writes("9")
    dies(monkeypatch, responses, "receive", after=False)
    with pytest.raises(Killed):
        await phone.take(first)
    assert len(await phone.says("Quick")) == 2  # the question that was due, and the thanks
    assert (await phone.responses())[0]["answers"] == {"nps": 9, "why": "Quick"}
    await wait_for_lease(phone)
    await phone.take(first)
    assert len(await phone.heard()) == 3


async def test_what_a_dead_worker_left_behind_is_found_without_another_message(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    await phone.is_asked()
    dies(monkeypatch, outgoing, "queue", after=False)
    with pytest.raises(Killed):
        await phone.take(await phone.writes("9"))
    row = await phone.row()
    assert row["state"] == "pending"
    await wait_for_lease(phone)
    await phone.look_after()
    assert len(await phone.heard()) == 2
    assert (await phone.row())["outgoing"] is None


async def test_a_redelivered_message_changes_nothing(phone: Phone) -> None:
    await phone.is_asked()
    id_ = await phone.writes("9")
    await phone.take(id_)
    before = await told(phone)
    fresh = {"state": "pending", "next_dispatch_at": 0, "owner": None}
    await Message.get_pymongo_collection().update_one({"_id": id_}, {"$set": fresh})
    await phone.take(id_)
    assert await told(phone) == before


@pytest.mark.parametrize("count", [2, 6])
async def test_messages_that_come_at_once_take_one_step_each(phone: Phone, count: int) -> None:
    text = {"type": "text", "text": {"en": "And?"}}
    await phone.is_asked(questions=[text | {"id": f"q{place}"} for place in range(count + 1)])
    ids = [await phone.writes(f"words {place}") for place in range(count)]
    await asyncio.gather(*(phone.take(id_) for id_ in ids))
    (stored,) = await phone.responses()
    assert sorted(stored["answers"].values()) == [f"words {place}" for place in range(count)]
    assert list(stored["answers"]) == [f"q{place}" for place in range(count)]
    assert len(await phone.heard()) == count + 1
    assert (await phone.row())["outgoing"] is None


async def test_the_same_message_at_several_workers_is_taken_once(phone: Phone) -> None:
    await phone.is_asked()
    id_ = await phone.writes("9")
    assert sum(await asyncio.gather(*(phone.take(id_) for _ in range(5)))) == 1
    assert len(await phone.heard()) == 2


async def test_a_message_that_comes_with_the_reminder_leaves_one_question(phone: Phone) -> None:
    await phone.is_asked()
    phone.watch.turn(timedelta(hours=24))
    id_ = await phone.writes("9")
    await asyncio.gather(phone.take(id_), phone.look_after())
    assert (await phone.responses())[0]["answers"] == {"nps": 9}
    row = await phone.row()
    assert (row["run"]["at"], row["outgoing"]) == ("why", None)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    said=st.lists(st.sampled_from(["9", "3 too slow", "hm", "skip", "STOP", "START", "HELP", "ok"]), max_size=5),
    kills=st.lists(st.tuples(st.sampled_from(STEPS), st.booleans()), max_size=5),
)
async def test_crashes_change_nothing_that_anybody_sees(caller: Any, watch: Any, said: list[str], kills: Any) -> None:
    from uuid import uuid4

    from voc.settings import Settings

    outcomes = []
    for killing in (False, True):
        phone = Phone(caller, watch, Settings(), f"+8210{uuid4().int % 10**8:08d}")
        await phone.is_asked()
        for place, text in enumerate(said):
            watch.turn(timedelta(seconds=1))
            id_ = await phone.writes(text)
            with pytest.MonkeyPatch.context() as patch:
                if killing and place < len(kills):
                    (module, name), after = kills[place]
                    dies(patch, module, name, after=after)
                try:
                    await phone.take(id_)
                except Killed:
                    await wait_for_lease(phone)
                    await phone.take(id_)
        run = sealing.run_of(await phone.row())
        assert run is not None
        mine = [each for each in await phone.responses() if each["submission_id"] == run.submission_id]
        texts = sorted(each.partition("as you asked")[0] for each in await phone.heard())
        outcomes.append((run.state, run.answers, [each["answers"] for each in mine], texts))
    assert outcomes[0] == outcomes[1]
