"""What every last look at a mail to a member asks: have they access, is this their address, do they want it?"""

from collections.abc import Mapping, Sequence
from typing import Any

from voc.channels.delivery import Never, Verdict
from voc.channels.domain import Channel, Status
from voc.channels.outgoing import blind_address
from voc.invitations.replying import silent
from voc.subscriptions import queries
from voc.subscriptions.domain import Kind
from voc.subscriptions.queries import Reader
from voc.subscriptions.service import spelled

Row = Mapping[str, Any]
DEAD = ("bounced", "complained", "manual")
"""Reasons for which an address gets nothing. That a colleague unsubscribed as a customer says nothing about this."""
GONE = "Their access or address has changed."


async def look(workspace: str, rows: Sequence[Row], kind: Kind) -> tuple[dict[str, Verdict], list[tuple[Row, Reader]]]:
    """Verdicts on those that are not to be sent, and the others with whom they go to."""
    readers = await queries.readers(workspace)
    refused = await silent(workspace, rows)
    verdicts: dict[str, Verdict] = {}
    wanted = []
    for row in rows:
        reader, why = readers.get(row["origin"]["id"]), refused.get(row["_id"])
        address = spelled(reader.email) if reader else None
        if reader is None or address is None or row["blind"] != blind_address(workspace, Channel.email, address):
            verdicts[row["_id"]] = Never(status=Status.expired, reason=GONE)
        elif why and why.reason in DEAD:
            verdicts[row["_id"]] = Never(status=Status.withheld, reason=why.reason)
        elif not reader.wishes.wants(kind):
            verdicts[row["_id"]] = Never(status=Status.withheld, reason="unsubscribed")
        else:
            wanted.append((row, reader))
    return verdicts, wanted
