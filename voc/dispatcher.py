"""Looks for due work and wakes workers with its ids. The only publisher.

Nothing here is remembered that matters: whatever was dispatched and not done is due again after
`REDISPATCH`, and any number of dispatchers may run side by side.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from beanie import Document
from celery import Celery
from kombu.exceptions import OperationalError
from pymongo.errors import PyMongoError

from voc import outbox
from voc.accounts import catching_up
from voc.backlog.shipping import registering
from voc.backlog.shipping.documents import Verdict
from voc.backlog.telling.documents import Telling
from voc.backlog.workflow import announcing
from voc.channels.documents import Delivery, Message
from voc.clock import Clock, utc_now
from voc.conversations.documents import Conversation
from voc.database import open_database
from voc.documents import DOCUMENTS
from voc.faq.sources.documents import FaqSource
from voc.feedback.documents import Feedback
from voc.feedback.words import indexing, upkeep
from voc.imports.documents import Import
from voc.insights import queries as insights
from voc.insights.tenures import queries as tenures
from voc.invitations import counting as invitations
from voc.invitations import queries as invitation_queries
from voc.invitations.documents import Campaign, Invitation
from voc.learning.documents import Lookalikes
from voc.outbox import Chore, Due
from voc.queue import Task, create_celery, queue_of
from voc.responses.documents import Response
from voc.results import queries as results
from voc.searching.documents import MeaningSearch
from voc.settings import Settings, Work
from voc.signals.documents import Signal
from voc.subscriptions.documents import Subscription
from voc.themes.documents import ThemeEdit
from voc.themes.sharded.documents import Shard
from voc.trackers import following
from voc.trackers.documents import TrackerLink
from voc.webhooks.documents import WebhookDelivery

log = structlog.get_logger()

REDISPATCH = timedelta(seconds=30)
"""A record that no worker took by then is dispatched again."""
IN_FLIGHT_BATCHES = 6
"""Batches of one source that may wait in the broker; the rest waits in MongoDB."""

FOR_EARLIER = (
    Task.seal_messages, Task.seal_answers, Task.index_earlier_words, Task.report_week, Task.tidy_searches,
)  # fmt: skip
"""What makes records of older releases as new ones are; webhooks among them, which are told what is new to tell."""
AGAIN_AND_AGAIN = (Task.tidy_words,)
"""What every workspace has, those that are made while we run as well; it names its own next time."""
LOOK_FOR_NEW = timedelta(hours=1)
"""How often new workspaces are given theirs."""

Batch = tuple[str, list[Due]]
"""A task's name and the records to name to it."""
Look = Callable[..., Awaitable[list[dict[str, Any]]]]
Publish = Callable[[str, list[str]], Awaitable[None]]


class Source:
    """A collection whose records are work."""

    def __init__(self, model: type[Document], task: Task | None, *, batch_size: int) -> None:
        """`task` None: the record names its own."""
        self.model, self.task, self.batch_size = model, task, batch_size
        self._in_flight: dict[str, datetime] = {}

    async def dispatch(self, publish: Publish, *, now: datetime) -> int:
        """Publish what is due, as far as the broker should hold it; returns the number of records."""
        free = IN_FLIGHT_BATCHES - await self._waiting(now)
        if free <= 0:
            return 0
        rows = await outbox.due(self.model, now=now, limit=free * self.batch_size)
        sent = 0
        for task, batch in self._batches(rows)[:free]:
            await publish(task, [row.id for row in batch])
            await outbox.postpone(self.model, batch, until=now + REDISPATCH)
            self._in_flight[batch[0].id] = now + REDISPATCH
            sent += len(batch)
        return sent

    def _batches(self, rows: Sequence[Due]) -> list[Batch]:
        """Group by task; a record that was tried twice goes alone, so that it can take no other with it."""
        batches: list[Batch] = []
        fresh: dict[str, list[Due]] = {}
        for row in rows:
            task = self.task or row.task or ""
            if row.attempts >= 2 or self.batch_size == 1:
                batches.append((task, [row]))
                continue
            group = fresh.setdefault(task, [])
            group.append(row)
            if len(group) == self.batch_size:
                batches.append((task, fresh.pop(task)))
        return batches + list(fresh.items())

    async def _waiting(self, now: datetime) -> int:
        """How many dispatched batches no worker has taken yet, judged by their first record."""
        ids = [id_ for id_, until in self._in_flight.items() if until > now]
        fields = {"state": 1, "owner": 1}
        rows = await self.model.get_pymongo_collection().find({"_id": {"$in": ids}}, fields).to_list() if ids else []
        untaken = {row["_id"] for row in rows if row["state"] == outbox.State.pending and not row.get("owner")}
        self._in_flight = {id_: until for id_, until in self._in_flight.items() if id_ in untaken and until > now}
        return len(self._in_flight)


