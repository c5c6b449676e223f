"""Learning over HTTP: look-alikes, versions of the heads, reading again, and checks of themes."""

from typing import Any

from litestar import Controller, Request, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from voc.clock import Clock
from voc.heads import queries as heads
from voc.heads import service as heads_service
from voc.learning import checking, queries, service
from voc.learning.schemas import (
    AlikeIn,
    AlikeOut,
    ApplyIn,
    CheckIn,
    ModelsOut,
    PrecisionOut,
    RereadingOut,
    UseIn,
    VersionOut,
)
from voc.outbox import State
from voc.values import Principal, Resource, Scope
from voc.web.guards import requires

Caller = Request[Any, Principal, Any]


class AlikeController(Controller):
    """One correction, offered to texts like it."""

    path = "/v1"
    tags = ["learning"]

    @post(
        "/feedback/{feedback_id:str}/alike",
        guards=[requires(Scope.write, Resource.feedback)],
        status_code=202,
        summary="Look for texts like a corrected one",
    )
    async def look(
        self,
        request: Caller,
        feedback_id: FromPath[str],
        data: JSONBody[AlikeIn],
        clock: NamedDependency[Clock],
    ) -> AlikeOut:
        """Texts that the model read the same way; found within seconds, and changed by nothing but `apply`."""
        caller = request.auth
        made = await service.look_for_alike(caller.workspace, feedback_id, data.field, by=caller.who, now=clock())
        return await _alike(caller.workspace, made)

    @get("/alike/{alike_id:str}", guards=[requires(Scope.read, Resource.feedback)], summary="Read what was found")
    async def read(self, request: Caller, alike_id: FromPath[str]) -> AlikeOut:
        """The best first."""
        return await _alike(request.auth.workspace, alike_id)

    @post(
        "/alike/{alike_id:str}/apply",
        guards=[requires(Scope.write, Resource.feedback)],
        status_code=200,
        summary="Judge some alike",
    )
    async def apply(
        self, request: Caller, alike_id: FromPath[str], data: JSONBody[ApplyIn], clock: NamedDependency[Clock]
    ) -> AlikeOut:
        """Those named, as far as they were found."""
        caller = request.auth
        await service.apply(caller.workspace, alike_id, data.feedback, by=caller.who, now=clock())
        return await _alike(caller.workspace, alike_id)

    @post(
        "/alike/{alike_id:str}/undo",
        guards=[requires(Scope.write, Resource.feedback)],
        status_code=200,
        summary="Take that back",
    )
    async def undo(self, request: Caller, alike_id: FromPath[str], clock: NamedDependency[Clock]) -> AlikeOut:
        """What somebody has judged on its own since stays."""
        await service.undo(request.auth.workspace, alike_id, now=clock())
        return await _alike(request.auth.workspace, alike_id)


class ModelController(Controller):
    """What reads feedback: versions of the workspace's heads, and reading history again."""

    path = "/v1/models"
    tags = ["learning"]

    @get(guards=[requires(Scope.read, Resource.feedback)], summary="List versions of the heads, the newest first")
    async def list_versions(self, request: Caller) -> ModelsOut:
        """Those that were refused included, each with the report of its trial."""
        return await _models(request.auth.workspace)

    @post(
        "/use", guards=[requires(Scope.write, Resource.feedback)], status_code=200, summary="Read with another version"
    )
    async def use(self, request: Caller, data: JSONBody[UseIn], clock: NamedDependency[Clock]) -> ModelsOut:
        """From now on; what was read before changes when it is read again."""
        caller = request.auth
        await heads_service.choose(caller.workspace, data.heads, by=caller.who, now=clock())
        return await _models(caller.workspace)

    @post(
        "/learn",
        guards=[requires(Scope.write, Resource.feedback)],
        status_code=202,
        summary="Learn now rather than tonight",
    )
    async def learn(self, request: Caller, clock: NamedDependency[Clock]) -> ModelsOut:
        """Makes a version, if there is enough to learn from; used only if it is better."""
        await service.learn_now(request.auth.workspace, now=clock())
        return await _models(request.auth.workspace)

    @get("/rereading", guards=[requires(Scope.read, Resource.feedback)], summary="See how far reading again has come")
    async def rereading(self, request: Caller) -> RereadingOut:
        """Of the latest time."""
        return await _rereading(request.auth.workspace)

    @post(
        "/rereading", guards=[requires(Scope.write, Resource.feedback)], status_code=202, summary="Read history again"
    )
    async def reread(self, request: Caller, clock: NamedDependency[Clock]) -> RereadingOut:
        """In the background, newest first; corrections stay."""
        await service.reread(request.auth.workspace, by=request.auth.who, now=clock())
        return await _rereading(request.auth.workspace)

    @delete(
        "/rereading", guards=[requires(Scope.write, Resource.feedback)], status_code=200, summary="Stop reading again"
    )
    async def stop(self, request: Caller, clock: NamedDependency[Clock]) -> RereadingOut:
        """What was read again stays so."""
        await service.stop_rereading(request.auth.workspace, now=clock())
        return await _rereading(request.auth.workspace)


class PrecisionController(Controller):
    """What people say about a random sample of a theme."""

    path = "/v1/themes/{theme_id:str}/precision"
    tags = ["learning"]

    @get(guards=[requires(Scope.read, Resource.feedback)], summary="See how pure a theme is")
    async def read(self, request: Caller, theme_id: FromPath[str]) -> PrecisionOut:
        """The share of checked members that belong, with Wilson's 95 % interval."""
        return await _precision(request.auth.workspace, theme_id)

    @post(guards=[requires(Scope.write, Resource.feedback)], status_code=200, summary="Check one of its sample")
    async def check(
        self, request: Caller, theme_id: FromPath[str], data: JSONBody[CheckIn], clock: NamedDependency[Clock]
    ) -> PrecisionOut:
        """What does not belong leaves the theme."""
        caller = request.auth
        await checking.check(caller.workspace, theme_id, data.feedback, data.fits, by=caller.who, now=clock())
        return await _precision(caller.workspace, theme_id)


async def _alike(workspace: str, id_: str) -> AlikeOut:
    row = await queries.lookalikes(workspace, id_)
    fields = {name: row.get(name) for name in AlikeOut.model_fields if name not in ("id", "busy", "undone")}
    return AlikeOut(**fields, id=row["_id"], undone=bool(row["undone"]), busy=row["state"] == State.pending)


async def _models(workspace: str) -> ModelsOut:
    used = (await heads.choice(workspace)).heads
    versions = [VersionOut.of(each, used) for each in await heads.versions(workspace)]
    return ModelsOut(in_use=used, items=versions, lessons=await queries.lessons_count(workspace))


async def _rereading(workspace: str) -> RereadingOut:
    found = await queries.rereading(workspace)
    fields = {name: getattr(found, name) for name in RereadingOut.model_fields} if found else {}
    return RereadingOut(**fields)


async def _precision(workspace: str, theme: str) -> PrecisionOut:
    found = await checking.standing(workspace, theme)
    return PrecisionOut(theme=theme, precision=found.precision, to_check=found.to_check)
