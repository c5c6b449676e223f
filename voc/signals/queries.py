"""Every read of signals and their rules."""

from typing import Any

from voc.clock import from_stamp
from voc.errors import NotFound
from voc.outbox import State
from voc.signals.documents import Signal, SignalRule
from voc.signals.schemas import RuleOut, SignalOut

Row = dict[str, Any]
RULES_LIMIT = 500


async def submission(id_: str) -> Row | None:
    """A signal by its id."""
    found: Row | None = await Signal.get_pymongo_collection().find_one({"_id": id_})
    return found


async def page(workspace: str, *, before: int | None = None, limit: int = 50) -> tuple[list[SignalOut], int | None]:
    """Signals, newest first, and where the next page starts."""
    condition: Row = {"workspace": workspace} | ({"received_at": {"$lt": before}} if before is not None else {})
    rows = await Signal.get_pymongo_collection().find(condition).sort("received_at", -1).limit(limit + 1).to_list()
    shown = rows[:limit]
    return [signal_out(row) for row in shown], shown[-1]["received_at"] if len(rows) > limit else None


async def parked(workspace: str, limit: int = 10_000) -> list[str]:
    """Ids of signals that failed too often and wait for a person."""
    condition = {"workspace": workspace, "state": State.parked.value}
    rows = await Signal.get_pymongo_collection().find(condition, {"_id": 1}).limit(limit).to_list()
    return [row["_id"] for row in rows]


async def rules(workspace: str, name: str | None = None) -> list[Row]:
    """A workspace's stored rules, the oldest first; only those that look at one kind of signal."""
    condition = {"workspace": workspace} | ({"name": name} if name else {})
    rows = await SignalRule.get_pymongo_collection().find(condition).limit(RULES_LIMIT).to_list()
    return sorted(rows, key=lambda row: (row["created_at"], row["_id"]))


async def rule(workspace: str, id_: str) -> Row:
    """A stored rule.

    Raises:
        NotFound: not in this workspace.
    """
    found = await SignalRule.get_pymongo_collection().find_one({"_id": id_, "workspace": workspace})
    if found is None:
        raise NotFound("No such rule.", rule=id_[:80])
    return dict(found)


def rule_out(row: Row) -> RuleOut:
    """A stored rule as the outside sees it."""
    own = {name: row.get(name) for name in ("name", "survey", "starter")}
    return RuleOut.model_validate(row["rule"] | own | {"id": row["_id"], "enabled": bool(row["enabled"])})


def signal_out(row: Row) -> SignalOut:
    """A stored signal as the outside sees it."""
    return SignalOut(
        id=row["_id"],
        submission_id=row["submission_id"],
        name=row["name"],
        customer=row["customer"]["id"] if row["customer"] else None,
        fields=row["fields"],
        occurred_at=from_stamp(row["occurred_at"]),
        received_at=from_stamp(row["received_at"]),
        invitations=row["started"],
        state=row["state"],
    )
