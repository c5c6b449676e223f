"""The way out of a mail to a member, `/m/{token}`: one button, and the same in one request for mail programs.

RFC 8058 lets a mail program unsubscribe by one POST, from wherever it runs: no cookie, no token of a form, no redirect.
Opening the page changes nothing, for mail gateways open it, too.
"""

from typing import Any

from litestar import Controller, Request, Response, get, head, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from voc.accounts import queries as accounts
from voc.accounts.documents import Member
from voc.channels.domain import Channel
from voc.channels.outgoing import masked
from voc.clock import Clock
from voc.errors import NotFound
from voc.invitations.pages.opening import OPEN, QUIET_HEADERS
from voc.subscriptions import queries, service, tokens
from voc.subscriptions.domain import Kind
from voc.web.i18n import LANGUAGES, negotiated
from voc.web.pages import page

Caller = Request[Any, Any, Any]
DONE = "You are unsubscribed.\n"


class UnsubscribeMemberPages(Controller):
    """Whoever holds the link may switch these mails off, and on again."""

    path = "/m"
    include_in_schema = False
    opt = OPEN
    response_headers = QUIET_HEADERS
    request_max_body_size = 16 * 1024

    @get("/{token:str}")
    async def show(self, request: Caller, token: FromPath[str]) -> Template:
        """What stops, and for which address."""
        member, kind = await _subject(token)
        workspace = await accounts.workspace(member.workspace)
        wishes = queries.wishes_of(await queries.subscription(member.workspace, member.id))
        accepted = negotiated(request.headers.get("accept-language", ""))
        chosen = (request.query_params.get("lang"), wishes.language, member.language, accepted)
        context = {
            "language": next(each for each in chosen if each in LANGUAGES),
            "lang": request.query_params.get("lang", ""),
            "token": token,
            "kind": kind.value,
            "wanted": wishes.wants(kind),
            "company": workspace.name if workspace else "VoC",
            "address": masked(Channel.email, member.email),
            "colour_theme": None,
        }
        return page(request, "subscriptions/stop.html", context)

    @head("/{token:str}")
    async def look(self, token: FromPath[str]) -> None:
        """Whether there is such a page."""
        await _subject(token)

    @post("/{token:str}", status_code=200)
    async def change(
        self, request: Caller, token: FromPath[str], clock: NamedDependency[Clock]
    ) -> Response[str] | Redirect:
        """Stop, or take that back: a mail program gets 200, whoever used the page gets it again.

        Source:
            https://www.rfc-editor.org/rfc/rfc8058#section-3.2
        """
        (member, kind), form = await _subject(token), await request.form()
        await service.switch(member.workspace, member.id, kind, on="again" in form, now=clock())
        if not {"again", "stop"} & set(form):
            return Response(DONE, media_type="text/plain", status_code=200)
        told = f"?lang={form['lang']}" if form.get("lang") in LANGUAGES else ""
        return Redirect(f"/m/{token}{told}", status_code=303)


async def _subject(token: str) -> tuple[Member, Kind]:
    """Whose way out a link is, and of what.

    Raises:
        NotFound: nobody's, or of somebody whose access ended.
    """
    named = tokens.read(token)
    member = await accounts.member(named[0]) if named else None
    if named is None or member is None:
        raise NotFound("This link leads nowhere. It may have been cut off: open it from the message again.")
    return member, named[1]
