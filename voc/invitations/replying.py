"""The last look before what is no invitation goes out: only an address that refuses everything stands against it."""

from collections.abc import Mapping, Sequence
from typing import Any

from voc import vault
from voc.channels import contents
from voc.channels.delivery import Go, Never, Verdict
from voc.channels.domain import IDENTITY_OF, Channel, Purpose, Status
from voc.channels.outgoing import Content
from voc.customers import suppression

Row = Mapping[str, Any]


async def silent(workspace: str, rows: Sequence[Row]) -> dict[str, suppression.Suppressed]:
    """Which of these deliveries go to an address that gets nothing, by delivery's id."""
    addresses: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        if kind := IDENTITY_OF.get(Channel(row["channel"])):
            address = vault.unseal(workspace, row["sealed"])
            addresses.setdefault(kind, {}).setdefault(address, []).append(row["_id"])
    found: dict[str, suppression.Suppressed] = {}
    for kind, by_address in addresses.items():
        for address, why in (await suppression.suppressed(workspace, kind, list(by_address))).items():
            found |= dict.fromkeys(by_address[address], why)
    return found


async def replies(workspace: str, rows: Sequence[Row]) -> dict[str, Verdict]:
    """What becomes of replies, questions of a conversation and tests.

    Whoever refuses everything gets nothing but the word that it is so.
    """
    refused = await silent(workspace, rows) if rows else {}
    return {
        row["_id"]: Never(status=Status.withheld, reason=refused[row["_id"]].reason)
        if row["_id"] in refused and row["purpose"] != Purpose.notice
        else Go(content=Content.model_validate(contents.opened(row)))
        for row in rows
    }
