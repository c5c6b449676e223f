"""What an item's own page shows of it."""

from typing import Any

from voc.backlog.shipping.domain import DONE
from voc.backlog.telling import queries
from voc.backlog.workflow.schemas import OneOut


async def of_item(workspace: str, item: OneOut) -> dict[str, Any] | None:
    """How far the word has come; None for an item that there is nothing to tell of."""
    told = await queries.telling(workspace, item.id)
    if told is None and (item.status not in DONE or await queries.shipping_of(workspace, item.id) is None):
        return None
    return {"progress": await queries.progress(workspace, item.id) if told else None}
