"""Where colleagues decide what the roadmap shows, and whether anybody outside sees it."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from pydantic import ValidationError

from voc.backlog.workflow import reading
from voc.backlog.workflow.titles import imperative
from voc.clock import Clock
from voc.roadmap import queries, service
from voc.roadmap.domain import LANGUAGES, EntryIn, NotOnRoadmap, Roadmap
from voc.settings import Settings
from voc.themes.editing import language_of
from voc.values import Principal, Resource, Scope
from voc.web.guards import requires
from voc.web.i18n import language_of as spoken_by
from voc.web.pages import page

Caller = Request[Any, Principal, Any]
Fields = Mapping[str, str]
Wrong = Mapping[str, str]
LEFT_OUT_SHOWN = 20
"""Items that might be shown, too."""


class EntryPages(Controller):
    """What everybody may read of one item."""

    path = "/backlog/{item_id:str}/roadmap"
    include_in_schema = False
    guards = [requires(Scope.write, Resource.backlog)]

    @get()
    async def show(self, request: Caller, item_id: FromPath[str], done: FromQuery[str] = "") -> Template:
        """The words, or those that we suggest; `done` tells what was just saved."""
        item = await reading.one(request.auth.workspace, item_id)
        stored = await queries.written(request.auth.workspace, item_id)
        words = stored["words"] if stored else {language_of(item.title): {"title": item.title, "note": ""}}
        fields = {f"{name}_{language}": text for language, each in words.items() for name, text in each.items()}
        return await _entry_page(request, item_id, fields, done=done)

    @post(status_code=303)
    async def save(self, request: Caller, item_id: FromPath[str], clock: NamedDependency[Clock]) -> Redirect | Template:
        """Show the item with these words, or show it no more."""
        data = {name: str(value) for name, value in (await request.form()).items()}
        caller = request.auth
        if data.get("act") == "remove":
            await service.take_off(caller.workspace, item_id, by=caller.who, now=clock())
            return Redirect(f"/backlog/{item_id}/roadmap?done=removed", status_code=303)
        entry, wrong = _entry(data)
        if entry is None:
            return await _entry_page(request, item_id, data, wrong=wrong)
        try:
            await service.write(caller.workspace, item_id, entry, by=caller.who, now=clock())
        except NotOnRoadmap:
            return await _entry_page(request, item_id, data)
        return Redirect(f"/backlog/{item_id}/roadmap?done=shown", status_code=303)


class RoadmapSettingsPages(Controller):
    """Whether the roadmap is open, and everything on it."""

    path = "/settings/roadmap"
    include_in_schema = False
    guards = [requires(Scope.write, Resource.backlog)]

    @get()
    async def show(self, request: Caller, settings: NamedDependency[Settings], saved: FromQuery[str] = "") -> Template:
        """As it stands."""
        return await _settings_page(request, settings, saved=bool(saved))

    @post(status_code=303)
    async def save(self, request: Caller, settings: NamedDependency[Settings]) -> Redirect | Template:
        """Open or close it, and name it."""
        data = {name: str(value).strip() for name, value in (await request.form()).items()}
        intro = {code: text for code in LANGUAGES if (text := data.get(f"intro_{code}", ""))}
        try:
            wish = Roadmap(public=data.get("public") == "yes", title=data.get("title", ""), intro=intro)
        except ValidationError as error:
            wrong = {"_".join(str(part) for part in each["loc"]): "long" for each in error.errors()}
            return await _settings_page(request, settings, wrong=wrong, entered=data)
        await service.decide(request.auth.workspace, wish)
        return Redirect("/settings/roadmap?saved=1", status_code=303)


async def _entry_page(
    request: Caller, item_id: str, fields: Fields, *, wrong: Wrong | None = None, done: str = ""
) -> Template:
    workspace = request.auth.workspace
    stored = await queries.written(workspace, item_id)
    item = await reading.one(workspace, item_id)
    context = {
        "item": item,
        "title": imperative(item, spoken_by(request)),
        "place": await queries.place(workspace, item_id),
        "shown": bool(stored and stored["shown"]),
        "public": (await queries.roadmap(workspace)).public,
        "workspace": workspace,
        "fields": defaultdict(str, fields),
        "wrong": defaultdict(str, wrong or {}),
        "done": done,
    }
    return page(request, "roadmap/entry.html", context, status=422 if wrong else 200)


async def _settings_page(
    request: Caller, settings: Settings, *, saved: bool = False, wrong: Wrong | None = None,
    entered: Fields | None = None,
) -> Template:  # fmt: skip
    workspace = request.auth.workspace
    known = await queries.roadmap(workspace)
    usual = {"title": known.title} | {f"intro_{code}": text for code, text in known.intro.items()}
    entries = await queries.entries(workspace, spoken_by(request))
    left_out = await queries.left_out(workspace, {entry.item for entry in entries})
    context = {
        "public": known.public,
        "fields": defaultdict(str, entered or usual),
        "wrong": defaultdict(str, wrong or {}),
        "saved": saved,
        "workspace": workspace,
        "workspace_name": request.user.workspace_name,
        "address": f"{settings.public_url.rstrip('/')}/roadmap/{workspace}",
        "entries": entries,
        "left_out": left_out[:LEFT_OUT_SHOWN],
        "more": max(0, len(left_out) - LEFT_OUT_SHOWN),
    }
    return page(request, "roadmap/settings.html", context, status=422 if wrong else 200)


def _entry(fields: Fields) -> tuple[EntryIn | None, dict[str, str]]:
    """What was written, or what is wrong with which field."""
    given = {code: {name: fields.get(f"{name}_{code}", "").strip() for name in ("title", "note")} for code in LANGUAGES}
    words = {code: each for code, each in given.items() if each["title"] or each["note"]}
    try:
        return EntryIn.model_validate({"words": words}), {}
    except ValidationError as error:
        wrong = {
            f"{each['loc'][2]}_{each['loc'][1]}": "long" if each["type"] == "string_too_long" else "empty"
            for each in error.errors()
            if len(each["loc"]) == 3
        }
        return None, wrong or {f"title_{LANGUAGES[0]}": "empty"}
