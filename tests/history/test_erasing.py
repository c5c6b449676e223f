"""A person who asked to be forgotten is: whatever was cut off on the way, and nobody else with them."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from living import lives
from pymongo.asynchronous.database import AsyncDatabase

from tests.people import member
from tests.resting import resting
from tests.surveying import publish, response
from voc import vault
from voc.accounts.domain import Role
from voc.asks.documents import Ledger
from voc.channels.documents import Delivery
from voc.customers import suppression
from voc.customers.documents import Suppression
from voc.history import erasing, traces
from voc.history.documents import Erasure
from voc.insights import service as insights
from voc.insights.erasing import above
from voc.results import counters

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 64
SECRET = "forget-me-7261"
"""Stands in everything that the person leaves behind."""


class CutOff(Exception):
    """The process ends here."""


async def leftovers(database: AsyncDatabase[Any], workspace: str, words: str) -> list[str]:
    """Collections where `words` stand anywhere in the workspace's records."""
    return sorted(name for name, text in (await resting(database, workspace)).items() if words in text)


async def count_all(watch: Any) -> None:
    """Let the counters settle."""
    for _ in range(20):
        watch.turn(timedelta(minutes=1))
        rounds = await insights.settle(now=watch()), await counters.settle(now=watch())
        if all(each.is_over() for each in rounds):
            return
    raise AssertionError("the counters do not come to rest")


async def test_nothing_of_a_person_stays_and_everything_of_the_others(
    caller: Any, watch: Any, database: AsyncDatabase[Any]
) -> None:
    me = await lives(caller, watch, "u1", SECRET)
    await lives(caller, watch, "u2", "somebody-else")
    others = await leftovers(database, caller.workspace, "somebody-else")
    await suppression.suppress(caller.workspace, "email", "u1@example.test", "unsubscribed", now=watch())
    assert len(await leftovers(database, caller.workspace, SECRET)) >= 8
    answer = await caller.http.delete(f"/v1/customers/{me}")
    assert answer.status_code == 200, answer.text
    removed = answer.json()["removed"]
    assert {name for name, count in removed.items() if count} >= {
        "feedback", "responses", "messages", "deliveries", "consents", "events", "identities", "records", "ledgers",
    }  # fmt: skip
    assert await leftovers(database, caller.workspace, SECRET) == []
    assert await leftovers(database, caller.workspace, me) == []
    assert await leftovers(database, caller.workspace, "somebody-else") == others
    assert (await caller.http.get(f"/v1/customers/{me}")).status_code == 404
    refused = await suppression.suppressed(caller.workspace, "email", ["u1@example.test"])
    assert refused["u1@example.test"].reason == "unsubscribed"
    for known_as in (me, "u1"):
        again = await caller.http.delete(f"/v1/customers/{known_as}")
        assert (again.status_code, again.json()["customer"], again.json()["removed"]) == (200, me, {})
    assert (await caller.http.delete("/v1/customers/u3")).status_code == 404


async def test_counters_forget_what_was_erased(caller: Any, watch: Any) -> None:
    me = await lives(caller, watch, "u1", SECRET)
    await lives(caller, watch, "u2", "somebody-else")
    await count_all(watch)
    assert (await insights.totals(caller.workspace)).total == 2
    await caller.http.delete(f"/v1/customers/{me}")
    await count_all(watch)
    assert (await insights.totals(caller.workspace)).total == 1
    assert (await insights.rebuild(caller.workspace, now=watch())).changed == 0
    assert (await counters.rebuild(caller.workspace, now=watch())).changed == 0


async def test_merged_records_go_together(caller: Any, watch: Any, database: AsyncDatabase[Any]) -> None:
    one = await lives(caller, watch, "u1", SECRET)
    two = await lives(caller, watch, "u2", SECRET)
    await caller.http.post(f"/v1/customers/{one}/merge", json={"other": two})
    removed = (await caller.http.delete(f"/v1/customers/{two}")).json()["removed"]
    assert removed["records"] == 2
    assert await leftovers(database, caller.workspace, SECRET) == []


CUTS = [("blank_invitations", 1), ("delete_files", 1), ("delete_feedback", 1), ("_keep", 1), ("_keep", 2)]
CUTS += [("recount", 1), *(("delete_ids", nth) for nth in range(1, 15))]
"""Where the process ends: the function, and which of its calls."""
NAMES = [(cut, "u1@example.test") for cut in CUTS] + [(("_keep", 2), "u1"), (("_keep", 2), "id")]


