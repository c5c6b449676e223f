"""Where trackers call in; nothing is parsed before its signature holds."""

import json
from typing import Any

from litestar import Controller, Request, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from voc import vault
from voc.clock import Clock, stamp
from voc.errors import Invalid, VocError
from voc.trackers import marking, queries
from voc.trackers.adapters import ADAPTERS, Hook
from voc.trackers.documents import Tracker

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
    opt = {"public": True}
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


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError as error:
        raise Invalid("The body is no JSON. Choose the content type application/json at the tracker.") from error
