"""What is judged, and by which rules, is written down as soon as an item is shipped; before anything is measured."""

from datetime import datetime
from typing import Any

from pymongo.errors import DuplicateKeyError

from voc import outbox
from voc.backlog.documents import BacklogItem
from voc.backlog.shipping import queries
from voc.backlog.shipping.documents import ShippingPlan, Verdict
from voc.backlog.shipping.domain import Plan, shipping
from voc.backlog.workflow import queries as workflow
from voc.backlog.workflow.documents import ItemWork
from voc.backlog.workflow.domain import Change
from voc.clock import stamp
from voc.database import durable
from voc.errors import VocError
from voc.outbox import State

Row = dict[str, Any]
_AT_ONCE = 100


class AlreadyShipped(VocError):
    """Its rules were registered when it was shipped."""

    slug, title, status = "already-shipped", "Already shipped", 409


async def unregistered(*, limit: int) -> list[Row]:
    """Items that were shipped since somebody looked, of all workspaces."""
    fields = {"workspace": 1, "revision": 1}
    return await ItemWork.get_pymongo_collection().find({"unregistered": True}, fields).limit(limit).to_list()


async def register_all(*, now: datetime) -> int:
    """Register every shipping; twice is once. Returns how many items were looked at."""
    done = 0
    while rows := await unregistered(limit=_AT_ONCE):
        for row in rows:
            held = await workflow.stored(row["workspace"], row["_id"])
            change = shipping(held.work, held.changes)
            if change is not None:
                await _register(row["workspace"], row["_id"], change, now=now)
            same = {name: row[name] for name in ("_id", "workspace", "revision")}
            await ItemWork.get_pymongo_collection().update_one(same, {"$set": {"unregistered": False}})
        done += len(rows)
    return done


async def choose(workspace: str, item: str, plan: Plan) -> None:
    """Keep how an item will be judged.

    Raises:
        AlreadyShipped: it is too late to choose.
    """
    held = await workflow.stored(workspace, item)
    if shipping(held.work, held.changes) is not None:
        raise AlreadyShipped("How it is judged was registered when it was shipped.", item=item)
    fields = {"workspace": workspace, "plan": plan.model_dump(mode="json")}
    await durable(ShippingPlan).update_one({"_id": item}, {"$set": fields}, upsert=True)


async def retry_parked(workspace: str, *, now: datetime) -> int:
    """Set going again what failed too often; returns how many there were."""
    condition = {"workspace": workspace, "state": State.parked.value}
    rows = await Verdict.get_pymongo_collection().find(condition, {"_id": 1}).to_list()
    return await outbox.retry(Verdict, workspace, [row["_id"] for row in rows], now=now)


async def _register(workspace: str, item: str, change: Change, *, now: datetime) -> None:
    ranked = await BacklogItem.get_pymongo_collection().find_one({"_id": item, "workspace": workspace}, {"theme": 1})
    if ranked is None:
        return
    plan = await queries.plan(workspace, item)
    made = Verdict(
        id="ver_" + change.id.removeprefix("ch_"),
        workspace=workspace,
        item=item,
        theme=ranked["theme"],
        shipping=change.id,
        shipped_at=change.at,
        metric=plan.metric.value,
        weeks=plan.weeks,
        stage="registered",
        registered_at=stamp(now),
        next_dispatch_at=stamp(now),
    )
    try:
        await durable(Verdict).insert_one(made.model_dump(by_alias=True))
    except DuplicateKeyError:  # it is registered
        return
