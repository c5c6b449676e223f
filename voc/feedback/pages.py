"""Pages of feedback: the list, one verbatim, and what is parked."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect, Template

from voc.clock import Clock
from voc.customers import queries as customers
from voc.feedback import judging, queries, service, verbatims, views
from voc.feedback.asked import FeedbackQuery
from voc.feedback.domain import FeedbackState
from voc.feedback.exploring import Explored, beside, by_meaning, by_words
from voc.feedback.forms import FeedbackForm
from voc.feedback.queries import Filters
from voc.feedback.schemas import FeedbackPatch
from voc.feedback.speakers import labels_of
from voc.feedback.surroundings import Surroundings
from voc.feedback.views import row_view
from voc.feedback.words.domain import search_of
from voc.values import Principal, Resource, Scope
from voc.web.guards import requires
from voc.web.pages import page
from voc.web.pagination import from_cursor, to_cursor

PAGE_SIZE = 40
SegmentNames = Callable[[str], Awaitable[dict[str, str]]]
"""Names of a workspace's segments by id."""


class FeedbackPages(Controller):
    """For people who read what customers said."""

    path = "/feedback"
    include_in_schema = False
    guards = [requires(Scope.read, Resource.feedback)]

    @get(dependencies={"asked": Provide(FeedbackQuery.from_address, sync_to_thread=False)})
    async def list_page(
        self,
        request: Request[Any, Any, Any],
        around: NamedDependency[Surroundings],
        asked: NamedDependency[FeedbackQuery],
        segments: NamedDependency[SegmentNames],
        clock: NamedDependency[Clock],
        cursor: FromQuery[str | None] = None,
    ) -> Template:
        """Narrowed by what the address says: newest first, or the most alike where a meaning is asked for."""
        workspace = request.auth.workspace
        filters = asked.filters(await customers.ids(workspace, asked.customer) if asked.customer else None)
        meant = None
        if asked.question:
            meant = await around.meant(workspace, asked.question, clock())
            after = max(0, int(from_cursor(cursor, int)[0])) if cursor else 0
            found = await by_meaning(workspace, filters, meant, after=after, limit=PAGE_SIZE)
        else:
            last = str(from_cursor(cursor, str)[0]) if cursor else None
            found = await by_words(workspace, filters, after=last, limit=PAGE_SIZE, counting=asked.narrows())
        context = await _list(request, asked, found, around)
        context |= {
            "segments": [(id_, name, None) for id_, name in (await segments(workspace)).items()],
            "filtered": asked.narrows() or cursor is not None,
            "goes_on": cursor is not None,
            "meant": meant,
        }
        return page(request, "feedback/list.html", context, fragment="feedback/_results.html")

    @get("/parked")
    async def parked(
        self, request: Request[Any, Any, Any], around: NamedDependency[Surroundings], retried: FromQuery[int] = 0
    ) -> Template:
        """What failed too often and waits for a person."""
        found = await queries.page(request.auth.workspace, Filters(state=FeedbackState.parked), limit=200)
        rows = [row.model_dump() | {"parked_at": row.received_at} for row in found.items]
        before = [row.model_dump() for row in (await around.parked(request.auth.workspace))[:200]]
        return page(request, "feedback/parked.html", {"rows": rows, "before": before, "retried": retried})

    @post("/parked", guards=[requires(Scope.write, Resource.feedback)], status_code=303)
    async def retry_all(
        self, request: Request[Any, Any, Any], around: NamedDependency[Surroundings], clock: NamedDependency[Clock]
    ) -> Redirect:
        """Set everything parked going again."""
        workspace, now = request.auth.workspace, clock()
        count = await service.retry_parked(workspace, None, now=now) + await around.retry(workspace, now)
        return Redirect(f"/feedback/parked?retried={count}", status_code=303)

    @post("/{feedback_id:str}/retry", guards=[requires(Scope.write, Resource.feedback)], status_code=303)
    async def retry(
        self, request: Request[Any, Any, Any], feedback_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> Redirect:
        """Set one going again."""
        count = await service.retry_parked(request.auth.workspace, [feedback_id], now=clock())
        return Redirect(f"/feedback/parked?retried={count}", status_code=303)

    @get("/{feedback_id:str}")
    async def detail(
        self,
        request: Request[Any, Any, Any],
        feedback_id: FromPath[str],
        around: NamedDependency[Surroundings],
        saved: FromQuery[int] = 0,
    ) -> Template:
        """One verbatim with what we understood, and a form to put that right."""
        context = await _shown(request.auth, feedback_id, around) | {"saved": bool(saved)}
        return page(request, "feedback/detail.html", context, fragment="feedback/_detail.html")

    @post(
        "/{feedback_id:str}/reveal",
        guards=[requires(Scope.write, Resource.feedback)],
        status_code=200,
        audit="feedback.revealed",
    )
    async def reveal(
        self,
        request: Request[Any, Any, Any],
        feedback_id: FromPath[str],
        around: NamedDependency[Surroundings],
        clock: NamedDependency[Clock],
    ) -> Template:
        """What was written word for word, once; it is on record who looked."""
        caller = request.auth
        written = await verbatims.reveal(caller.workspace, feedback_id, by=caller.who, now=clock())
        context = await _shown(caller, feedback_id, around)
        answer = page(
            request, "feedback/detail.html", context | {"written": written}, fragment="feedback/_verbatim.html"
        )
        answer.headers["cache-control"] = "no-store"
        return answer

    @post("/{feedback_id:str}", guards=[requires(Scope.write, Resource.feedback)], status_code=303)
    async def correct(
        self,
        request: Request[Any, Any, Any],
        feedback_id: FromPath[str],
        data: URLEncodedBody[FeedbackForm],
        around: NamedDependency[Surroundings],
        clock: NamedDependency[Clock],
    ) -> Redirect:
        """Keep what a person changed; what they left alone stays as it is, even if a model changed it meanwhile."""
        changed = data.changed()
        if "theme" in changed:
            await around.check_theme(request.auth.workspace, changed["theme"])
        if changed:
            caller = request.auth
            await judging.correct(caller.workspace, feedback_id, FeedbackPatch(**changed), now=clock(), by=caller.who)
        return Redirect(f"/feedback/{feedback_id}?saved=1", status_code=303)


async def _list(
    request: Request[Any, Any, Any], asked: FeedbackQuery, found: Explored, around: Surroundings
) -> dict[str, Any]:
    """What the list and what stands beside it show."""
    workspace = request.auth.workspace
    themes = await around.themes(workspace)
    labels = await labels_of(workspace, found.items)
    search = asked.filters(None).search if not asked.question else search_of(asked.question) if found.one_word else None
    counts, at_least = beside(found.counted, await around.counts(workspace), asked.alone())
    return {
        "rows": [views.hit(row, themes, labels, search, found.likeness) for row in found.items],
        "filters": asked.shown(),
        "question": asked.question,
        "theme_name": themes[asked.theme].name if asked.theme in themes else None,
        "one_word": found.one_word,
        "may_write": request.auth.may(Scope.write, Resource.feedback),
        "nothing_asked": not asked.question and search is not None and not search.phrases,
        "state": found.state,
        "is_behind": found.is_behind,
        "facets": views.facet_views(counts, themes, asked.shown(), at_least),
        "counted": found.counted,
        "total": None if asked.narrows() else await around.total(workspace),
        "next": to_cursor(found.next) if found.next else None,
    }


async def _shown(caller: Principal, feedback_id: str, around: Surroundings) -> dict[str, Any]:
    """What the page of one verbatim shows."""
    themes = await around.themes(caller.workspace)
    row = await queries.one(caller.workspace, feedback_id)
    choices = sorted((theme.name, id_) for id_, theme in themes.items())
    return {
        "row": row_view(row, themes, await labels_of(caller.workspace, [row])),
        "themes": [(id_, name) for name, id_ in choices],
        "may_write": caller.may(Scope.write, Resource.feedback),
        "saved": False,
        "written": None,
    }
