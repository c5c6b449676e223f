"""What an item's own page shows: the rules while one may choose, what was registered, and what came of it."""

from datetime import timedelta
from typing import Any

from voc.backlog.shipping import queries
from voc.backlog.shipping.domain import DONE, LATENESS, windows
from voc.backlog.workflow.schemas import OneOut
from voc.clock import from_stamp
from voc.themes import queries as themes

CHOOSING = ("under_review", "planned", "in_progress")
DAY = timedelta(days=1)


async def standing(workspace: str, item: str, status: str) -> dict[str, Any] | None:
    """What was registered for an item that is shipped now; None: nothing yet, or it was reopened since."""
    row = await queries.latest(workspace, item) if status in DONE else None
    return row if row and row["stage"] != "reopened" else None


async def of_item(workspace: str, item: OneOut) -> dict[str, Any] | None:
    """None for an item that nobody has shipped or is about to."""
    if item.status in CHOOSING:
        return {"plan": (await queries.plan(workspace, item.id)).model_dump(mode="json"), "verdict": None}
    row = await standing(workspace, item.id, item.status)
    if row is None:
        return None
    names = await themes.names(workspace)
    spans = windows(from_stamp(row["shipped_at"]), row["weeks"])
    return {
        "plan": None,
        "verdict": {
            "stage": row["stage"],
            "metric": row["metric"],
            "weeks": row["weeks"],
            "registered_at": from_stamp(row["registered_at"]),
            "judged_at": from_stamp(row["judged_at"]) if row["judged_at"] else None,
            "due": spans.after_until + LATENESS,
            # a window ends before its last moment: people read the last day that is in it
            "before": (spans.before_since, spans.before_until),
            "after": (spans.after_since, spans.after_until - DAY),
            "compared": [(id_, names.get(id_)) for id_ in row["comparisons"]],
            "result": row["result"],
        },
    }
