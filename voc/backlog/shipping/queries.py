"""Reads of plans and verdicts."""

from typing import Any

from voc.backlog.shipping.documents import ShippingPlan, Verdict
from voc.backlog.shipping.domain import Plan

Row = dict[str, Any]


async def plan(workspace: str, item: str) -> Plan:
    """How an item will be judged; as usual where nobody chose."""
    row = await ShippingPlan.get_pymongo_collection().find_one({"_id": item, "workspace": workspace})
    return Plan.model_validate(row["plan"]) if row else Plan()


async def latest(workspace: str, item: str) -> Row | None:
    """What was registered when the item was shipped last."""
    found = Verdict.get_pymongo_collection().find({"workspace": workspace, "item": item})
    rows = await found.sort("shipped_at", -1).limit(1).to_list()
    return dict(rows[0]) if rows else None
