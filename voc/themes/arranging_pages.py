"""Pages on which people rearrange themes; each change shows a way to undo it."""

from typing import Annotated, Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect, Template
from pydantic import Field, ValidationError

from voc.clock import Clock
from voc.themes import areas, editing, queries
from voc.themes.api import who
from voc.themes.domain import Action
from voc.themes.schemas import DefinitionIn, SplitIn, ThemePatch
from voc.values import Principal, Resource, Scope, Value
from voc.web.guards import requires
from voc.web.pages import page

Caller = Request[Any, Principal, Any]
Name = Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S")]


class Form(Value):
    """Any of ours; the token was checked before."""

    csrf_token: str = Field(default="", alias="_csrf_token")


class MergeForm(Form):
    """What becomes part of the theme."""

    other: str


class SplitForm(Form):
    """Into how many parts."""

    into: int = Field(default=2, ge=2, le=6)


class PinForm(Form):
    """Whether later runs leave it whole; empty: no."""

    pinned: str = ""


class MoveForm(Form):
    """To which area; empty: none."""

    area: str = ""


class AreaForm(Form):
    """An area's name, and whether to give it or to take the area away."""

    name: Name
    do: str = "rename"


class DefinitionForm(Form):
    """A theme in a person's words, examples one per line."""

    name: str = ""
    description: str = ""
    examples: str = ""
    area: str = ""


class ArrangingPages(Controller):
    """For those who know better than a model what belongs together."""

    path = "/themes"
    include_in_schema = False
    guards = [requires(Scope.read, Resource.feedback)]

    @get("/changes")
    async def changes(self, request: Caller) -> Template:
        """What people did, and what looking again did."""
        workspace = request.auth.workspace
        edits = await queries.edits(workspace)
        standing = [edit for edit in edits if not edit.undone and edit.action != Action.undo]
        free = [e for i, e in enumerate(standing) if not any(set(e.touched) & set(f.touched) for f in standing[:i])]
        context = {
            "edits": edits[:50],
            "undoable": {edit.id for edit in free if edit.state != "pending"},
            "runs": await queries.runs(workspace),
            "names": await queries.names(workspace),
            "may_write": request.auth.may(Scope.write, Resource.feedback),
        }
        return page(request, "themes/changes.html", context)

    @get("/new", guards=[requires(Scope.write, Resource.feedback)])
    async def new(self, request: Caller) -> Template:
        """A form to define a theme."""
        return await _definition(request, DefinitionForm())

    @post("/new", guards=[requires(Scope.write, Resource.feedback)], status_code=303)
    async def define(
        self, request: Caller, data: URLEncodedBody[DefinitionForm], clock: NamedDependency[Clock]
    ) -> Redirect | Template:
        """Its page says that feedback is on its way."""
        examples = [line.strip() for line in data.examples.splitlines() if line.strip()]
        try:
            wish = DefinitionIn(
                name=data.name, description=data.description, examples=examples, parent=data.area or None
            )
        except ValidationError:
            return await _definition(request, data, wrong=True)
        edit = await editing.define(request.auth.workspace, wish, member=who(request), now=clock())
        return _back(edit.theme)

    @post("/{theme_id:str}/merge", guards=[requires(Scope.write, Resource.feedback)], status_code=303)
    async def merge(
        self,
        request: Caller,
        theme_id: FromPath[str],
        data: URLEncodedBody[MergeForm],
        clock: NamedDependency[Clock],
    ) -> Redirect:
        """Make another theme part of this one."""
        await editing.merge(request.auth.workspace, theme_id, [data.other], member=who(request), now=clock())
        return _back(theme_id)

    @post("/{theme_id:str}/split", guards=[requires(Scope.write, Resource.feedback)], status_code=303)
    async def split(
        self,
        request: Caller,
        theme_id: FromPath[str],
        data: URLEncodedBody[SplitForm],
        clock: NamedDependency[Clock],
    ) -> Redirect:
        """Into parts that are found."""
        wish = SplitIn(into=data.into)
        await editing.split(request.auth.workspace, theme_id, wish, member=who(request), now=clock())
        return _back(theme_id)

    @post("/{theme_id:str}/pin", guards=[requires(Scope.write, Resource.feedback)], status_code=303)
    async def pin(
        self, request: Caller, theme_id: FromPath[str], data: URLEncodedBody[PinForm], clock: NamedDependency[Clock]
    ) -> Redirect:
        """Hold it, or let it go."""
        patch = ThemePatch(pinned=bool(data.pinned))
        await editing.change(request.auth.workspace, theme_id, patch, member=who(request), now=clock())
        return _back(theme_id)

    @post("/{theme_id:str}/move", guards=[requires(Scope.write, Resource.feedback)], status_code=303)
    async def move(
        self, request: Caller, theme_id: FromPath[str], data: URLEncodedBody[MoveForm], clock: NamedDependency[Clock]
    ) -> Redirect:
        """To another area, or out of all."""
        patch = ThemePatch(parent=data.area or None)
        await editing.change(request.auth.workspace, theme_id, patch, member=who(request), now=clock())
        return _back(theme_id)

    @post("/{theme_id:str}/undo", guards=[requires(Scope.write, Resource.feedback)], status_code=303)
    async def undo(
        self, request: Caller, theme_id: FromPath[str], data: URLEncodedBody[Form], clock: NamedDependency[Clock]
    ) -> Redirect:
        """The latest change to it."""
        await editing.undo(request.auth.workspace, theme_id, member=who(request), now=clock())
        return _back(theme_id)

    @post("/areas", guards=[requires(Scope.write, Resource.feedback)], status_code=303)
    async def make_area(
        self, request: Caller, data: URLEncodedBody[AreaForm], clock: NamedDependency[Clock]
    ) -> Redirect:
        """Empty until themes are moved there."""
        await areas.create(request.auth.workspace, data.name, member=who(request), now=clock())
        return Redirect("/themes?by=area", status_code=303)

    @post("/areas/{area_id:str}", guards=[requires(Scope.write, Resource.feedback)], status_code=303)
    async def change_area(
        self, request: Caller, area_id: FromPath[str], data: URLEncodedBody[AreaForm], clock: NamedDependency[Clock]
    ) -> Redirect:
        """Name it, or take it away."""
        workspace = request.auth.workspace
        if data.do == "remove":
            await areas.remove(workspace, area_id, now=clock())
        else:
            await areas.rename(workspace, area_id, data.name, member=who(request), now=clock())
        return Redirect("/themes?by=area", status_code=303)


async def _definition(request: Caller, form: DefinitionForm, *, wrong: bool = False) -> Template:
    known = [(area.id, area.name) for area in await queries.areas(request.auth.workspace)]
    return page(
        request, "themes/new.html", {"form": form, "areas": known, "wrong": wrong}, status=400 if wrong else 200
    )


def _back(theme: str) -> Redirect:
    return Redirect(f"/themes/{theme}?edited=1", status_code=303)
