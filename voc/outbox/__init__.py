"""The record is its own queue.

MongoDB is the queue of record; Celery only wakes workers (design: a broker may lose every message).
A document that needs work done carries the work: `state`, when it is next due, who holds it and how
often it was tried. The dispatcher finds due records, wakes a worker with their ids, and finds again
whatever a crash left; a worker takes a lease before it works and writes its result under that lease.

Leases are compare-and-set on `revision`, by `_id`: on the embedded engine a filter with `$or` costs
14 ms per record, one on `_id` and a scalar 0.1 ms.
"""

from voc.outbox.chores import Chore, finish, request
from voc.outbox.leases import Lease, complete, due, fail, is_held, kept, lease, postpone, release, retry
from voc.outbox.record import Due, Outbox, State

__all__ = [
    "Chore",
    "Due",
    "Lease",
    "Outbox",
    "State",
    "complete",
    "due",
    "fail",
    "finish",
    "is_held",
    "kept",
    "lease",
    "postpone",
    "release",
    "request",
    "retry",
]
