"""Where events come in: `announce` stores one delivery for each webhook that wants them."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from pymongo.errors import BulkWriteError

from voc.clock import stamp
from voc.database import DUPLICATE_KEY
from voc.outbox import State
from voc.values import Value
from voc.webhooks import queries
from voc.webhooks.catalogue import Type
from voc.webhooks.documents import WebhookDelivery
from voc.webhooks.domain import Status, delivery_id, event_id, wants

Row = dict[str, Any]
_BATCH = 200


class Happened(Value):
    """One event."""

    key: str
    """What makes it this event and no other of its type: announced again, it is sent once."""
    at: datetime
    data: dict[str, Any]
    """As the catalogue's example has it; ids, numbers and words that are nobody's."""


async def announce(workspace: str, type_: Type, happened: Sequence[Happened], *, now: datetime) -> int:
    """Have every webhook that wants such events told, in this order; returns how many deliveries are new.

    Call it from work that is done again after a crash, before that work is written down as done.
    """
    if not happened:
        return 0
    takers = [row for row in await queries.webhooks(workspace) if wants(row["events"], type_) and _takes(row)]
    rows = [
        delivery(taker, type_, each, now=now, number=number) for taker in takers for number, each in enumerate(happened)
    ]
    return sum([await _insert(rows[first : first + _BATCH]) for first in range(0, len(rows), _BATCH)])


def delivery(webhook: Row, type_: Type, happened: Happened, *, now: datetime, number: int = 0) -> Row:
    """A delivery as it is stored, the `number`th of those announced at once.

    One that may not be sent now is kept for whoever switches the webhook on again.
    """
    event = event_id(webhook["workspace"], type_, happened.key)
    id_, created_at = delivery_id(webhook["_id"], event), stamp(now)
    told = {"type": type_.value, "timestamp": _rfc3339(happened.at), "data": happened.data}
    document = WebhookDelivery(
        id=id_,
        workspace=webhook["workspace"],
        webhook=webhook["_id"],
        event=event,
        type=type_.value,
        body=json.dumps(told, ensure_ascii=False, separators=(",", ":")),
        position=queries.place(created_at, f"{number:06d}-{id_}"),
        status=(Status.waiting if webhook["enabled"] else Status.missed).value,
        state=(State.pending if webhook["enabled"] else State.done).value,
        next_dispatch_at=created_at,
        created_at=created_at,
    )
    return document.model_dump(by_alias=True)


def _takes(webhook: Row) -> bool:
    """Not where a person has switched it off; where the service has, they may want it later."""
    return bool(webhook["enabled"] or webhook["stopped"])


async def _insert(rows: Sequence[Row]) -> int:
    try:
        await WebhookDelivery.get_pymongo_collection().insert_many(rows, ordered=False)
    except BulkWriteError as error:
        failed = error.details["writeErrors"]
        if any(each["code"] != DUPLICATE_KEY for each in failed):
            raise
        return len(rows) - len(failed)
    return len(rows)


def _rfc3339(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