class Counting:
    """Wakes those who look for what changed themselves: counters of rows and buckets, announcers.

    Args:
        task: the task that counts.
        rows: reads rows whose latest change is not counted; None: there are none.
        buckets: reads what is due by now, such as buckets to recompute; None: there are none.
    """

    def __init__(self, task: Task, rows: Look | None = None, buckets: Look | None = None) -> None:
        self.task = task
        self._rows = rows
        self._buckets = buckets
        self._again_at: datetime | None = None
        self._seen: str | None = None

    async def dispatch(self, publish: Publish, *, now: datetime) -> int:
        """Publish one round of counting if there is something to count and none is on its way."""
        rows = await self._rows(limit=1) if self._rows is not None else []
        first = rows[0]["_id"] if rows else None
        if first is None and self._buckets is not None:
            buckets = await self._buckets(now=now, limit=1)
            first = buckets[0]["_id"] if buckets else None
        on_its_way = first == self._seen and self._again_at is not None and now < self._again_at
        if first is None or on_its_way:
            return 0
        await publish(self.task.value, [])
        self._seen, self._again_at = first, now + timedelta(seconds=10)
        return 1


def sources(work: Work) -> list[Source | Counting]:
    """Everything the dispatcher looks at."""
    return [
        Source(Feedback, Task.analyse, batch_size=work.batch_size),
        Source(Response, Task.listen, batch_size=work.batch_size),
        Source(Message, Task.take_message, batch_size=50),
        Source(Delivery, Task.deliver, batch_size=100),
        Source(Conversation, Task.remind_conversation, batch_size=50),
        Source(Signal, Task.take_signal, batch_size=50),
        Source(Campaign, Task.run_campaign, batch_size=1),
        Source(Invitation, Task.follow_invitation, batch_size=100),
        Source(Import, Task.run_import, batch_size=1),
        Source(Telling, Task.tell_askers, batch_size=1),
        Source(Verdict, Task.judge_shipped, batch_size=1),
        Source(ThemeEdit, Task.rearrange, batch_size=1),
        Source(Shard, Task.shard, batch_size=1),
        Source(Subscription, Task.send_digests, batch_size=50),
        Source(WebhookDelivery, Task.send_webhooks, batch_size=20),
        Source(TrackerLink, Task.sync_issues, batch_size=5),
        Source(Lookalikes, Task.find_alike, batch_size=10),
        Source(FaqSource, Task.read_sources, batch_size=5),
        Source(MeaningSearch, Task.search_meaning, batch_size=10),
        Source(Chore, None, batch_size=1),
        Counting(Task.index_words, indexing.unindexed),
        Counting(Task.count, insights.uncounted_rows, insights.dirty_buckets),
        Counting(Task.count_tenures, tenures.uncounted, tenures.dirty_shards),
        Counting(Task.count_invitations, invitations.uncounted, invitation_queries.dirty_buckets),
        Counting(Task.announce_items, buckets=announcing.unannounced),
        Counting(Task.register_shipped, registering.unregistered),
        Counting(Task.follow_items, following.unfollowed),
        Counting(Task.count_responses, results.uncounted_rows, results.dirty_buckets),
    ]


async def tick(looks: Sequence[Source | Counting], publish: Publish, *, now: datetime) -> int:
    """One look at everything; returns the number of records dispatched."""
    return sum([await look.dispatch(publish, now=now) for look in looks])


def publisher(celery: Celery) -> Publish:
    """Publishes to the broker from a thread: with the broker down, a publish blocks for seconds."""

    async def publish(task: str, ids: list[str]) -> None:
        # a message that no worker took by then is published again, so the old one may go
        expires = REDISPATCH.total_seconds()
        queue = queue_of(task).value
        await asyncio.to_thread(celery.send_task, task, args=[ids], queue=queue, retry=False, expires=expires)

    return publish


async def run(settings: Settings, *, clock: Clock = utc_now) -> None:
    """Look and dispatch until cancelled; engines may come and go meanwhile."""
    publish = publisher(create_celery(settings))
    async with open_database(settings, DOCUMENTS):
        looks, looked_at = sources(settings.work), None
        while True:
            try:
                if looked_at is None:
                    await catching_up.begin(FOR_EARLIER, now=clock())
                    await upkeep.begin(now=clock())
                if looked_at is None or clock() - looked_at >= LOOK_FOR_NEW:
                    await catching_up.begin(AGAIN_AND_AGAIN, now=clock())
                    looked_at = clock()
                await tick(looks, publish, now=clock())
            except (PyMongoError, OperationalError, OSError) as error:
                log.warning("engine unavailable, will look again", error=str(error)[:200])
            await asyncio.sleep(settings.work.tick_seconds)
