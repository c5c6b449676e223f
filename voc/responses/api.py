"""Responses over HTTP: public, with the workspace's publishable key."""

from typing import Any

from litestar import Controller, Request, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from voc.asks import policy
from voc.clock import Clock
from voc.responses import service
from voc.responses.schemas import BODY_LIMIT_BYTES, ResponseReceived, SentResponse
from voc.values import Resource, Scope
from voc.web.guards import requires


class ResponseController(Controller):
    """Answers to surveys."""

    path = "/v1/responses"
    tags = ["responses"]
    guards = [requires(Scope.survey, Resource.surveys)]
    request_max_body_size = BODY_LIMIT_BYTES

    @post(status_code=202, summary="Send a response")
    async def send(
        self, request: Request[Any, Any, Any], data: JSONBody[SentResponse], clock: NamedDependency[Clock]
    ) -> ResponseReceived:
        """An answer of 2xx means that it is on disk; send again what got none, with the same `submission_id`.

        Everybody has the publishable key: with it, the workspace's sites and its demand for signed customers hold, and
        attributes of a customer without a valid `signature` are ignored. A key that may write is believed.
        """
        workspace, believed = request.auth.workspace, request.auth.may(Scope.write, Resource.surveys)
        if not believed:
            rules = await policy.read(workspace)
            policy.check_origin(rules.policy, request.headers.get("origin"))
            customer = data.customer_in()
            believed = policy.check_customer(rules, customer.id if customer else None, data.signature)
        return await service.receive(workspace, data.response(), now=clock(), believed=believed)
