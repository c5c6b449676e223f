"""What a record that carries its own work looks like."""

from enum import StrEnum

from pydantic import BaseModel
from pymongo import ASCENDING, IndexModel

from voc.values import Value


class State(StrEnum):
    """Where a record's work stands."""

    pending = "pending"
    done = "done"
    parked = "parked"
    """Tried too often; waits for a person."""


class Outbox(BaseModel):
    """Fields of a document whose work is part of it; mix into a Beanie document."""

    state: str = State.pending
    next_dispatch_at: int
    """When the dispatcher should wake a worker for it (again); a `voc.clock.stamp`."""
    lease_until: int | None = None
    """When the lease ends by itself; a `voc.clock.stamp`."""
    owner: str | None = None
    """Token of the lease; results are written only under it."""
    attempts: int = 0
    """Leases taken since the last success or retry."""
    last_error: str | None = None
    revision: int = 0
    """Raised by every change of the fields above; guards each of them."""


class Due(Value):
    """A record whose work is due."""

    id: str
    workspace: str
    attempts: int
    revision: int
    task: str | None = None
    """For a chore: the task's name."""


DUE_INDEX = IndexModel(
    # outbox.due: pending records, the longest due first, over all workspaces (the dispatcher serves all of them)
    [("state", ASCENDING), ("next_dispatch_at", ASCENDING)],
    name="due",
    partialFilterExpression={"state": State.pending.value},
)
