"""The widget asks here what follows the thanks; public, as the widget's other endpoints are."""

from typing import Any

from litestar import Controller, Request, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import TypeAdapter

from voc.clock import Clock
from voc.faq.live import service
from voc.faq.live.schemas import LiveIn, LiveOut, LiveReceived, LiveSaid
from voc.settings import Settings
from voc.web.bodies import SIMPLE, read_json, validate
from voc.widget.api import place_of_widget

Caller = Request[Any, Any, Any]
ASKED, SAID = TypeAdapter(LiveIn), TypeAdapter(LiveSaid)
BODY_LIMIT_BYTES = 16 * 1024


class LiveController(Controller):
    """For whoever knows the id of a finished response: the browser that sent it."""

    path = "/c/{project:str}/live"
    tags = ["widget"]
    opt = {"public": True}
    request_max_body_size = BODY_LIMIT_BYTES
    security = [{}]

    @post(status_code=200, summary="What follows the thanks?")
    async def offer(
        self,
        request: Caller,
        project: FromPath[str],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> LiveOut:
        """An approved answer to what was asked, one question about a complaint, or nothing; the same if asked again."""
        workspace, rules = await place_of_widget(request, project)
        asked = validate(ASKED, await read_json(request, types=SIMPLE))
        wanted = rules.afterwards
        return await service.offer(workspace.id, asked.submission_id, wanted, base=settings.public_url, now=clock())

    @post("/said", status_code=202, summary="What came of it")
    async def said(self, request: Caller, project: FromPath[str], clock: NamedDependency[Clock]) -> LiveReceived:
        """Whether the answer helped, or the customer's answer to the question; an answer of 2xx means it is on disk."""
        workspace, _ = await place_of_widget(request, project)
        said = validate(SAID, await read_json(request, types=SIMPLE))
        return await service.hear(workspace.id, said, now=clock())
