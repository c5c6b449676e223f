"""Areas as people make, name and remove them, over HTTP and in pages."""

from datetime import datetime

from litestar import Controller, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from pymongo import UpdateOne

from voc.clock import Clock
from voc.errors import NotFound
from voc.themes import queries
from voc.themes.api import Caller, who
from voc.themes.documents import Area, Theme
from voc.themes.domain import ThemeState
from voc.themes.editing import language_of
from voc.themes.schemas import AreaIn, AreaOut, AreaPage
from voc.values import Resource, Scope, new_id
from voc.web.guards import requires


async def create(workspace: str, name: str, *, member: str, now: datetime) -> AreaOut:
    """An area without themes; those that are moved there stay."""
    area = Area(
        id=new_id("ar", now),
        workspace=workspace,
        name=name.strip(),
        language=language_of(name),
        named_by=member,
        state=ThemeState.active,
        created_at=now,
        updated_at=now,
    )
    await Area.get_pymongo_collection().insert_one(area.model_dump(by_alias=True))
    return await one(workspace, area.id)


async def one(workspace: str, id_: str) -> AreaOut:
    """One area in use.

    Raises:
        NotFound: not in this workspace, or no longer in use.
    """
    found = next((area for area in await queries.areas(workspace) if area.id == id_), None)
    if found is None:
        raise NotFound("No such area in use.", area=id_)
    return found


async def rename(workspace: str, id_: str, name: str, *, member: str, now: datetime) -> AreaOut:
    """A name that no model replaces."""
    await one(workspace, id_)
    fields = {"name": name.strip(), "named_by": member, "updated_at": now}
    await Area.get_pymongo_collection().update_one({"_id": id_, "workspace": workspace}, {"$set": fields})
    return await one(workspace, id_)


async def remove(workspace: str, id_: str, *, now: datetime) -> None:
    """Take an area out of use; its themes have none until themes are looked for again."""
    await one(workspace, id_)
    gone = {"state": ThemeState.retired.value, "updated_at": now}
    await Area.get_pymongo_collection().update_one({"_id": id_, "workspace": workspace}, {"$set": gone})
    own = [theme.id for theme in await queries.active(workspace) if theme.parent == id_]
    loose = {"$set": {"parent": None, "placed_by": None}}
    if own:
        writes = [UpdateOne({"_id": theme, "workspace": workspace}, loose) for theme in own]
        await Theme.get_pymongo_collection().bulk_write(writes, ordered=False)


class AreaController(Controller):
    """What themes have in common."""

    path = "/v1/areas"
    tags = ["themes"]

    @get(guards=[requires(Scope.read, Resource.feedback)], summary="List areas in use")
    async def list_areas(self, request: Caller) -> AreaPage:
        """By name; a theme names its area as `parent`."""
        return AreaPage(items=await queries.areas(request.auth.workspace))

    @post(guards=[requires(Scope.write, Resource.feedback)], summary="Make an area")
    async def make(self, request: Caller, data: JSONBody[AreaIn], clock: NamedDependency[Clock]) -> AreaOut:
        """Move themes there by their `parent`."""
        return await create(request.auth.workspace, data.name, member=who(request), now=clock())

    @patch("/{area_id:str}", guards=[requires(Scope.write, Resource.feedback)], summary="Rename")
    async def change(
        self, request: Caller, area_id: FromPath[str], data: JSONBody[AreaIn], clock: NamedDependency[Clock]
    ) -> AreaOut:
        """A name that no model replaces."""
        return await rename(request.auth.workspace, area_id, data.name, member=who(request), now=clock())

    @delete("/{area_id:str}", guards=[requires(Scope.write, Resource.feedback)], summary="Remove")
    async def take_away(self, request: Caller, area_id: FromPath[str], clock: NamedDependency[Clock]) -> None:
        """Its themes stay; they get another area when themes are looked for again."""
        await remove(request.auth.workspace, area_id, now=clock())
