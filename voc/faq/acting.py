"""What people do on the pages of the FAQ."""

from typing import Any

from litestar import Controller, Request, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import ValidationError

from voc.clock import Clock
from voc.errors import Invalid, VocError
from voc.faq import service
from voc.faq.listing import Filters
from voc.faq.pages import entry_page
from voc.faq.refusals import ChangedMeanwhile, NotReady, TooManyVersions, WrongMove
from voc.faq.rewording import NoLanguageModel
from voc.faq.schemas import BulkIn, ChoiceIn, EntryIn, EntryPatch, MergeAllIn, MergeIn, RestoreIn
from voc.faq.states import DECISIONS, Action, State
from voc.settings import Settings
from voc.values import Principal, Resource, Scope
from voc.web.guards import requires
from voc.web.templating import query

Caller = Request[Any, Principal, Any]
REFUSALS = (ChangedMeanwhile, NotReady, TooManyVersions, WrongMove, Invalid)
"""What the entry's own page can tell."""
_FIELDS = ("category", "audience", "other", "review_by")


class FaqActions(Controller):
    """For those who decide."""

    path = "/faq"
    include_in_schema = False
    guards = [requires(Scope.write, Resource.faq)]

    @post("/new", status_code=303)
    async def create(self, request: Caller, clock: NamedDependency[Clock]) -> Redirect:
        """Write an entry yourself; its answer is written on the page that follows.

        Raises:
            Invalid: there is no question.
        """
        form, caller = await request.form(), request.auth
        try:
            wish = EntryIn(language=str(form.get("language")), question=str(form.get("question") or ""))
        except ValidationError as error:
            raise Invalid("Write a question of at most 2,000 characters.") from error
        id_ = await service.create(caller.workspace, wish.language, wish.question, (), by=caller.who, now=clock())
        return Redirect(f"/faq/{id_}?done=created", status_code=303)

    @post("/{faq_id:str}/edit", status_code=303)
    async def edit(self, request: Caller, faq_id: FromPath[str], clock: NamedDependency[Clock]) -> Redirect | Template:
        """What the form holds; an emptied sentence goes."""
        form, caller = await request.form(), request.auth
        try:
            patch = _patch(form)
            answer = [each.wish for each in patch.answer or ()]
            await service.edit(
                caller.workspace, faq_id, patch.wishes(), answer, by=caller.who, now=clock(), revision=patch.revision
            )
        except ValidationError as error:
            field = str(error.errors()[0]["loc"][0]) if error.errors()[0]["loc"] else ""
            return await _refused(request, faq_id, {"slug": "invalid", "field": field})
        except REFUSALS as error:
            return await _refused(request, faq_id, _trouble(error))
        return Redirect(f"/faq/{faq_id}?done=edited", status_code=303)

    @post("/{faq_id:str}/decide", status_code=303)
    async def decide(
        self, request: Caller, faq_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> Redirect | Template:
        """Approve, publish, and so on.

        Raises:
            Invalid: nobody can decide that.
        """
        form, caller = await request.form(), request.auth
        if form.get("action") not in [action.value for action in DECISIONS]:
            raise Invalid("No such decision.")
        action, revision = Action(str(form.get("action"))), _number(form.get("revision"))
        try:
            await service.act(caller.workspace, faq_id, action, by=caller.who, now=clock(), revision=revision)
        except REFUSALS as error:
            return await _refused(request, faq_id, _trouble(error))
        return Redirect(f"/faq/{faq_id}?done={action.value}", status_code=303)

    @post("/{faq_id:str}/restore", status_code=303)
    async def restore(
        self, request: Caller, faq_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> Redirect | Template:
        """Bring a version back."""
        form, caller = await request.form(), request.auth
        try:
            wish = RestoreIn(version=form.get("version"), revision=_number(form.get("revision")))
            await service.restore(
                caller.workspace, faq_id, wish.version, by=caller.who, now=clock(), revision=wish.revision
            )
        except ValidationError:
            return await _refused(request, faq_id, {"slug": "invalid", "field": "version"})
        except REFUSALS as error:
            return await _refused(request, faq_id, _trouble(error))
        return Redirect(f"/faq/{faq_id}?done=restored", status_code=303)

    @post("/{faq_id:str}/choose", status_code=303)
    async def choose(
        self, request: Caller, faq_id: FromPath[str], clock: NamedDependency[Clock]
    ) -> Redirect | Template:
        """Say which of two contradicting sentences is right."""
        form, caller = await request.form(), request.auth
        try:
            wish = ChoiceIn(
                conflict=form.get("conflict"), right=form.get("right"), revision=_number(form.get("revision"))
            )
            await service.choose(
                caller.workspace, faq_id, wish.conflict, wish.right, by=caller.who, now=clock(), revision=wish.revision
            )
        except ValidationError:
            return await _refused(request, faq_id, {"slug": "invalid", "field": "conflict"})
        except REFUSALS as error:
            return await _refused(request, faq_id, _trouble(error))
        return Redirect(f"/faq/{faq_id}?done=chosen", status_code=303)

    @post("/{faq_id:str}/merge", status_code=303)
    async def merge(self, request: Caller, faq_id: FromPath[str], clock: NamedDependency[Clock]) -> Redirect | Template:
        """Have another entry answer for this one."""
        form, caller = await request.form(), request.auth
        try:
            wish = MergeIn(into=form.get("into"), revision=_number(form.get("revision")))
            await service.merge(caller.workspace, faq_id, wish.into, by=caller.who, now=clock(), revision=wish.revision)
        except ValidationError:
            return await _refused(request, faq_id, {"slug": "invalid", "field": "into"})
        except REFUSALS as error:
            return await _refused(request, faq_id, _trouble(error))
        return Redirect(f"/faq/{faq_id}?done=merge", status_code=303)

    @post("/merge", status_code=303)
    async def merge_all(self, request: Caller, clock: NamedDependency[Clock]) -> Redirect:
        """Merge those that are ticked into the foremost of them.

        Raises:
            Invalid: fewer than two are ticked.
        """
        form, caller = await request.form(), request.auth
        try:
            ids = MergeAllIn(items=[str(each) for each in form.getall("item", [])]).items
        except ValidationError as error:
            raise Invalid("Tick at least two entries that ask the same.") from error
        target, outcomes = await service.merge_all(caller.workspace, ids, by=caller.who, now=clock())
        left = sum(not each.changed for each in outcomes)
        return Redirect(query(f"/faq/{target}", {}, done="gathered", left=str(left or "")), status_code=303)

    @post("/{faq_id:str}/rewrite", status_code=303)
    async def rewrite(
        self,
        request: Caller,
        faq_id: FromPath[str],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> Redirect | Template:
        """Have the language model word it anew."""
        caller = request.auth
        try:
            await service.reword(caller.workspace, faq_id, settings.llm, by=caller.who, now=clock())
        except (*REFUSALS, NoLanguageModel) as error:
            return await _refused(request, faq_id, _trouble(error))
        return Redirect(f"/faq/{faq_id}?done=rewrite", status_code=303)

    @post("/together", status_code=303)
    async def together(self, request: Caller, clock: NamedDependency[Clock]) -> Redirect:
        """The same for every entry that is ticked.

        Raises:
            Invalid: nothing is ticked.
        """
        form, caller = await request.form(), request.auth
        ids = [str(each) for each in form.getall("item", [])]
        try:
            wish = BulkIn(items=ids, state=State(str(form.get("state"))))
        except ValueError as error:
            raise Invalid("Tick at least one entry, and choose what to do.") from error
        outcomes = await service.decide_all(caller.workspace, wish.items, wish.state, by=caller.who, now=clock())
        done = sum(each.changed for each in outcomes)
        kept = Filters.read(form, "at_").model_dump(exclude_none=True)
        return Redirect(query("/faq", kept, done=str(done), left=str(len(outcomes) - done)), status_code=303)


def _patch(form: FormMultiDict) -> EntryPatch:
    """The form as an edit. A button may drop a sentence, or take it on one's own account.

    Raises:
        ValidationError: something in it is too long or is no date.
    """
    texts, passages = form.getall("sentence", []), form.getall("passage", [])
    dropped, own = _number(form.get("drop")), _number(form.get("own"))
    answer = [
        {"text": str(text), "passage": (str(passage) or None) if place != own else None}
        for place, (text, passage) in enumerate(zip(texts, passages, strict=False))
        if str(text).strip() and place != dropped
    ]
    fields: dict[str, Any] = {name: str(form.get(name) or "") or None for name in _FIELDS if name in form}
    aliases = [line for line in str(form.get("aliases") or "").splitlines() if line.strip()]
    told = {"question": str(form.get("question") or ""), "aliases": aliases, "answer": answer}
    return EntryPatch.model_validate(fields | told | {"revision": _number(form.get("revision"))})


def _number(value: Any) -> int | None:
    text = str(value or "") if value is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


async def _refused(request: Caller, id_: str, trouble: dict[str, Any]) -> Template:
    """The page as it is now, and why nothing was changed."""
    return await entry_page(request, id_, trouble=trouble, status=409)


def _trouble(error: VocError) -> dict[str, Any]:
    return {"slug": error.slug, "field": "", "reasons": []} | error.values
