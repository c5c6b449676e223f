"""Trackers over HTTP, and where they call in: nothing is parsed before its signature holds."""

import json
from typing import Any

from litestar import Controller, Request, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from voc import vault
from voc.clock import Clock, stamp
from voc.errors import Invalid, VocError
from voc.settings import Settings
from voc.trackers import connecting, marking, queries
from voc.trackers.adapters import ADAPTERS, Hook
from voc.trackers.documents import Tracker
from voc.trackers.schemas import (
    CheckOut,
    SecretIn,
    SecretOut,
    TrackerChange,
    TrackerIn,
    TrackerList,
    TrackerMade,
    TrackerOut,
    tracker_out,
)
from voc.values import Resource, Scope
from voc.web.guards import requires

Caller = Request[Any, Any, Any]
BODY_LIMIT_BYTES = 5 * 1024 * 1024
"""An issue with long texts; GitHub's largest events, of other sorts, have 25 MB."""


class NotFromTracker(VocError):
    """The signature is missing, wrong, or too old."""

    slug, title, status = "not-from-tracker", "Not from the tracker", 401


class TrackerHookController(Controller):
    """Public: what trackers send."""

    path = "/hooks/trackers"
    tags = ["trackers"]
    opt = {"public": True, "uncounted": True}
    request_max_body_size = BODY_LIMIT_BYTES
    security = [{}]

    @post("/{kind:str}/{tracker_id:str}", status_code=204, summary="A tracker's event")
    async def take(
        self, request: Caller, kind: FromPath[str], tracker_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> None:
        """2xx means that every linked item whose issue it names will be looked at; other events are let go by."""
        tracker = await queries.called(kind, tracker_id)
        adapter, now = ADAPTERS[kind], clock()
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in request.scope["headers"]}
        hook = Hook(headers=headers, body=await request.body(), at=now)
        sealed = tracker["sealed_secret"]
        if not sealed or not adapter.verify(vault.unseal(tracker["workspace"], sealed), hook):
            raise NotFromTracker("The signature does not fit. Is the secret there the one that was shown here?")
        issue = adapter.heard(tracker["project"], headers, _parsed(hook.body))
        heard = {"$set": {"heard_at": stamp(now)}}
        await Tracker.get_pymongo_collection().update_one({"_id": tracker_id, "workspace": tracker["workspace"]}, heard)
        for link in await queries.of_issue(tracker["workspace"], tracker_id, issue) if issue else []:
            await marking.touch(tracker["workspace"], link, now=now)


class TrackerController(Controller):
    """GitHub, GitLab, Jira and Linear, as far as they are connected."""

    path = "/v1/trackers"
    tags = ["trackers"]
    guards = [requires(Scope.admin, Resource.settings)]

    @get(summary="List trackers")
    async def trackers(self, request: Caller) -> TrackerList:
        """Without their tokens and secrets."""
        return TrackerList(items=[tracker_out(row) for row in await queries.trackers(request.auth.workspace)])

    @post(summary="Connect a tracker", audit="tracker.connected")
    async def connect(
        self,
        request: Caller,
        data: JSONBody[TrackerIn],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> TrackerMade:
        """It stays connected though `check` says that it does not work: change the token, or wait.

        The answer holds the secret of its webhook; nothing shows it again.
        """
        workspace = request.auth.workspace
        id_, secret = await connecting.connect(workspace, data, settings.egress, now=clock())
        made = await _read(workspace, id_)
        check = await connecting.tried(workspace, id_, settings=settings, clock=clock)
        return TrackerMade(**dict(made), secret=None if made.makes_secret else secret, check=check)

    @get("/{tracker_id:str}", summary="Read a tracker")
    async def read(self, request: Caller, tracker_id: FromPath[str]) -> TrackerOut:
        """Without its token and secret."""
        return await _read(request.auth.workspace, tracker_id)

    @patch("/{tracker_id:str}", summary="Change a tracker", audit="tracker.changed")
    async def change(self, request: Caller, tracker_id: FromPath[str], data: JSONBody[TrackerChange]) -> TrackerOut:
        """Another token, account or type of issue; or what a move on one side means on the other."""
        workspace = request.auth.workspace
        await connecting.change(workspace, tracker_id, data.connection())
        if data.rules is not None:
            await connecting.change_rules(workspace, tracker_id, data.rules)
        return await _read(workspace, tracker_id)

    @delete("/{tracker_id:str}", summary="Disconnect a tracker", audit="tracker.removed")
    async def remove(self, request: Caller, tracker_id: FromPath[str]) -> None:
        """Its token is forgotten, and items and issues follow each other no more; the issues stay."""
        await connecting.remove(request.auth.workspace, tracker_id)

    @post("/{tracker_id:str}/test", status_code=200, summary="Try a connection", audit="tracker.tested")
    async def test(
        self,
        request: Caller,
        tracker_id: FromPath[str],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> CheckOut:
        """Nothing is written there: what the provider does not tell about the token's rights stays a doubt."""
        return await connecting.tried(request.auth.workspace, tracker_id, settings=settings, clock=clock)

    @post(
        "/{tracker_id:str}/secret",
        status_code=200,
        summary="Change the secret of a tracker's webhook",
        audit="tracker.secret-renewed",
    )
    async def secret(self, request: Caller, tracker_id: FromPath[str], data: JSONBody[SecretIn]) -> SecretOut:
        """A new one, which nothing shows again; where the provider makes it, send it along."""
        row = await queries.tracker(request.auth.workspace, tracker_id)
        theirs = ADAPTERS[row["kind"]].makes_secret
        if theirs != bool(data.secret):
            wrong = "is made by the provider: send it" if theirs else "is made here: leave it out"
            raise Invalid(f"The secret {wrong}.", errors=[{"pointer": "/secret", "message": wrong}])
        return SecretOut(secret=await connecting.change_secret(request.auth.workspace, tracker_id, data.secret))


async def _read(workspace: str, id_: str) -> TrackerOut:
    return tracker_out(await queries.tracker(workspace, id_))


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError as error:
        raise Invalid("The body is no JSON. Choose the content type application/json at the tracker.") from error
