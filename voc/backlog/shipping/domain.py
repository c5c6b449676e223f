"""When an item was shipped, by its history; pure."""

from collections.abc import Sequence

from voc.backlog.workflow.domain import Change, Status, Work

DONE = (Status.shipped.value, Status.closed.value)


def shipping(work: Work, changes: Sequence[Change]) -> Change | None:
    """The change by which an item was shipped, if it still is.

    Closing what is shipped, and taking that back, is the same shipping; reopening and shipping again is another one.

    Args:
        work: where the item stands.
        changes: its history, the oldest first.

    Returns:
        None for an item that was not shipped, or was reopened since.
    """
    if work.status not in DONE:
        return None
    found = None
    for change in reversed(changes):
        after = next((step.after for step in change.steps if step.field == "status"), None)
        if after is not None and after not in DONE:
            break
        if after == Status.shipped:
            found = change
    return found
