"""Where a delivery stands: the fields that change with it, and the address that nothing more is sent to."""

from datetime import datetime
from typing import Any

from voc import vault
from voc.channels.domain import IDENTITY_OF, Channel, Status
from voc.channels.redacting import redacted
from voc.customers import suppression

Row = dict[str, Any]


def changed(row: Row, status: Status, reason: str | None, *, at: int) -> Row:
    """The fields of a delivery whose status changes."""
    entry = {"status": status.value, "at": at, "reason": redacted(reason)[:500] if reason else None}
    return {"status": status.value, "history": [*row["history"][-30:], entry], "uncounted": True}


async def suppress(row: Row, reason: suppression.Reason, *, now: datetime) -> None:
    """Send nothing more to a delivery's address."""
    kind = IDENTITY_OF.get(Channel(row["channel"]))
    if kind:
        address = vault.unseal(row["workspace"], row["sealed"])
        await suppression.suppress(row["workspace"], kind, address, reason, now=now, customer=row["customer"])
