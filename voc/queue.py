"""The one door to Celery: names of tasks, their queues, and how the app is made.

A task is an async function of ids and a context. `voc.worker` runs it in the worker's event loop; the
dispatcher alone publishes. The broker may lose anything at any time: the outbox dispatches again.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from voc.clock import Clock
from voc.settings import Settings
from voc.values import Value

if TYPE_CHECKING:  # the web process names tasks and never loads Celery
    from celery import Celery


class Task(StrEnum):
    """Every task, by the name that records carry and messages bear."""

    index_words = "feedback.index_words"
    index_earlier_words = "feedback.index_earlier_words"
    tidy_words = "feedback.tidy_words"
    analyse = "themes.analyse"
    discover = "themes.discover"
    shard = "themes.shard"
    rearrange = "themes.rearrange"
    rank = "backlog.rank"
    announce_items = "backlog.announce_items"
    tell_askers = "backlog.tell_askers"
    register_shipped = "backlog.register_shipped"
    judge_shipped = "backlog.judge_shipped"
    learn = "learning.learn"
    find_alike = "learning.find_alike"
    search_meaning = "searching.search_meaning"
    tidy_searches = "searching.tidy"
    reread = "learning.reread"
    count = "insights.count"
    summarise = "insights.summarise"
    watch = "insights.watch"
    count_tenures = "insights.count_tenures"
    sum_tenures = "insights.sum_tenures"
    report_week = "digest.report"
    send_digests = "digest.send"
    run_import = "imports.run"
    listen = "responses.listen"
    tidy_uploads = "responses.tidy_uploads"
    seal_answers = "responses.seal_answers"
    count_responses = "results.count"
    take_message = "conversations.take"
    remind_conversation = "conversations.remind"
    seal_messages = "conversations.seal_messages"
    deliver = "channels.deliver"
    poll_mailbox = "channels.poll_mailbox"
    tidy_channels = "channels.tidy"
    run_campaign = "invitations.run"
    follow_invitation = "invitations.follow"
    count_invitations = "invitations.count"
    reconfirm_consents = "invitations.reconfirm"
    take_signal = "signals.take"
    sync_issues = "trackers.sync"
    follow_items = "trackers.follow"
    send_webhooks = "webhooks.send"
    tidy_webhooks = "webhooks.tidy"
    read_sources = "faq.read_sources"
    gather_replies = "faq.gather_replies"
    mine_questions = "faq.mine_questions"
    check_faq = "faq.check"
    rewrite_faq = "faq.rewrite"
    measure_deflection = "faq.measure_deflection"
    apply_retention = "retention.apply"


class Queue(StrEnum):
    """Queues, so that a process that holds a model serves nothing else."""

    inference = "inference"
    default = "default"


WITH_MODEL = (
    Task.analyse, Task.discover, Task.shard, Task.rearrange, Task.learn, Task.find_alike, Task.reread,
    Task.read_sources,
    Task.mine_questions, Task.check_faq, Task.rewrite_faq,
    Task.search_meaning,
)  # fmt: skip
QUEUE_OF = dict.fromkeys(WITH_MODEL, Queue.inference)


def queue_of(task: str) -> Queue:
    """The queue that `task` travels in."""
    return QUEUE_OF.get(Task(task), Queue.default)


class Context(Value):
    """What a task is given besides ids."""

    model_config = Value.model_config | {"arbitrary_types_allowed": True}

    settings: Settings
    clock: Clock


TaskFunction = Callable[[Sequence[str], Context], Awaitable[object]]
TASKS: dict[Task, TaskFunction] = {}


def task(name: Task) -> Callable[[TaskFunction], TaskFunction]:
    """Declare the function that does `name`; `voc.worker` imports the modules that do so."""

    def declare(function: TaskFunction) -> TaskFunction:
        TASKS[name] = function
        return function

    return declare


def create_celery(settings: Settings) -> Celery:
    """A Celery app that wakes workers and keeps nothing.

    Messages are acknowledged early and results are dropped: the lease and the attempt counter in
    MongoDB drive work again, not the broker.
    """
    from celery import Celery

    celery = Celery("voc", broker=settings.broker or "memory://")
    celery.conf.update(
        task_ignore_result=True,
        task_acks_late=False,
        worker_prefetch_multiplier=1,
        task_default_queue=Queue.default.value,
        task_create_missing_queues=True,
        broker_connection_retry_on_startup=True,
        broker_connection_timeout=2,
        broker_transport_options={"socket_timeout": 5, "socket_connect_timeout": 2, "socket_keepalive": True},
        redis_retry_on_timeout=True,
        worker_send_task_events=False,
        worker_hijack_root_logger=False,
        task_serializer="json",
        accept_content=["json"],
    )
    return celery
