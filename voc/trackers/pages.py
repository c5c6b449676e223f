"""Trackers in the settings: what is connected, whether it works, and what a move on one side means on the other."""

from collections.abc import Mapping
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from pydantic import ValidationError

from voc.backlog.workflow import reading
from voc.backlog.workflow.domain import Status
from voc.clock import Clock
from voc.egress import AddressRefused
from voc.errors import NotFound
from voc.settings import Settings
from voc.trackers import connecting, queries
from voc.trackers.adapters import ADAPTERS, Adapter
from voc.trackers.domain import IssueState, Rules, TooManyTrackers
from voc.trackers.item_schemas import link_out
from voc.trackers.schemas import TrackerIn, TrackerOut, TrackerPatch, tracker_out
from voc.values import Resource, Scope
from voc.web.guards import requires
from voc.web.pages import page

Caller = Request[Any, Any, Any]
Fields = dict[str, Any]
HERE = "/settings/trackers"
SAVED = ("changed", "rules", "secret", "removed")
LINKS_SHOWN = 20
_REFUSED = (ValidationError, AddressRefused, TooManyTrackers)


class TrackerPages(Controller):
    """For administrators."""

    path = HERE
    include_in_schema = False
    guards = [requires(Scope.admin, Resource.settings)]

    @get()
    async def overview(self, request: Caller, saved: FromQuery[str] = "") -> Template:
        """Every tracker, and those that there could be."""
        workspace = request.auth.workspace
        rows = [tracker_out(row) for row in await queries.trackers(workspace)]
        linked = {row.id: await queries.linked(workspace, row.id) for row in rows}
        context = {"rows": rows, "linked": linked, "kinds": _kinds(), "saved": saved if saved in SAVED else ""}
        return page(request, "trackers/list.html", context)

    @get("/new/{kind:str}")
    async def new(self, request: Caller, kind: FromPath[str]) -> Template:
        """A form."""
        adapter = _adapter(kind)
        return _new(request, adapter, {"base_url": adapter.address} | adapter.settings)

    @post("/new/{kind:str}", status_code=201, audit="tracker.connected")
    async def connect(
        self, request: Caller, kind: FromPath[str], clock: NamedDependency[Clock], settings: NamedDependency[Settings]
    ) -> Template:
        """Connect it, try it, and show the secret of its webhook: this answer is the only place for that."""
        adapter, given = _adapter(kind), await _given(request, TrackerIn)
        try:
            wanted = TrackerIn.model_validate(given | {"kind": kind})
            id_, secret = await connecting.connect(request.auth.workspace, wanted, settings.egress, now=clock())
        except _REFUSED as error:
            return _new(request, adapter, given, error)
        told = {"secret": "" if adapter.makes_secret else secret} | await _tried(request, id_, settings, clock)
        return await _one(request, id_, settings, told, status=201)

    @get("/{tracker_id:str}")
    async def one(
        self,
        request: Caller,
        tracker_id: FromPath[str],
        settings: NamedDependency[Settings],
        saved: FromQuery[str] = "",
    ) -> Template:
        """One tracker: its connection, its webhook, its rules."""
        return await _one(request, tracker_id, settings, {"saved": saved if saved in SAVED else ""})

    @post("/{tracker_id:str}", status_code=303, audit="tracker.changed")
    async def change(
        self, request: Caller, tracker_id: FromPath[str], settings: NamedDependency[Settings]
    ) -> Redirect | Template:
        """Another token, account or type of issue."""
        try:
            patch = TrackerPatch.model_validate(await _given(request, TrackerPatch))
        except ValidationError as error:
            return await _one(request, tracker_id, settings, {"wrong": _wrong(error)}, status=422)
        await connecting.change(request.auth.workspace, tracker_id, patch)
        return Redirect(f"{HERE}/{tracker_id}?saved=changed", status_code=303)

    @post("/{tracker_id:str}/test", status_code=200, audit="tracker.tested")
    async def test(
        self,
        request: Caller,
        tracker_id: FromPath[str],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> Template:
        """Whether it works, and what is wrong where it does not."""
        told = await _tried(request, tracker_id, settings, clock)
        return await _one(request, tracker_id, settings, told)

    @post("/{tracker_id:str}/secret", status_code=200, audit="tracker.secret-renewed")
    async def secret(self, request: Caller, tracker_id: FromPath[str], settings: NamedDependency[Settings]) -> Template:
        """A new one, shown here and nowhere else; or the provider's."""
        workspace = request.auth.workspace
        row = await queries.tracker(workspace, tracker_id)
        theirs = ADAPTERS[row["kind"]].makes_secret
        try:
            given = TrackerPatch.model_validate(await _given(request, TrackerPatch)).secret
        except ValidationError as error:
            return await _one(request, tracker_id, settings, {"wrong": _wrong(error)}, status=422)
        if theirs and not given:
            return await _one(request, tracker_id, settings, {"wrong": _wrong(None) | {"secret": "empty"}}, status=422)
        fresh = await connecting.change_secret(workspace, tracker_id, given if theirs else "")
        return await _one(request, tracker_id, settings, {"saved": "secret", "secret": "" if theirs else fresh})

    @post("/{tracker_id:str}/rules", status_code=303, audit="tracker.changed")
    async def rules(self, request: Caller, tracker_id: FromPath[str]) -> Redirect:
        """What a move on one side means on the other."""
        row = await queries.tracker(request.auth.workspace, tracker_id)
        form, states = await request.form(), ADAPTERS[row["kind"]].states
        out = {each: str(form.get(f"out_{each}") or "") for each in Status}
        into = {each: str(form.get(f"into_{each}") or "") for each in states}
        wanted = Rules(
            out={Status(name): IssueState(value) for name, value in out.items() if value in states},
            into={state: Status(value) for state, value in into.items() if value in _targets()},
        )
        await connecting.change_rules(request.auth.workspace, tracker_id, wanted)
        return Redirect(f"{HERE}/{tracker_id}?saved=rules#rules", status_code=303)

    @post("/{tracker_id:str}/remove", status_code=303, audit="tracker.removed")
    async def remove(self, request: Caller, tracker_id: FromPath[str]) -> Redirect:
        """Forget it; the page says before what that means."""
        await connecting.remove(request.auth.workspace, tracker_id)
        return Redirect(f"{HERE}?saved=removed", status_code=303)


def _adapter(kind: str) -> type[Adapter]:
    if kind not in ADAPTERS:
        raise NotFound("No such kind of tracker.", kind=kind)
    return ADAPTERS[kind]


def _kinds() -> list[Fields]:
    return [{"kind": each.kind, "title": each.title} for each in ADAPTERS.values()]


def _targets() -> list[str]:
    """Where an issue may put an item."""
    return [each.value for each in Status if each != Status.new]


async def _given(request: Caller, model: type[TrackerPatch]) -> dict[str, str]:
    form: Mapping[str, Any] = await request.form()
    return {name: str(form[name]).strip() for name in model.model_fields if name in form}


async def _tried(request: Caller, id_: str, settings: Settings, clock: Clock) -> Fields:
    said = await connecting.tried(request.auth.workspace, id_, settings=settings, clock=clock)
    if said.checked is None:
        return {"trouble": said.trouble, "detail": said.detail}
    return {"works": said.checked.name, "doubt": said.checked.doubt}


def _new(request: Caller, adapter: type[Adapter], given: Fields, error: Exception | None = None) -> Template:
    kept = {name: given.get(name, "") for name in ("project", "base_url", "account", "issue_type")}
    context = {"adapter": adapter, "given": kept, "wrong": _wrong(error), "most": connecting.MOST}
    return page(request, "trackers/new.html", context, status=422 if error else 200)


async def _one(request: Caller, id_: str, settings: Settings, told: Fields, status: int = 200) -> Template:
    tracker = tracker_out(await queries.tracker(request.auth.workspace, id_))
    adapter = ADAPTERS[tracker.kind]
    nothing = {
        "saved": "",
        "secret": "",
        "works": "",
        "doubt": None,
        "trouble": "",
        "detail": "",
        "wrong": _wrong(None),
    }
    context = {
        "tracker": tracker,
        "adapter": adapter,
        "hook_url": settings.public_url.rstrip("/") + tracker.hook_path,
        "states": [each.value for each in IssueState if each in adapter.states],
        "statuses": [each.value for each in Status],
        "targets": _targets(),
        "linked": await queries.linked(request.auth.workspace, id_),
        "links": await _links(request.auth.workspace, tracker),
    }
    return page(request, "trackers/tracker.html", context | nothing | told, status=status)


async def _links(workspace: str, tracker: TrackerOut) -> list[Fields]:
    rows = await queries.links(workspace, tracker.id, limit=LINKS_SHOWN)
    titles = {line.id: line.title for line in await reading.all_lines(workspace)} if rows else {}
    return [
        {
            "item": row["item"],
            "title": titles.get(row["item"]) or row["issue_title"],
            "issue": link_out(row, tracker.kind),
        }
        for row in rows
    ]


def _wrong(error: Exception | None) -> dict[str, str]:
    """What does not fit, by field; codes that the template words, empty where all is well."""
    wrong = dict.fromkeys((*TrackerIn.model_fields, "all"), "")
    match error:
        case AddressRefused():
            wrong["base_url"] = error.values["reason"]
        case TooManyTrackers():
            wrong["all"] = "many"
        case ValidationError():
            # the check of the whole begins with the field: "Value error, token is needed"
            named = [str(each["loc"][0]) if each["loc"] else each["msg"].split()[2] for each in error.errors()]
            wrong |= dict.fromkeys(named, "shape")
    return wrong
