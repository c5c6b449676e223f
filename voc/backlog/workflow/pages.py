"""What people do on the pages of the backlog; every change shows a way to undo it."""

from collections.abc import Mapping
from typing import Any

from litestar import Controller, Request, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import ValidationError

from voc.backlog.pages import item_page
from voc.backlog.workflow import saved, service
from voc.backlog.workflow.domain import ChangedMeanwhile, LaterChange, NothingToUndo, TooManyNotes, WrongMove
from voc.backlog.workflow.listing import NOBODY, Filters
from voc.backlog.workflow.schemas import BulkIn, NoteIn, ViewIn, WorkPatch
from voc.clock import Clock
from voc.errors import Invalid, VocError
from voc.values import Principal, Resource, Scope
from voc.web.guards import requires
from voc.web.pages import wants_fragment
from voc.web.templating import query

Caller = Request[Any, Principal, Any]
REFUSALS = (ChangedMeanwhile, LaterChange, NothingToUndo, TooManyNotes, WrongMove, Invalid)
"""What the item's own page can tell."""
_ALL_OF_THEM = ("status", "owner", "department")


class WorkflowPages(Controller):
    """For those who decide."""

    path = "/backlog"
    include_in_schema = False
    guards = [requires(Scope.write, Resource.backlog)]

    @post("/{item_id:str}/change", status_code=303)
    async def change(
        self, request: Caller, item_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> Redirect | Template:
        """Set what the form holds; an empty field is set to nothing."""
        form, caller = await request.form(), request.auth
        fields = {name: str(value) or None for name, value in form.items() if name in WorkPatch.model_fields}
        try:
            patch = WorkPatch.model_validate(fields)
            wishes = patch.wishes()
            await service.change(caller.workspace, item_id, wishes, by=caller.who, now=clock(), revision=patch.revision)
        except ValidationError as error:
            return await _refused(request, item_id, {"slug": "invalid", "field": _field(error)})
        except REFUSALS as error:
            return await _refused(request, item_id, _trouble(error))
        return await _done(request, item_id)

    @post("/{item_id:str}/notes", status_code=303)
    async def note(self, request: Caller, item_id: FromPath[str], clock: NamedDependency[Clock]) -> Redirect | Template:
        """Keep a note."""
        caller = request.auth
        try:
            wish = NoteIn(text=str((await request.form()).get("text") or "").strip())
            await service.note(caller.workspace, item_id, wish.text, by=caller.who, now=clock())
        except ValidationError:
            return await _refused(request, item_id, {"slug": "invalid", "field": "text"})
        except REFUSALS as error:
            return await _refused(request, item_id, _trouble(error))
        return await _done(request, item_id)

    @post("/{item_id:str}/notes/{note_id:str}/remove", status_code=303)
    async def take_back(
        self, request: Caller, item_id: FromPath[str], note_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> Redirect | Template:
        """Remove one's own note; the page that follows offers to undo it."""
        caller = request.auth
        await service.take_back(caller.workspace, item_id, note_id, by=caller.who, now=clock())
        return await _done(request, item_id)

    @post("/{item_id:str}/undo", status_code=303)
    async def undo(self, request: Caller, item_id: FromPath[str], clock: NamedDependency[Clock]) -> Redirect | Template:
        """Take the change back that the form names."""
        caller = request.auth
        meant = str((await request.form()).get("change") or "") or None
        try:
            await service.undo(caller.workspace, item_id, by=caller.who, now=clock(), expected=meant)
        except REFUSALS as error:
            return await _refused(request, item_id, _trouble(error))
        return await _done(request, item_id, "undone")

    @post("/together", status_code=303)
    async def together(self, request: Caller, clock: NamedDependency[Clock]) -> Redirect:
        """The same for every item that is ticked; the list that follows offers to undo it.

        Raises:
            Invalid: nothing is ticked or nothing is to be changed.
        """
        form, caller = await request.form(), request.auth
        fields: dict[str, Any] = {name: str(form[name]) for name in _ALL_OF_THEM if form.get(name)}
        if fields.get("owner") == NOBODY:  # an empty one leaves each with whom it is
            fields["owner"] = None
        try:
            wish = BulkIn.model_validate(fields | {"items": [str(each) for each in form.getall("item", [])]})
        except ValidationError as error:
            raise Invalid("Tick at least one item, and choose what to set.") from error
        batch, outcomes = await service.change_all(
            caller.workspace, wish.items, wish.wishes(), by=caller.who, now=clock()
        )
        left = sum(outcome.error is not None for outcome in outcomes)
        return Redirect(query("/backlog", _filters(form), batch=batch, left=left), status_code=303)

    @post("/together/undo", status_code=303)
    async def undo_together(self, request: Caller, clock: NamedDependency[Clock]) -> Redirect:
        """Take a change of several items back."""
        form, caller = await request.form(), request.auth
        batch = str(form.get("batch") or "-")
        undone = await service.undo_all(caller.workspace, batch, by=caller.who, now=clock())
        return Redirect(query("/backlog", _filters(form), undone=str(len(undone))), status_code=303)

    @post("/views", status_code=303)
    async def keep(self, request: Caller, clock: NamedDependency[Clock]) -> Redirect:
        """Keep what the list shows.

        Raises:
            Invalid: it has no name.
        """
        form = await request.form()
        filters = _filters(form)
        try:
            wish = ViewIn(name=str(form.get("name") or ""), shared=bool(form.get("shared")), filters=filters)
        except ValidationError as error:
            raise Invalid("Give the view a name of at most 60 characters.") from error
        await saved.keep(request.auth, wish, now=clock())
        return Redirect(query("/backlog", filters), status_code=303)

    @post("/views/{view_id:str}/remove", status_code=303)
    async def remove(self, request: Caller, view_id: FromPath[str]) -> Redirect:
        """The list that follows shows the same and offers to keep it again."""
        view = await saved.remove(request.auth, view_id)
        kept = view.filters.model_dump(exclude_none=True)
        return Redirect(query("/backlog", kept, removed=view.name, shared=int(view.shared)), status_code=303)


def _filters(form: Mapping[str, Any]) -> dict[str, str]:
    """Where the list was, as its forms carry it along under `at_…`."""
    return Filters.read(form, "at_").model_dump(exclude_none=True)


async def _done(request: Caller, item_id: str, done: str = "changed") -> Redirect | Template:
    if not wants_fragment(request):
        return Redirect(f"/backlog/{item_id}?done={done}", status_code=303)
    answer = await item_page(request, item_id, done=done)
    answer.headers["hx-trigger"] = f"changed-{item_id}"  # the row beside the panel draws itself again
    return answer


async def _refused(request: Caller, item_id: str, trouble: dict[str, Any]) -> Template:
    """The page as it is now, and why nothing was changed. HTMX swaps nothing that is declared an error."""
    return await item_page(request, item_id, trouble=trouble, status=200 if wants_fragment(request) else 409)


def _field(error: ValidationError) -> str:
    """The field that is wrong; none where the form as a whole says nothing."""
    return str(next(iter(error.errors()[0]["loc"]), ""))


def _trouble(error: VocError) -> dict[str, Any]:
    return {"slug": error.slug, "field": "owner" if isinstance(error, Invalid) else None} | error.values
