"""The views of the backlog that people keep."""

from datetime import datetime
from typing import Any

from voc.backlog.workflow import queries
from voc.backlog.workflow.documents import SavedView
from voc.backlog.workflow.listing import Filters
from voc.backlog.workflow.schemas import ViewFilters, ViewIn, ViewOut
from voc.database import durable
from voc.errors import NotFound, VocError
from voc.values import Principal, Resource, Scope, new_id
from voc.web.guards import NotAllowed

VIEWS_LIMIT = 200
"""Of a workspace."""


class TooManyViews(VocError):
    """The workspace keeps as many as it may."""

    slug, title, status = "too-many-views", "Too many views", 409


async def of(caller: Principal) -> list[ViewOut]:
    """The caller's views and those that colleagues share, by name."""
    return [_out(row) for row in await queries.views(caller.workspace) if row["shared"] or row["by"] == caller.who]


async def keep(caller: Principal, wish: ViewIn, *, now: datetime) -> ViewOut:
    """Keep a view.

    Raises:
        Invalid: it shows no status and no order that there is.
        TooManyViews: the workspace keeps as many as it may.
    """
    filters = wish.filters.model_dump(exclude_none=True)
    Filters(**filters).check()
    if len(await queries.views(caller.workspace)) >= VIEWS_LIMIT:
        raise TooManyViews(f"A workspace keeps {VIEWS_LIMIT} views; remove one first.")
    row = {"_id": new_id("bv", now), "workspace": caller.workspace, "name": wish.name, "by": caller.who}
    row |= {"shared": int(wish.shared), "filters": filters}
    await durable(SavedView).insert_one(row)
    return _out(row)


async def forget(workspace: str, member: str) -> None:
    """Views that a member who goes kept for themselves; those that they shared stay."""
    own = {"workspace": {"$eq": workspace}, "by": member, "shared": 0}
    await durable(SavedView).delete_many(own)


async def remove(caller: Principal, id_: str) -> ViewOut:
    """Keep a view no longer; returns what it was, so that it can be kept again.

    Raises:
        NotFound: the caller sees no such view.
        NotAllowed: a colleague shares it, and the caller is no administrator.
    """
    view = next((view for view in await of(caller) if view.id == id_), None)
    if view is None:
        raise NotFound("No such view.", view=id_)
    if not may_remove(caller, view):
        raise NotAllowed("Only who keeps a view may remove it, and administrators.")
    await durable(SavedView).delete_one({"_id": id_, "workspace": caller.workspace})
    return view


def may_remove(caller: Principal, view: ViewOut) -> bool:
    """Whether a view is the caller's, or they are an administrator."""
    return view.by == caller.who or caller.may(Scope.admin, Resource.backlog)


def _out(row: dict[str, Any]) -> ViewOut:
    filters = ViewFilters.model_validate(row["filters"])
    return ViewOut(id=row["_id"], name=row["name"], by=row["by"], shared=bool(row["shared"]), filters=filters)
