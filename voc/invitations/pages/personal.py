"""Somebody's own page of a survey, `/i/{token}`: the link page's questions, and one answer chosen in the message.

Opening it records no answer, by whatever method and however often. The token is the only key: the same submission goes
on after a reload, on another device, and for whoever was sent the link by mistake; once finished, it stays as it is.
"""

import base64
from functools import partial
from typing import Any

from litestar import Controller, Request, Response, get, head, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template

from voc.clock import Clock
from voc.customers import queries as customers
from voc.errors import NotFound
from voc.invitations import queries, service, visiting
from voc.invitations.pages.opening import OPEN, QUIET_HEADERS, invitation_of
from voc.invitations.schemas import InvitationOut
from voc.responses import interview, sent_files
from voc.responses import queries as responses
from voc.responses.interview import Place
from voc.responses.sent_files import LARGEST_FORM_BYTES
from voc.settings import Settings
from voc.surveys import queries as surveys
from voc.surveys.domain import refusal
from voc.web.pages import page
from voc.web.security import is_https

Caller = Request[Any, Any, Any]
PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
"""A transparent GIF of one pixel."""
NOTHING = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="robots" content="noindex">'
    "<title>Nothing to see</title></head><body><p>There is nothing to see here.</p></body></html>"
)
"""What stands behind the link that no person sees."""


class PersonalPages(Controller):
    """Whoever was invited may answer, once."""

    path = "/i"
    include_in_schema = False
    opt = OPEN
    response_headers = QUIET_HEADERS
    request_max_body_size = LARGEST_FORM_BYTES

    @get("/{token:str}")
    async def questions(
        self,
        request: Caller,
        token: FromPath[str],
        clock: NamedDependency[Clock],
        settings: NamedDependency[Settings],
    ) -> Template | Redirect:
        """The question that the respondent is at; an answer chosen in the message is marked, not recorded."""
        invitation = await invitation_of(token)
        here = visiting.going_on(await _place(request, token, invitation))
        if not invitation.scanned and visiting.is_opened(request.headers, https=is_https(settings)):
            await service.note_opened(invitation, now=clock())
        if here.stored is None and clock() >= invitation.expires_at:
            return _expired(request, here, clock)
        return await interview.question(request, here, now=clock())

    @post("/{token:str}", status_code=303)
    async def answer(self, request: Caller, token: FromPath[str], clock: NamedDependency[Clock]) -> Redirect | Template:
        """Save what was answered so far, and go on; sending a form twice saves it once."""
        invitation = await invitation_of(token)
        data = await sent_files.fields(request)
        here = await _place(request, token, invitation)
        if here.stored is None and clock() >= invitation.expires_at:
            return _expired(request, here, clock)
        if data.get("by") == "script" and invitation.scanned:
            return interview.to(visiting.marked(here.visit, data))
        answered = await interview.answer(request, here, data, now=clock())
        stored = await responses.submission(invitation.workspace, here.visit.submission_id)
        if stored is not None:
            await service.note_response(invitation, finished=bool(stored["finished"]), now=clock())
        return answered

    @get("/{token:str}/thanks")
    async def thanks(self, request: Caller, token: FromPath[str]) -> Template | Redirect:
        """The ending that the answers led to."""
        return await interview.thanks(request, await _place(request, token, await invitation_of(token)))

    @get("/{token:str}/h", media_type="text/html")
    async def nothing(self, token: FromPath[str], clock: NamedDependency[Clock]) -> str:
        """Behind a link that no person sees: who follows it follows every link."""
        await service.note_scanner(await invitation_of(token), now=clock())
        return NOTHING

    @get(["/{token:str}/p.gif", "/{token:str}/seen"], media_type="image/gif")
    async def pixel(self, token: FromPath[str], clock: NamedDependency[Clock]) -> Response[bytes]:
        """The message was shown, unless to a gateway that shows itself everything; any token gets the same picture."""
        invitation = await queries.by_token(token)
        if invitation is not None and not invitation.scanned:
            await service.note_opened(invitation, now=clock())
        return Response(PIXEL, media_type="image/gif", headers={"cross-origin-resource-policy": "cross-origin"})

    @head(["/{token:str}", "/{token:str}/thanks"])
    async def look(self, token: FromPath[str]) -> None:
        """Whether there is such a page."""
        await invitation_of(token)

    @head(["/{token:str}/p.gif", "/{token:str}/seen"])
    async def look_at_pixel(self, token: FromPath[str]) -> None:
        """Nobody sees a picture by asking for its size."""

    @head("/{token:str}/h")
    async def look_at_nothing(self, token: FromPath[str], clock: NamedDependency[Clock]) -> None:
        """Following it with HEAD is following it."""
        await service.note_scanner(await invitation_of(token), now=clock())


async def _place(request: Caller, token: str, invitation: InvitationOut) -> Place:
    """Where the respondent is.

    Raises:
        NotFound: the survey is gone.
    """
    survey = await surveys.version(invitation.workspace, invitation.survey)
    attributes = await _attributes(invitation)
    visit_of = partial(visiting.visit_of, request, token=token, invitation=invitation, attributes=attributes)
    return await interview.place(survey, visit_of)


async def _attributes(invitation: InvitationOut) -> dict[str, Any]:
    """What is known of them by now; nothing of somebody who was erased."""
    try:
        return (await customers.one(invitation.workspace, invitation.customer)).attributes
    except NotFound:
        return {}


def _expired(request: Caller, here: Place, clock: Clock) -> Template:
    """Too late for this link; where the survey still asks, everybody may answer by its own."""
    survey, visit = here.survey, here.visit
    is_open = not refusal(survey.state, survey.definition.schedule, at=clock())
    known = {"public_link": f"/s/{survey.id}?source={visit.channel}" if is_open else None}
    return page(request, "invitations/personal_expired.html", interview.context_of(survey, visit) | known, status=410)
