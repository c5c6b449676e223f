"""API keys over HTTP."""

from datetime import timedelta
from typing import Any

from litestar import Controller, Request, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from voc.accounts import issuing
from voc.accounts.schemas import ApiKeyOut, KeyIn, KeyList, KeyMade, Renewal
from voc.clock import Clock
from voc.values import Principal, Resource, Scope
from voc.web.guards import requires

Caller = Request[Any, Principal, Any]


class KeyController(Controller):
    """What programs show to act in this workspace."""

    path = "/v1/keys"
    tags = ["keys"]
    guards = [requires(Scope.admin, Resource.members)]

    @get(summary="List keys")
    async def keys(self, request: Caller) -> KeyList:
        """The latest first, those that have ended included. A key itself is shown once, when it is made."""
        return KeyList(items=await issuing.keys(request.auth.workspace))

    @post(summary="Make a key", audit="key.created")
    async def make(self, request: Caller, data: JSONBody[KeyIn], clock: NamedDependency[Clock]) -> KeyMade:
        """The answer is the only place that holds it."""
        return await issuing.make(request.auth.workspace, data, now=clock())

    @post("/{key_id:str}/renew", summary="Renew a key", audit="key.renewed")
    async def renew(
        self, request: Caller, key_id: FromPath[str], data: JSONBody[Renewal], clock: NamedDependency[Clock]
    ) -> KeyMade:
        """Another one with the same name and scopes; the one before goes on for the hours of grace."""
        grace = timedelta(hours=data.grace_hours)
        return await issuing.renew(request.auth.workspace, key_id, grace=grace, now=clock())

    @delete("/{key_id:str}", summary="Revoke a key", status_code=200, audit="key.revoked")
    async def revoke(self, request: Caller, key_id: FromPath[str], clock: NamedDependency[Clock]) -> ApiKeyOut:
        """It ends within ten seconds, for good."""
        return await issuing.revoke(request.auth.workspace, key_id, now=clock())
