"""Searches by meaning over HTTP."""

from datetime import datetime
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from voc.clock import Clock
from voc.feedback import exploring, periods
from voc.feedback.domain import Kind
from voc.feedback.filters import Filters
from voc.feedback.moods import Mood
from voc.feedback.schemas import FeedbackOut
from voc.searching import service
from voc.searching.domain import nearness
from voc.searching.schemas import Near, NearPage, QuestionIn, SearchOut
from voc.values import Resource, Scope
from voc.web.guards import requires
from voc.web.pagination import PAGE_ITEMS, PageLimit, from_cursor, to_cursor


class MeaningController(Controller):
    """Feedback that says what a question means, in any words and in both languages."""

    path = "/v1/feedback/searches"
    tags = ["feedback"]
    guards = [requires(Scope.read, Resource.feedback)]

    @post(status_code=202, summary="Search feedback by meaning")
    async def ask(
        self, request: Request[Any, Any, Any], data: JSONBody[QuestionIn], clock: NamedDependency[Clock]
    ) -> SearchOut:
        """A worker compares the question with what it has read; read the search until its state is `found`.

        The same question within ten minutes is the same search.
        """
        return SearchOut.of(await service.ask(request.auth.workspace, data.question, now=clock()))

    @get("/{search_id:str}", summary="Read what a search by meaning found")
    async def read(
        self,
        request: Request[Any, Any, Any],
        search_id: FromPath[str],
        kind: FromQuery[Kind | None] = None,
        mood: FromQuery[Mood | None] = None,
        theme: FromQuery[str | None] = None,
        language: FromQuery[str | None] = None,
        channel: FromQuery[str | None] = None,
        since: FromQuery[datetime | None] = None,
        until: FromQuery[datetime | None] = None,
        cursor: FromQuery[str | None] = None,
        limit: PageLimit = PAGE_ITEMS,
    ) -> NearPage:
        """The most alike first: of the 300 nearest those that fit the parameters. It stands for ten minutes or more.

        Ask in a sentence: a single word says little about a meaning, so what holds it is added and stands first.
        """
        workspace = request.auth.workspace
        meant = await service.standing(workspace, search_id)
        filters = Filters(
            kind=kind,
            mood=mood,
            theme=theme,
            language=language,
            channel=channel,
            since=periods.moment(since, "since"),
            until=periods.moment(until, "until"),
        )
        after = max(0, int(from_cursor(cursor, int)[0])) if cursor else 0
        found = await exploring.by_meaning(workspace, filters, meant, after=after, limit=limit)
        items = [_near(row, found) for row in found.items]
        known = SearchOut.of(meant).model_dump()
        return NearPage(**known, items=items, next=to_cursor(found.next) if found.next else None)


def _near(row: FeedbackOut, found: exploring.Explored) -> Near:
    likeness = found.likeness.get(row.id)
    near = nearness(likeness) if likeness is not None else None
    return Near(likeness=likeness, nearness=near, holds_word=row.id in found.holding, feedback=row)
