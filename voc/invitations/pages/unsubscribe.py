"""The way out, `/u/{token}`: a page with one button, and the same in one request for mail programs.

RFC 8058 lets a mail program unsubscribe by one POST, from wherever it runs: no cookie, no token of a form, no redirect.
Opening the page changes nothing, for mail gateways open it, too. Whoever was reminded of their consent to advertising
finds here that they may keep it.
"""

from typing import Any

from litestar import Controller, Request, Response, get, head, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from voc.accounts import queries as accounts
from voc.clock import Clock, from_stamp
from voc.invitations import answering, queries, refusing
from voc.invitations.pages.opening import OPEN, QUIET_HEADERS, subject_of
from voc.invitations.refusing import Scope
from voc.invitations.subjects import Subject
from voc.settings import Settings
from voc.web.i18n import LANGUAGES, negotiated
from voc.web.pages import page

Caller = Request[Any, Any, Any]
SCOPES: dict[str, Scope] = {"all": "all", "survey": "survey", "advertising": "advertising"}
DONE = "You are unsubscribed.\n"


class UnsubscribePages(Controller):
    """Whoever was sent something may stop it."""

    path = "/u"
    include_in_schema = False
    opt = OPEN
    response_headers = QUIET_HEADERS
    request_max_body_size = 16 * 1024

    @get("/{token:str}")
    async def show(self, request: Caller, token: FromPath[str]) -> Template:
        """Who sends, to which address, and what stops."""
        return await _page(request, token, await subject_of(token))

    @head("/{token:str}")
    async def look(self, token: FromPath[str]) -> None:
        """Whether there is such a page."""
        await subject_of(token)

    @post("/{token:str}", status_code=200)
    async def change(
        self,
        request: Caller,
        token: FromPath[str],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> Response[str] | Redirect:
        """Stop, keep, or take it back: a mail program gets 200, whoever used the page gets it again.

        Source:
            https://www.rfc-editor.org/rfc/rfc8058#section-3.2
        """
        subject, form, now = await subject_of(token), await request.form(), clock()
        scope: Scope | None = None
        if "keep" in form:
            await refusing.keep(subject, now=now)
        elif "again" in form:
            if scope := SCOPES.get(str(form["again"])):
                await refusing.take_back(subject, scope, now=now)
        else:
            scope = SCOPES.get(str(form.get("stop")), "all")
            await refusing.refuse(subject, scope, now=now)
        if scope:
            await answering.answer(subject, scope, base=settings.public_url, now=now)
        if not {"keep", "again", "stop"} & set(form):
            return Response(DONE, media_type="text/plain", status_code=200)
        told = f"?lang={form['lang']}" if form.get("lang") in LANGUAGES else ""
        return Redirect(f"/u/{token}{told}", status_code=303)


async def _page(request: Caller, token: str, subject: Subject) -> Template:
    workspace = await accounts.workspace(subject.workspace)
    rules = await queries.rules(subject.workspace)
    refusals = await refusing.standing(subject)
    accepted = negotiated(request.headers.get("accept-language", ""))
    chosen = (request.query_params.get("lang"), (subject.language or "").partition("-")[0], accepted)
    context = {
        "language": next(each for each in chosen if each in LANGUAGES),
        "lang": request.query_params.get("lang", ""),
        "token": token,
        "company": rules.sender(workspace.name if workspace else "").name,
        "channel": subject.channel,
        "refusals": refusals,
        "agreed": from_stamp(refusals.agreed) if refusals.agreed is not None else None,
        "since": from_stamp(refusals.everything) if refusals.everything is not None else None,
        "colour_theme": None,
    }
    return page(request, "invitations/unsubscribe.html", context)
