"""Pages of the FAQ: the list, one entry, and who asked it."""

from typing import Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Template

from voc.accounts import queries as accounts
from voc.faq import listing, queries, reading, views
from voc.faq.asking import ASKED
from voc.faq.deflection import queries as deflection
from voc.faq.deflection import table
from voc.faq.deflection.schemas import DEFINITION
from voc.faq.exporting import ExportFormat, Format, download
from voc.faq.listing import Filters
from voc.faq.live import queries as live
from voc.faq.sources import queries as sources
from voc.feedback import queries as feedback
from voc.feedback.speakers import labels_of, speaker
from voc.values import Principal, Resource, Scope
from voc.web.guards import requires
from voc.web.pages import page
from voc.web.pagination import from_cursor, to_cursor

PAGE_SIZE = 40
QUOTES = 3
ASKERS_SIZE = 30
VERSIONS_SHOWN = 20
Caller = Request[Any, Principal, Any]


class FaqPages(Controller):
    """What customers ask, and what is answered."""

    path = "/faq"
    include_in_schema = False
    guards = [requires(Scope.read, Resource.faq)]

    @get(dependencies=ASKED)
    async def list_page(
        self,
        request: Caller,
        asked: NamedDependency[Filters],
        cursor: FromQuery[str | None] = None,
        done: FromQuery[int | None] = None,
        left: FromQuery[int] = 0,
    ) -> Template:
        """The most urgent first; `done` and `left` tell of a decision about several that was just made."""
        rows = await queries.listed(request.auth.workspace)
        helps = await deflection.summary(request.auth.workspace)
        found = listing.chosen(rows, asked)
        start = max(0, int(from_cursor(cursor, int)[0])) if cursor else 0
        context = {
            "items": [views.row_view(row) for row in found[start : start + PAGE_SIZE]],
            "filters": asked.model_dump(),
            "filtered": asked != Filters(),
            "choices": views.choices(rows, asked),
            "formats": [each.value for each in Format],
            "helps": helps,
            "verdicts": {each.entry: each.verdict.value for each in helps.items},
            "may_write": request.auth.may(Scope.write, Resource.faq),
            "next": to_cursor(start + PAGE_SIZE) if len(found) > start + PAGE_SIZE else None,
            "done": done, "left": left,
        }  # fmt: skip
        return page(request, "faq/list.html", context, fragment="faq/_results.html")

    @get("/export", dependencies=ASKED, audit="faq.exported")
    async def export(
        self, request: Caller, asked: NamedDependency[Filters], file_format: ExportFormat = Format.html
    ) -> Response[bytes]:
        """What is published, narrowed as the list is."""
        return await download(request.auth.workspace, asked, file_format)

    @get("/deflection.csv")
    async def came_of_it(self, request: Caller) -> Response[bytes]:
        """What published answers came to."""
        return await table.download(request.auth.workspace)

    @get("/{faq_id:str}")
    async def detail(
        self, request: Caller, faq_id: FromPath[str], done: FromQuery[str | None] = None, left: FromQuery[int] = 0
    ) -> Template:
        """One entry with the source of each sentence; `done` and `left` tell what just happened."""
        return await entry_page(request, faq_id, done=done, left=left)

    @get("/{faq_id:str}/askers")
    async def askers(self, request: Caller, faq_id: FromPath[str], cursor: FromQuery[str | None] = None) -> Template:
        """Everybody's own words."""
        row = await queries.row(request.auth.workspace, faq_id)
        start = max(0, int(from_cursor(cursor, int)[0])) if cursor else 0
        ids = row["members"][start : start + ASKERS_SIZE]
        more = len(row["members"]) > start + ASKERS_SIZE
        context = {
            "item": views.row_view(row),
            "quotes": await _quotes(request.auth.workspace, ids),
            "next": to_cursor(start + ASKERS_SIZE) if more else None,
        }
        return page(request, "faq/askers.html", context)


async def entry_page(request: Caller, id_: str, **told: Any) -> Template:
    """An entry's page; `told` says what was just done or went wrong.

    Raises:
        NotFound: no such entry.
    """
    workspace = request.auth.workspace
    item = await reading.one(workspace, id_)
    entry = (await queries.held(workspace, id_)).entry
    names = await accounts.all_names(workspace)
    conflicts = [(each.one, each.other) for each in item.conflicts]
    said = [*item.answer, *(each for pair in conflicts for each in pair)]
    cited = await sources.cited(workspace, [each.source.passage for each in said if each.source])
    texts = {
        each.number: await reading.version(workspace, id_, each.number) for each in item.versions[-VERSIONS_SHOWN:]
    }
    rows = await queries.listed(workspace)
    questions = {row["_id"]: row["content"]["question"] for row in rows}
    context = {
        "item": item,
        "moves": views.moves(entry),
        "answer": [views.sentence_view(each, cited, names) for each in item.answer],
        "conflicts": [views.conflict_view(place, each, cited, names) for place, each in enumerate(item.conflicts)],
        **views.offered(rows, item),
        "question_of": questions,
        "merged": [(row["_id"], questions[row["_id"]]) for row in rows if row.get("into") == id_],
        "quotes": await _quotes(workspace, item.members[:QUOTES]),
        "taken": await live.taken(workspace, id_),
        "deflection": await deflection.one(workspace, id_),
        "definition": DEFINITION,
        "history": views.history(item, names, texts),
        "may_write": request.auth.may(Scope.write, Resource.faq),
        "rewrites": request.app.state.settings.llm.url is not None,
        "told": {"done": None, "trouble": None, "left": 0} | told,
    }
    return page(request, "faq/entry.html", context, status=told.get("status", 200))


async def _quotes(workspace: str, ids: list[str]) -> list[dict[str, Any]]:
    """What people said, ready to print, in order; what was erased meanwhile is left out."""
    found = await feedback.many(workspace, ids)
    rows = [found[each] for each in ids if each in found]
    labels = await labels_of(workspace, rows)
    return [row.model_dump() | {"customer": speaker(row, labels)} for row in rows]
