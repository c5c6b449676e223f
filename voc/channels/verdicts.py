"""The last look before a message goes out: what a gate may say, and the gate of whoever asks only for refusals."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from voc import vault
from voc.channels import contents
from voc.channels.domain import IDENTITY_OF, Channel, Status
from voc.channels.outgoing import Content
from voc.customers import suppression
from voc.values import Value

Row = dict[str, Any]


class Go(Value):
    """Send it."""

    content: Content


class Later(Value):
    """Not now."""

    at: datetime


class Never(Value):
    """Not at all."""

    status: Status
    reason: str


Verdict = Go | Later | Never
Gate = Callable[[Sequence[Row], datetime], Awaitable[Mapping[str, Verdict]]]
"""The last look before sending: by delivery's id, what becomes of it. One that is not named is not sent."""


async def only_suppression(rows: Sequence[Row], now: datetime) -> dict[str, Verdict]:
    """The gate of replies and tests: everybody who has not refused; notices go to those, too."""
    verdicts: dict[str, Verdict] = {}
    for row in rows:
        content = Content.model_validate(contents.opened(row))
        kind = IDENTITY_OF.get(Channel(row["channel"]))
        address = vault.unseal(row["workspace"], row["sealed"])
        refused = await suppression.suppressed(row["workspace"], kind, [address]) if kind else {}
        if refused and row["purpose"] != "notice":
            verdicts[row["_id"]] = Never(status=Status.withheld, reason=refused[address].reason)
        else:
            verdicts[row["_id"]] = Go(content=content)
    return verdicts
