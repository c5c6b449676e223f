"""Pages of feedback: the list, one verbatim, and what is parked."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, QueryParameter, URLEncodedBody
from litestar.response import Redirect, Template

from voc.clock import Clock
from voc.customers import queries as customers
from voc.feedback import judging, periods, queries, service, verbatims
from voc.feedback.domain import FeedbackState
from voc.feedback.forms import FeedbackForm
from voc.feedback.queries import Filters
from voc.feedback.schemas import FeedbackOut, FeedbackPatch
from voc.feedback.speakers import labels_of, speaker
from voc.feedback.surroundings import Surroundings, ThemeLink
from voc.values import Principal, Scope
from voc.web.guards import requires
from voc.web.pages import page
from voc.web.pagination import from_cursor, to_cursor

PAGE_SIZE = 40
SegmentNames = Callable[[str], Awaitable[dict[str, str]]]
"""Names of a workspace's segments by id."""
Facet = list[tuple[str, str, int | None]]
"""(value, shown, how many)."""


@dataclass(frozen=True)
class FeedbackQuery:
    """What the address of the list asks for, as it was written."""

    q: str | None
    kind: str | None
    theme: str | None
    language: str | None
    channel: str | None
    segment: str | None
    customer: str | None
    state: str | None
    noise: str | None
    since: str | None
    until: str | None

    @classmethod
    def from_address(
        cls,
        q: FromQuery[str | None] = None,
        kind: FromQuery[str | None] = None,
        theme: FromQuery[str | None] = None,
        language: FromQuery[str | None] = None,
        channel: FromQuery[str | None] = None,
        segment: FromQuery[str | None] = None,
        customer: FromQuery[str | None] = None,
        wanted_state: Annotated[str | None, QueryParameter(name="state")] = None,
        noise: FromQuery[str | None] = None,
        since: FromQuery[str | None] = None,
        until: FromQuery[str | None] = None,
    ) -> "FeedbackQuery":
        """Litestar's dependency: one argument per query parameter (`state` alone is a reserved name)."""
        return cls(q, kind, theme, language, channel, segment, customer, wanted_state, noise, since, until)

    def shown(self) -> dict[str, str | None]:
        """For links that change one of them."""
        return asdict(self)

    def narrows(self) -> bool:
        """Whether anything is asked for."""
        return any(self.shown().values())

    def filters(self, customers: Sequence[str] | None) -> Filters:
        """The same as a query; an empty value, or a date that is none, narrows nothing."""
        other = ("since", "until", "customer")
        plain = {name: value or None for name, value in self.shown().items() if name not in other}
        return Filters(
            **plain, customers=customers, since=periods.day(self.since), until=periods.day(self.until, after=1)
        )


class FeedbackPages(Controller):
    """For people who read what customers said."""

    path = "/feedback"
    include_in_schema = False
    guards = [requires(Scope.read)]

    @get(dependencies={"asked": Provide(FeedbackQuery.from_address, sync_to_thread=False)})
    async def list_page(
        self,
        request: Request[Any, Any, Any],
        around: NamedDependency[Surroundings],
        asked: NamedDependency[FeedbackQuery],
        segments: NamedDependency[SegmentNames],
        cursor: FromQuery[str | None] = None,
    ) -> Template:
        """Newest first, narrowed by what the address says."""
        workspace = request.auth.workspace
        after = str(from_cursor(cursor, str)[0]) if cursor else None
        filters = asked.filters(await customers.ids(workspace, asked.customer) if asked.customer else None)
        found = await queries.page(workspace, filters, after=after, limit=PAGE_SIZE)
        themes = await around.themes(workspace)
        labels = await labels_of(workspace, found.items)
        narrowed = asked.narrows()
        context = {
            "rows": [row_view(row, themes, labels) for row in found.items],
            "filters": asked.shown(),
            "filtered": narrowed or cursor is not None,
            "facets": facets(await around.counts(workspace), themes),
            "segments": [(id_, name, None) for id_, name in (await segments(workspace)).items()],
            "total": await around.total(workspace) if not narrowed else None,
            "next": to_cursor(found.next) if found.next else None,
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

    @post("/parked", guards=[requires(Scope.write)], status_code=303)
    async def retry_all(
        self, request: Request[Any, Any, Any], around: NamedDependency[Surroundings], clock: NamedDependency[Clock]
    ) -> Redirect:
        """Set everything parked going again."""
        workspace, now = request.auth.workspace, clock()
        count = await service.retry_parked(workspace, None, now=now) + await around.retry(workspace, now)
        return Redirect(f"/feedback/parked?retried={count}", status_code=303)

    @post("/{feedback_id:str}/retry", guards=[requires(Scope.write)], status_code=303)
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

    @post("/{feedback_id:str}/reveal", guards=[requires(Scope.write)], status_code=200)
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

    @post("/{feedback_id:str}", guards=[requires(Scope.write)], status_code=303)
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


async def _shown(caller: Principal, feedback_id: str, around: Surroundings) -> dict[str, Any]:
    """What the page of one verbatim shows."""
    themes = await around.themes(caller.workspace)
    row = await queries.one(caller.workspace, feedback_id)
    choices = sorted((theme.name, id_) for id_, theme in themes.items())
    return {
        "row": row_view(row, themes, await labels_of(caller.workspace, [row])),
        "themes": [(id_, name) for name, id_ in choices],
        "may_write": caller.may(Scope.write),
        "saved": False,
        "written": None,
    }


def row_view(row: FeedbackOut, themes: Mapping[str, ThemeLink], labels: Mapping[str, str]) -> dict[str, Any]:
    """A verbatim as the templates show it: with its themes' names, and what its customer is called."""
    return row.model_dump() | {
        "theme": themes.get(row.theme or ""),
        "also": [themes[id_] for id_ in row.also if id_ in themes],
        "segments": _parts(row, themes),
        "customer": speaker(row, labels),
    }


def _parts(row: FeedbackOut, themes: Mapping[str, ThemeLink]) -> list[dict[str, Any]]:
    """What a verbatim says part by part; nothing if all parts say the same of the same."""
    parts = [
        part.model_dump() | {"text": row.text[part.start : part.end], "theme": themes.get(part.theme or "")}
        for part in row.segments
    ]
    return parts if len({(part["kind"], part["theme"]) for part in parts}) > 1 else []


def facets(counts: Mapping[str, Mapping[str, int]], themes: Mapping[str, ThemeLink]) -> dict[str, Facet]:
    """Values to narrow by, the most frequent first."""

    def ranked(name: str) -> list[tuple[str, int]]:
        return sorted(counts.get(name, {}).items(), key=lambda pair: (-pair[1], pair[0]))

    named = [(id_, themes[id_].name, count) for id_, count in ranked("theme") if id_ in themes]
    plain: dict[str, Facet] = {name: [(v, v, count) for v, count in ranked(name)] for name in ("channel", "language")}
    return plain | {"theme": list(named[:30])}
