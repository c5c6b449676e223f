"""Feedback over HTTP: in from anywhere, out newest first."""

from datetime import datetime
from typing import Annotated, Any

from litestar import Controller, Request, Response, get, patch, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from pydantic import TypeAdapter

from voc.clock import Clock
from voc.customers import queries as customers
from voc.errors import Invalid
from voc.feedback import judging, periods, queries, service, verbatims
from voc.feedback.domain import FeedbackState, Kind, Noise, SubmissionConflict
from voc.feedback.openapi import FeedbackBody
from voc.feedback.queries import Filters
from voc.feedback.schemas import (
    BulkItem,
    BulkOut,
    FeedbackIn,
    FeedbackOut,
    FeedbackPage,
    FeedbackPatch,
    Received,
    Verbatim,
)
from voc.feedback.surroundings import Surroundings
from voc.values import Resource, Scope
from voc.web.bodies import read_json, validate
from voc.web.guards import requires
from voc.web.pagination import PAGE_ITEMS, PageLimit, from_cursor, to_cursor

FEEDBACK = TypeAdapter(FeedbackIn)


class FeedbackController(Controller):
    """Verbatims from any channel."""

    path = "/v1/feedback"
    tags = ["feedback"]

    @post(
        guards=[requires(Scope.write, Resource.feedback)],
        summary="Send feedback: one, or a list",
        operation_class=FeedbackBody,
        status_code=202,
        responses={
            200: ResponseSpec(
                BulkOut, description="A list was sent: what became of each item", generate_examples=False
            ),
            202: ResponseSpec(Received, description="One was sent; it is stored", generate_examples=False),
        },
    )
    async def send(
        self, request: Request[Any, Any, Any], clock: NamedDependency[Clock]
    ) -> Response[Received] | Response[BulkOut]:
        """Store one verbatim or up to 1,000. An answer of 2xx means that it is on disk; send again what got none."""
        body = await read_json(request)
        workspace = request.auth.workspace
        if isinstance(body, list):
            # not a dependency: for two of them Litestar opens a task group, a tenth of this route's time
            limit = request.app.state.settings.ingest.bulk_limit_items
            return Response(await _receive_list(workspace, body, limit=limit, now=clock()), status_code=200)
        item = validate(FEEDBACK, body)
        (received,) = await service.receive(workspace, [item], now=clock())
        if received.status == "conflict":
            raise SubmissionConflict(
                "This submission_id came before with another body. Use a new id for a new verbatim.",
                submission_id=item.submission_id,
                feedback=received.id,
            )
        return Response(received, status_code=202)

    @get(guards=[requires(Scope.read, Resource.feedback)], summary="List feedback, newest first")
    async def list_feedback(
        self,
        request: Request[Any, Any, Any],
        kind: FromQuery[Kind | None] = None,
        theme: FromQuery[str | None] = None,
        language: FromQuery[str | None] = None,
        customer: FromQuery[str | None] = None,
        channel: FromQuery[str | None] = None,
        feedback_state: Annotated[FeedbackState | None, QueryParameter(name="state")] = None,
        since: FromQuery[datetime | None] = None,
        until: FromQuery[datetime | None] = None,
        q: FromQuery[str | None] = None,
        unsure: FromQuery[bool] = False,
        noise: FromQuery[Noise | None] = None,
        cursor: FromQuery[str | None] = None,
        limit: PageLimit = PAGE_ITEMS,
    ) -> FeedbackPage:
        """Narrowed by any of the parameters.

        `until` is exclusive, `customer` is our id or yours of them, and `unsure` asks for what a person should look at.
        """
        filters = Filters(
            kind=kind,
            theme=theme,
            language=language,
            customers=await customers.ids(request.auth.workspace, customer) if customer else None,
            channel=channel,
            state=feedback_state,
            since=periods.moment(since, "since"),
            until=periods.moment(until, "until"),
            q=q,
            unsure=unsure,
            noise=noise,
        )
        after = str(from_cursor(cursor, str)[0]) if cursor else None
        found = await queries.page(request.auth.workspace, filters, after=after, limit=limit)
        return FeedbackPage(items=found.items, next=to_cursor(found.next) if found.next else None)

    @get("/{feedback_id:str}", guards=[requires(Scope.read, Resource.feedback)], summary="Read one")
    async def read(self, request: Request[Any, Any, Any], feedback_id: FromPath[str]) -> FeedbackOut:
        """One verbatim with what the service understood of it."""
        return await queries.one(request.auth.workspace, feedback_id)

    @get(
        "/{feedback_id:str}/verbatim",
        guards=[requires(Scope.admin, Resource.privacy)],
        summary="Read one word for word",
        audit="feedback.revealed",
    )
    async def verbatim(
        self, request: Request[Any, Any, Any], feedback_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> Verbatim:
        """With the personal data that it holds; the customer's history says who asked."""
        caller = request.auth
        return Verbatim(text=await verbatims.reveal(caller.workspace, feedback_id, by=caller.who, now=clock()))

    @patch(
        "/{feedback_id:str}",
        guards=[requires(Scope.write, Resource.feedback)],
        summary="Correct kind, theme or sentiment",
    )
    async def correct(
        self,
        request: Request[Any, Any, Any],
        feedback_id: FromPath[str],
        data: JSONBody[FeedbackPatch],
        around: NamedDependency[Surroundings],
        clock: NamedDependency[Clock],
    ) -> FeedbackOut:
        """A person's judgement; no model overwrites it."""
        await around.check_theme(request.auth.workspace, data.theme)
        caller = request.auth
        return await judging.correct(caller.workspace, feedback_id, data, now=clock(), by=caller.who)


async def _receive_list(workspace: str, body: list[Any], *, limit: int, now: datetime) -> BulkOut:
    """Store the good items; a bad one rejects only itself."""
    if len(body) > limit:
        raise Invalid(f"A list may hold {limit:,} items; this one holds {len(body):,}. Send it in parts.")
    results: dict[int, BulkItem] = {}
    good: list[tuple[int, FeedbackIn]] = []
    for index, value in enumerate(body):
        try:
            good.append((index, validate(FEEDBACK, value)))
        except Invalid as error:
            results[index] = BulkItem(index=index, status="rejected", error=_reason(error))
    received = await service.receive(workspace, [item for _, item in good], now=now)
    for (index, _), one in zip(good, received, strict=True):
        results[index] = BulkItem(index=index, status=one.status, id=one.id)
    return BulkOut(items=[results[index] for index in range(len(body))])


def _reason(error: Invalid) -> str:
    places = error.values.get("errors", [])
    return "; ".join(f"{place['pointer'].lstrip('/')}: {place['message']}".lstrip(": ") for place in places)
