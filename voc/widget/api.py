"""The widget's own endpoints; see the package."""

import hashlib
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from pydantic import TypeAdapter

from voc.accounts.documents import Workspace
from voc.asks import policy
from voc.asks.policy import Rules
from voc.asks.service import Verdict
from voc.clock import Clock
from voc.responses import service as responses
from voc.responses import uploads
from voc.responses.schemas import BODY_LIMIT_BYTES, ResponseReceived
from voc.values import Resource, Scope
from voc.web.bodies import SIMPLE, read_json, validate
from voc.web.guards import requires
from voc.widget import service
from voc.widget.explaining import Explanation, Visit, event_of, explain
from voc.widget.schemas import AskIn, Configuration, FileReceived, Questionnaire, WidgetResponse

ASK, RESPONSE = TypeAdapter(AskIn), TypeAdapter(WidgetResponse)
CONFIGURATION_SECONDS = 60
"""How long a browser may keep what is live: a paused survey stops asking after that."""
Caller = Request[Any, Any, Any]


class WidgetController(Controller):
    """Public: what any visitor's browser may read and send."""

    path = "/c"
    tags = ["widget"]
    opt = {"public": True}
    request_max_body_size = BODY_LIMIT_BYTES
    security = [{}]

    @get("/{project:str}", summary="What may be shown")
    async def configuration(
        self,
        request: Caller,
        project: FromPath[str],
        customer: FromQuery[str | None] = None,
        signature: FromQuery[str | None] = None,
    ) -> Response[Configuration]:
        """The live surveys with their targeting, and when `customer` was asked before."""
        workspace, rules = await place_of_widget(request, project)
        policy.check_customer(rules, customer, signature)
        found = await service.configuration(workspace, rules, customer)
        keeps = "no-store" if customer else f"public, max-age={CONFIGURATION_SECONDS}"
        return Response(found, headers={"cache-control": keeps, "vary": "origin"})

    @get("/{project:str}/surveys/{survey_id:str}", summary="A published survey")
    async def questionnaire(
        self, request: Caller, project: FromPath[str], survey_id: FromPath[str]
    ) -> Response[Questionnaire]:
        """The latest version, without its targeting; 304 to a browser that has it."""
        workspace, _ = await place_of_widget(request, project)
        found = await service.questionnaire(workspace, survey_id)
        etag = '"' + hashlib.sha256(f"{found.id}@{found.version}".encode()).hexdigest()[:16] + '"'
        headers = {"cache-control": "no-cache", "etag": etag, "vary": "origin"}
        if etag in request.headers.get("if-none-match", ""):
            return Response(None, status_code=304, headers=headers)  # type: ignore[return-value]
        return Response(found, headers=headers)

    @post("/{project:str}/asks", status_code=200, summary="May I ask?")
    async def ask(self, request: Caller, project: FromPath[str], clock: NamedDependency[Clock]) -> Verdict:
        """Yes at most once per gap, on whatever device: a yes is recorded before it is given."""
        workspace, rules = await place_of_widget(request, project)
        wish = validate(ASK, await read_json(request, types=SIMPLE))
        policy.check_customer(rules, wish.customer_id(), wish.signature)
        return await service.ask(workspace, wish, now=clock())

    @post("/{project:str}/responses", status_code=202, summary="Send a response")
    async def respond(self, request: Caller, project: FromPath[str], clock: NamedDependency[Clock]) -> ResponseReceived:
        """An answer of 2xx means that it is on disk; send again what got none, with the same `submission_id`."""
        workspace, rules = await place_of_widget(request, project)
        sent = validate(RESPONSE, await read_json(request, types=SIMPLE))
        customer = sent.customer_in()
        proven = policy.check_customer(rules, customer.id if customer else None, sent.signature)
        return await responses.receive(
            workspace.id, sent.response(), now=clock(), channel=sent.channel, believed=proven
        )

    @post("/{project:str}/files", summary="Send a file", request_max_body_size=uploads.LARGEST_BYTES)
    async def upload(
        self,
        request: Caller,
        project: FromPath[str],
        survey: FromQuery[str],
        question: FromQuery[str],
        clock: NamedDependency[Clock],
        name: FromQuery[str] = "",
    ) -> FileReceived:
        """Store a file before the answer that names it; size and type are checked on its content."""
        workspace, _ = await place_of_widget(request, project)
        stored = await uploads.store(workspace.id, survey, question, name, request.stream(), now=clock())
        return FileReceived(id=stored.id, name=stored.name, kind=stored.kind, size=stored.size)


async def place_of_widget(request: Caller, project: str) -> tuple[Workspace, Rules]:
    """Whose widget calls, if its page may."""
    workspace = await service.workspace_of(project)
    rules = await policy.read(workspace.id)
    if not _from_our_own_page(request):
        policy.check_origin(rules.policy, request.headers.get("origin"))
    return workspace, rules


def _from_our_own_page(request: Caller) -> bool:
    """Whether a survey's own page asks, which needs no permission; old browsers say only where they are."""
    origin, host = request.headers.get("origin", ""), request.headers.get("host")
    return request.headers.get("sec-fetch-site") == "same-origin" or origin.partition("://")[2] == host


class ExplainController(Controller):
    """Why a survey is not showing."""

    path = "/v1/surveys"
    tags = ["surveys"]
    guards = [requires(Scope.read, Resource.surveys)]

    @get("/{survey_id:str}/explain", summary="Why is it not showing?")
    async def explain(
        self,
        request: Caller,
        survey_id: FromPath[str],
        clock: NamedDependency[Clock],
        customer: FromQuery[str | None] = None,
        url: FromQuery[str | None] = None,
        device: FromQuery[str | None] = None,
        language: FromQuery[str | None] = None,
        event: FromQuery[str | None] = None,
    ) -> Explanation:
        """Rule by rule, as the widget decides: `voc.explain()` in the page says the same.

        `event` is a kind of trigger such as `page`, or the name of one that `voc.track` reports. Rules about what is
        not said are null.
        """
        visit = Visit(customer=customer, url=url, device=device, language=language, event=event_of(event))
        return await explain(request.auth.workspace, survey_id, visit, now=clock())
