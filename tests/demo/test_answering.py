"""The shop answers from its help pages, once they are read."""

from tests.engine import declared_tasks, engine  # noqa: F401  fixtures
from voc.demo import answering


async def test_two_answers_are_published_once_from_the_help_pages(caller, engine, watch):  # noqa: F811
    async def pause(_seconds: float) -> None:
        await engine.settle()

    for _ in range(2):
        assert await answering.answer_when_read(caller.workspace, now=watch(), pause=pause)
    items = (await caller.http.get("/v1/faqs", params={"state": "published"})).json()["items"]
    assert sorted(each["question"] for each in items) == sorted(row[2] for row in answering.PUBLISHED)
    assert {said["support"] for each in items for said in each["answer"]} == {"quoted"}
    assert all(said["source"] for each in items for said in each["answer"])


async def test_without_a_worker_nothing_is_answered(caller, engine, watch):  # noqa: F811
    looks = []

    async def pause(_seconds: float) -> None:
        looks.append(1)

    assert not await answering.answer_when_read(caller.workspace, now=watch(), pause=pause)
    assert len(looks) == answering.LOOKS
