"""The backlog over HTTP."""

from typing import Any

from litestar import Controller, Request, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from voc.backlog.workflow import reading, service
from voc.backlog.workflow.asking import OF_API
from voc.backlog.workflow.listing import Filters
from voc.backlog.workflow.schemas import ItemPage, NoteIn, OneOut, WorkPatch
from voc.clock import Clock
from voc.values import Principal, Resource, Scope
from voc.web.guards import requires
from voc.web.pagination import PAGE_ITEMS, PageLimit

Caller = Request[Any, Principal, Any]
WRITES = [requires(Scope.write, Resource.backlog)]


class BacklogController(Controller):
    """What to build or mend next."""

    path = "/v1/backlog"
    tags = ["backlog"]
    guards = [requires(Scope.read, Resource.backlog)]

    @get(dependencies=OF_API, summary="Read the ranking, the first first")
    async def ranking(
        self,
        request: Caller,
        asked: NamedDependency[Filters],
        cursor: FromQuery[str | None] = None,
        limit: PageLimit = PAGE_ITEMS,
    ) -> ItemPage:
        """Items with the factors of their scores, and where people are with them.

        `status` is one of them, `open` or `all`, which is what is meant without it; `owner` is a member's id or
        `none`, `mentioned` a member whom a note names; `sort` is `rank`, `due`, `changed` or `effort`.
        """
        return await reading.page(request.auth.workspace, asked, cursor=cursor, limit=limit)

    @get("/{item_id:str}", summary="Read one item")
    async def read(self, request: Caller, item_id: FromPath[str]) -> OneOut:
        """One item with everything that explains its rank, its notes and its history."""
        return await reading.one(request.auth.workspace, item_id)

    @patch("/{item_id:str}", guards=WRITES, summary="Decide about an item")
    async def change(
        self, request: Caller, item_id: FromPath[str], data: JSONBody[WorkPatch], clock: NamedDependency[Clock]
    ) -> OneOut:
        """Send the fields to change; null empties one.

        With the `revision` that you read, a field that a colleague changed since is not written over: the answer is
        then 409, and its `changes` say who made what of it.
        """
        caller = request.auth
        await service.change(
            caller.workspace, item_id, data.wishes(), by=caller.who, now=clock(), revision=data.revision
        )
        return await reading.one(caller.workspace, item_id)

    @post("/{item_id:str}/notes", guards=WRITES, status_code=201, summary="Write a note for colleagues")
    async def note(
        self, request: Caller, item_id: FromPath[str], data: JSONBody[NoteIn], clock: NamedDependency[Clock]
    ) -> OneOut:
        """`@` and a member's name finds the item for them under `mentioned`."""
        caller = request.auth
        await service.note(caller.workspace, item_id, data.text.strip(), by=caller.who, now=clock())
        return await reading.one(caller.workspace, item_id)

    @delete("/{item_id:str}/notes/{note_id:str}", guards=WRITES, summary="Take back a note of your own")
    async def take_back(
        self, request: Caller, item_id: FromPath[str], note_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> None:
        """The history says so, and undoing brings it back; 403 for a note that somebody else wrote."""
        caller = request.auth
        await service.take_back(caller.workspace, item_id, note_id, by=caller.who, now=clock())

    @post("/{item_id:str}/undo", guards=WRITES, status_code=200, summary="Undo the latest change")
    async def undo(
        self,
        request: Caller,
        item_id: FromPath[str],
        clock: NamedDependency[Clock],
        change: FromQuery[str | None] = None,
    ) -> OneOut:
        """What was before it is there again, word for word. `change` names the one that you mean: 409 if another
        came after it."""
        caller = request.auth
        await service.undo(caller.workspace, item_id, by=caller.who, now=clock(), expected=change)
        return await reading.one(caller.workspace, item_id)
