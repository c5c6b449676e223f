"""The roadmap over HTTP: whether it is open, what it shows, and what is written about an item."""

from typing import Any, Literal

from litestar import Controller, Request, delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from voc.backlog import queries as backlog
from voc.clock import Clock
from voc.roadmap import queries, service
from voc.roadmap.domain import EntryIn, Roadmap
from voc.roadmap.schemas import EntryList, EntryOut, RoadmapOut, entry_out
from voc.values import Principal, Resource, Scope
from voc.web.guards import requires

Caller = Request[Any, Principal, Any]


class RoadmapController(Controller):
    """What customers may read of the plans."""

    path = "/v1/roadmap"
    tags = ["roadmap"]
    guards = [requires(Scope.read, Resource.backlog)]

    @get(summary="Read the roadmap's settings")
    async def read(self, request: Caller) -> RoadmapOut:
        """Whether it is public, and the words at its top."""
        return await _roadmap(request.auth.workspace)

    @put(guards=[requires(Scope.write, Resource.backlog)], summary="Open or close the roadmap")
    async def decide(self, request: Caller, data: JSONBody[Roadmap]) -> RoadmapOut:
        """And name it; what is left out is as usual: private, without a title and an introduction of its own."""
        await service.decide(request.auth.workspace, data)
        return await _roadmap(request.auth.workspace)

    @get("/entries", summary="List what the roadmap shows")
    async def entries(self, request: Caller, language: FromQuery[Literal["ko", "en"]] = "en") -> EntryList:
        """Planned, in progress and shipped items in the words of `language`, else in those that there are."""
        return EntryList(items=await queries.entries(request.auth.workspace, language))


class RoadmapEntryController(Controller):
    """What everybody may read of one item; drafts among it, so only for those who write."""

    path = "/v1/backlog/{item_id:str}/roadmap"
    tags = ["roadmap"]
    guards = [requires(Scope.write, Resource.backlog)]

    @get(summary="Read what the roadmap says of an item")
    async def read(self, request: Caller, item_id: FromPath[str]) -> EntryOut:
        """In every language, whether it is shown or not."""
        return await _entry(request.auth.workspace, item_id)

    @put(summary="Write what the roadmap says of an item")
    async def write(
        self, request: Caller, item_id: FromPath[str], data: JSONBody[EntryIn], clock: NamedDependency[Clock]
    ) -> EntryOut:
        """All languages at once; 409 for an item that is neither planned nor in progress nor shipped."""
        await service.write(request.auth.workspace, item_id, data, by=request.auth.who, now=clock())
        return await _entry(request.auth.workspace, item_id)

    @delete(summary="Take an item off the roadmap")
    async def take_off(self, request: Caller, item_id: FromPath[str], clock: NamedDependency[Clock]) -> None:
        """Its words are kept."""
        await service.take_off(request.auth.workspace, item_id, by=request.auth.who, now=clock())


async def _roadmap(workspace: str) -> RoadmapOut:
    return RoadmapOut(settings=await queries.roadmap(workspace), path=f"/roadmap/{workspace}")


async def _entry(workspace: str, item: str) -> EntryOut:
    await backlog.title_of(workspace, item)
    return entry_out(item, await queries.place(workspace, item), await queries.written(workspace, item))
