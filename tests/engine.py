"""The way of a sentence in one process: the real outbox, dispatcher and tasks, and a model that is quick to make up."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pytest
import pytest_asyncio
from pymongo.asynchronous.database import AsyncDatabase

from voc.analysed import Analysed
from voc.dispatcher import sources, tick
from voc.learning import rereading
from voc.queue import TASKS, Context, Task
from voc.settings import Settings
from voc.themes import analysis

WORDS = {"crash": "complaint", "꺼져": "complaint", "wish": "idea", "추가": "idea", "how": "question", "love": "praise"}
COLLECTIONS = (
    "feedback", "responses", "imports", "chores", "rollups", "analyses", "themes", "messages", "deliveries",
    "conversations", "campaigns", "invitations", "campaign_buckets", "signals", "survey_buckets",
    "lookalikes", "meaning_searches", "word_blocks", "word_rows", "word_parts", "earlier_words",
    "theme_edits", "shards", "sharded_runs", "shard_parts", "webhook_deliveries", "tracker_links",
    "tellings", "verdicts", "subscriptions", "faq_sources",
)  # fmt: skip
"""What the dispatcher looks at."""
TOPICS = ("login", "delivery", "price", "search")


def read(texts: Sequence[str]) -> list[Analysed]:
    """Kind by a word, vector by a topic; a text that says `poison` breaks the model."""
    if any("poison" in text for text in texts):
        raise ValueError("this text breaks the model")
    return [_read(text) for text in texts]


def _read(text: str) -> Analysed:
    kind = next((kind for word, kind in WORDS.items() if word in text), "other")
    vector = np.zeros(16, np.float32)
    vector[next((i for i, topic in enumerate(TOPICS) if topic in text), 8)] = 1
    noise = np.frombuffer(hashlib.sha256(text.encode("utf-8", "ignore")).digest()[:16], np.uint8) / 2550
    vector = vector + noise.astype(np.float32)
    return Analysed(
        model="fake-1",
        language="ko" if any("가" <= c <= "힣" for c in text) else "en",
        kind=kind,
        kind_confidence=0.9,
        sentiment=-0.5 if kind == "complaint" else 0.3,
        urgency=0.2,
        embedding=vector / np.linalg.norm(vector),
        segments=_segments(text),
        noise="spam" if "casino" in text else None,
        coarse="damn" in text,
    )


class Segment(NamedTuple):
    """A part of a text, as the model would have it."""

    start: int
    end: int
    language: str
    kind: str
    kind_confidence: float
    sentiment: float
    embedding: np.ndarray


def _segments(text: str) -> list[Segment]:
    """What stands before a "but", and what follows."""
    before, but, _ = text.partition(" but ")
    if not but:
        return []
    spans = [(0, len(before)), (len(before) + 1, len(text))]
    read = [(span, _read(text[slice(*span)])) for span in spans]
    return [
        Segment(*span, one.language, one.kind, one.kind_confidence, one.sentiment, one.embedding) for span, one in read
    ]


class Engine:
    """Dispatcher and worker, driven by hand."""

    def __init__(self, settings: Settings, watch: Callable[[], Any]) -> None:
        self.context = Context(settings=settings, clock=watch)
        self.watch = watch
        self.sources = sources(settings.work)
        self.published: list[tuple[str, list[str]]] = []
        self.broken = False
        """Whether messages are lost on the way, as when the broker dies."""

    async def publish(self, task: str, ids: list[str]) -> None:
        """Take a message; the worker is not asked yet."""
        if not self.broken:
            self.published.append((task, ids))

    async def tick(self) -> int:
        """One look of the dispatcher."""
        return await tick(self.sources, self.publish, now=self.watch())

    async def work(self) -> None:
        """Do everything that was published."""
        while self.published:
            task, ids = self.published.pop(0)
            if task == Task.analyse:
                await analysis.analyse(ids, now=self.watch(), work=self.context.settings.work, read=read)
            elif task == Task.reread:
                for id_ in ids:
                    await rereading.run(id_, now=self.watch(), work=self.context.settings.work, read=read)
            else:
                await TASKS[Task(task)](ids, self.context)

    async def settle(self, rounds: int = 12) -> None:
        """Look and work until nothing is due."""
        for _ in range(rounds):
            await self.tick()
            if not self.published:
                return
            await self.work()


async def alone(database: AsyncDatabase[Any], workspace: str) -> None:
    """Forget the workspaces of earlier tests, for what has something to do in every one of them."""
    await database.workspaces.delete_many({"_id": {"$ne": workspace}})


@pytest.fixture(scope="session", autouse=True)
def declared_tasks() -> None:
    """Declare the tasks."""
    import voc.worker  # noqa: F401


@pytest_asyncio.fixture(loop_scope="session")
async def engine(settings: Settings, database: AsyncDatabase[Any], watch: Any) -> Engine:
    """Nothing due from an earlier test."""
    for name in COLLECTIONS:
        await database[name].delete_many({})
    return Engine(settings, watch)
