"""What people say becomes a version of the heads, and any version may be chosen again."""

from datetime import timedelta

import pytest

from tests.engine import read
from voc import outbox
from voc.errors import NotFound
from voc.feedback.domain import next_night
from voc.heads import queries as heads
from voc.heads import service as heads_service
from voc.heads.domain import KEPT
from voc.learning import fitting
from voc.outbox import Chore
from voc.queue import Task
from voc.themes import analysis


class Fit:
    """A fit whose outcome is known before, and what it was given."""

    def __init__(self, verdict="better"):
        self.verdict = verdict

    def __call__(self, lessons, ordinary, current):
        self.lessons, self.ordinary, self.current = lessons, ordinary, current
        changed = [[0, "complaint", "question"]] if self.verdict == "better" and ordinary else []
        report = {"verdict": self.verdict, "changed": changed}
        return (b"weights" if self.verdict == "better" else None), report


@pytest.fixture
def fit(caller, watch):
    async def run(outcome, **more):
        return await fitting.fit(caller.workspace, now=watch(), learn=outcome, version=lambda: "fake-1", **more)

    return run


async def test_the_night_learns_what_was_said_by_day(caller, send, fit):
    first, second, third = await send(["login crash a", "login crash b", "login crash c"])
    await caller.http.patch(f"/v1/feedback/{first}", json={"kind": "question"})
    await caller.http.patch(f"/v1/feedback/{second}", json={"sentiment": 0.8})
    outcome = Fit()
    made = await fit(outcome)
    assert outcome.lessons == [("login crash a", "question", None), ("login crash b", None, 0.8)]
    assert (outcome.ordinary, outcome.current) == (["login crash c"], None)
    assert (made.number, made.verdict, made.lessons, made.has_weights) == (1, "better", 2, True)
    assert made.report["changed"] == [{"feedback": third, "before": "complaint", "after": "question"}]
    assert (await heads.choice(caller.workspace)).heads == made.id


async def test_a_version_that_loses_is_kept_for_people_to_see_and_never_used(caller, send, fit):
    (id_,) = await send(["login crash"])
    await caller.http.patch(f"/v1/feedback/{id_}", json={"kind": "question"})
    good = await fit(Fit())
    bad = await fit(Fit("loses"))
    assert (bad.number, bad.has_weights) == (2, False)
    assert (await heads.choice(caller.workspace)).heads == good.id
    with pytest.raises(NotFound):
        await heads_service.choose(caller.workspace, bad.id, by="m", now=good.created_at)


async def test_too_few_lessons_make_no_version(caller, send, fit):
    assert await fit(Fit("too-few")) is None
    assert await heads.versions(caller.workspace) == []


async def test_work_that_was_taken_over_is_not_kept(caller, send, fit):
    async def lost():
        return False

    assert await fit(Fit(), ours=lost) is None
    assert await heads.versions(caller.workspace) == []


async def test_new_feedback_is_read_with_the_version_in_use(caller, send, fit, engine, watch):
    made = await fit(Fit())
    told = []

    def own(texts, heads=None):
        told.append((len(texts), heads.id if heads else None))
        return [one._replace(kind="question", heads=heads.id if heads else None) for one in read(texts)]

    body = {"submission_id": "x", "text": "login crash", "channel": "review"}
    id_ = (await caller.http.post("/v1/feedback", json=body)).json()["id"]
    await analysis.analyse([id_], now=watch(), work=engine.context.settings.work, read=own)
    row = (await caller.http.get(f"/v1/feedback/{id_}")).json()
    assert (row["kind"], row["heads"], told) == ("question", made.id, [(1, made.id)])


async def test_rolling_back_is_one_choice(caller, fit, watch):
    first, second = await fit(Fit()), await fit(Fit())
    for wanted in (first.id, None, second.id):
        choice = await heads_service.choose(caller.workspace, wanted, by="mb_1", now=watch())
        assert (choice.heads, choice.by) == (wanted, "mb_1")
        used = await heads.in_use(caller.workspace)
        assert (used.id if used else None) == wanted


async def test_old_versions_go_and_the_one_in_use_stays(caller, fit, watch):
    first = await fit(Fit())
    for _ in range(KEPT + 1):
        await fit(Fit("loses"))
    kept = [each.number for each in await heads.versions(caller.workspace)]
    assert kept == [*range(KEPT + 2, 2, -1), 1]
    assert (await heads.in_use(caller.workspace)).id == first.id


async def test_a_foreign_version_cannot_be_chosen(caller, new_caller, fit, watch):
    made, other = await fit(Fit()), await new_caller()
    assert await heads.versions(other.workspace) == []
    with pytest.raises(NotFound):
        await heads.version(other.workspace, made.id)


async def test_the_chore_runs_at_night_and_once(caller, send, watch, engine, monkeypatch):
    (id_,) = await send(["login crash"])
    await caller.http.patch(f"/v1/feedback/{id_}", json={"kind": "question"})
    monkeypatch.setattr("voc.inference.learn", Fit())
    monkeypatch.setattr("voc.inference.version", lambda: "fake-1")
    chore, work = f"{caller.workspace}:{Task.learn}", engine.context.settings.work
    watch.now = next_night(watch()) + timedelta(seconds=1)
    assert (await fitting.run(chore, now=watch(), work=work)).number == 1
    assert await fitting.run(chore, now=watch(), work=work) is None
    assert Task.learn not in [row.task for row in await outbox.due(Chore, now=watch(), limit=100)]