@pytest.mark.parametrize(("cut", "known_as"), NAMES)
async def test_an_erasure_that_is_cut_off_anywhere_is_carried_on(
    cut: tuple[str, int], known_as: str, caller: Any, watch: Any, database: AsyncDatabase[Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    step, nth = cut
    place = erasing if step == "_keep" else traces
    me = await lives(caller, watch, "u1", SECRET)
    await count_all(watch)
    calls, whole = 0, above()
    real = whole.recount if step == "recount" else getattr(place, step)

    async def once(*args: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == nth:
            raise CutOff
        return await real(*args, **named)

    if step != "recount":
        monkeypatch.setattr(place, step, once)
    broken = replace(whole, recount=once) if step == "recount" else whole
    name = me if known_as == "id" else known_as
    with pytest.raises(CutOff):
        await erasing.erase(caller.workspace, name, above=broken, now=watch())
    monkeypatch.undo()
    await erasing.erase(caller.workspace, name, above=whole, now=watch())
    assert await leftovers(database, caller.workspace, SECRET) == []
    assert await leftovers(database, caller.workspace, me) == []
    (kept,) = await Erasure.get_pymongo_collection().find({"workspace": caller.workspace}).to_list()
    assert (bool(kept["finished"]), kept["customers"], kept["buckets"]) == (True, [], [])
    await count_all(watch)
    assert (await insights.totals(caller.workspace)).total == 0
    assert (await insights.rebuild(caller.workspace, now=watch())).changed == 0


async def test_who_comes_back_can_be_erased_again(caller: Any, watch: Any, database: AsyncDatabase[Any]) -> None:
    for _ in range(2):
        me = await lives(caller, watch, "u1", SECRET)
        assert (await caller.http.delete(f"/v1/customers/{me}")).status_code == 200
        assert await leftovers(database, caller.workspace, SECRET) == []
        await Ledger.get_pymongo_collection().delete_many({"workspace": caller.workspace})
        watch.turn(timedelta(days=1))


async def test_a_file_that_they_sent_goes_with_them(caller: Any, database: AsyncDatabase[Any]) -> None:
    survey = await publish(caller, questions=[{"id": "proof", "type": "file", "text": {"en": "A photo"}}])
    query = {"survey": survey["id"], "question": "proof", "name": "photo.png"}
    sent = await caller.http.post(f"/c/{caller.workspace}/files", params=query, content=PNG)
    assert sent.status_code == 201, sent.text
    file = sent.json()["id"]
    await caller.http.post("/v1/responses", json=response(survey, answers={"proof": [file]}, customer="u1"))
    await caller.http.post("/v1/customers", json={"id": "u1"})
    assert (await caller.http.delete("/v1/customers/u1")).json()["removed"]["files"] == 1
    assert await database["upload_content.files"].find_one({"_id": file}) is None
    assert await database["uploads"].find_one({"_id": file}) is None


async def test_who_answered_and_was_never_noted_can_be_erased(caller: Any, database: AsyncDatabase[Any]) -> None:
    survey = await publish(caller)
    for name in ("u7", "kim7@example.test"):
        sent = response(survey, answers={"nps": 4, "why": SECRET}, customer=name)
        assert (await caller.http.post("/v1/responses", json=sent)).status_code == 202
        said = {"submission_id": f"f-{name}", "text": SECRET, "channel": "api", "customer": name}
        await caller.http.post("/v1/feedback", json=said)
        answer = await caller.http.delete(f"/v1/customers/{name}")
        assert answer.status_code == 200, answer.text
        assert answer.json()["removed"]["feedback"] == 1
    assert await leftovers(database, caller.workspace, SECRET) == []


async def test_the_page_says_what_goes_and_what_stays(caller: Any, app: Any, watch: Any) -> None:
    me = await lives(caller, watch, "u1", SECRET)
    async with member(app, caller.workspace, watch, Role.product) as colleague:
        assert (await colleague.http.get(f"/customers/{me}/erase")).status_code == 403
    async with member(app, caller.workspace, watch, Role.admin) as admin:
        shown = (await admin.http.get(f"/customers/{me}/erase")).text
        assert "1 sentence that they said" in shown
        assert "1 response to a survey" in shown
        done = await admin.send(f"/customers/{me}/erase", {})
        assert done.status_code == 200
        assert "1 sentence that they said" in done.text
        assert SECRET not in done.text
        assert (await admin.http.get(f"/customers/{me}")).status_code == 404


async def test_suppression_is_all_that_names_an_erased_address(caller: Any, watch: Any) -> None:
    me = await lives(caller, watch, "u1", SECRET)
    await suppression.suppress(caller.workspace, "email", "u1@example.test", "refused", now=watch(), customer=me)
    await caller.http.delete(f"/v1/customers/{me}")
    (row,) = await Suppression.get_pymongo_collection().find({"workspace": caller.workspace}).to_list()
    assert "u1@" not in repr(row)
    assert row["_id"] == "sup_" + vault.blind(caller.workspace, "suppression:email", "u1@example.test")
    assert await Delivery.get_pymongo_collection().find({"workspace": caller.workspace}).to_list() == []


def test_the_command_asks_before_it_erases(tmp_path: Path) -> None:
    # in a process of its own: the command opens a database and a loop, which are this run's here
    def call(*words: str) -> subprocess.CompletedProcess[str]:
        env = {name: value for name, value in os.environ.items() if name != "VOC_MONGODB"}
        return subprocess.run([sys.executable, "-m", "voc", *words], capture_output=True, text=True, env=env)

    asked = ["erase", "--workspace", "w", "--customer", "u1", "--json", "--data-dir", str(tmp_path)]
    refused = call(*asked)
    assert refused.returncode == 2
    assert "--yes" in refused.stderr
    nowhere = call(*asked, "--yes")
    assert nowhere.returncode == 1
    assert "Nothing runs" in nowhere.stderr + nowhere.stdout
