"""Responses over HTTP: public, with the workspace's publishable key."""

from typing import Any

from litestar import Controller, Request, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from voc.clock import Clock
from voc.responses import service
from voc.responses.schemas import ResponseIn, ResponseReceived
from voc.values import Scope
from voc.web.guards import requires


class ResponseController(Controller):
    """Answers to surveys."""

    path = "/v1/responses"
    tags = ["responses"]
    guards = [requires(Scope.survey)]

    @post(status_code=202, summary="Send a response")
    async def send(
        self, request: Request[Any, Any, Any], data: JSONBody[ResponseIn], clock: NamedDependency[Clock]
    ) -> ResponseReceived:
        """An answer of 2xx means that it is on disk; send again what got none, with the same `submission_id`.

        Attributes of the customer are kept when the key may write, and ignored when it is the publishable one.
        """
        believed = request.auth.may(Scope.write)
        return await service.receive(request.auth.workspace, data, now=clock(), believed=believed)
